"""What stands in addresses and names no document: a closed table, each row with its reason.

In doubt a parameter stays: two addresses for one document are two sources with the same text, one
address for two documents is a document that nobody watches.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """Parameters that are dropped: `names` match in full, in any case."""

    names: str
    why: str
    hosts: str = ""  # of the sites on which it means that; everywhere, if empty
    values: str = ""  # only where the value matches in full; any, if empty


_NETWORKS = "twitter|facebook|linkedin|telegram|whatsapp"
_TABLE = (
    _Row(names=r"utm_\w+|utm-\w+", why="campaigns, as Google Analytics and its like count them"),
    _Row(names="gclid|gclsrc|dclid|gbraid|wbraid|gad_source|gad_campaignid|srsltid", why="Google"),
    _Row(names="_ga|_gl", why="Google Analytics, from one site to the next"),
    _Row(names="fbclid|fb_action_ids|fb_action_types|fb_ref|fb_source", why="Facebook"),
    _Row(names="igshid|igsh", why="Instagram"),
    _Row(names="twclid|ref_src|ref_url", why="Twitter"),
    _Row(names="msclkid|ttclid|li_fat_id|epik|yclid|ysclid", why="clicks on advertisements"),
    _Row(names="mc_cid|mc_eid", why="newsletters by Mailchimp"),
    _Row(
        names=r"mkt_tok|_hsenc|_hsmi|__hs\w+|hsctatracking", why="newsletters by Marketo, HubSpot"
    ),
    _Row(names=r"vero_id|vero_conv|oly_enc_id|oly_anon_id|elq\w*", why="newsletters by others"),
    _Row(
        names=r"(?:pk|piwik|mtm|matomo)_(?:campaign|kwd|keyword|source|medium|content|cid|group)",
        why="campaigns, as Matomo counts them",
    ),
    _Row(names=r"at_(?:medium|campaign|custom\d|term|content)|xtor", why="campaigns, by Piano"),
    _Row(names=r"wt\.mc_id|wt\.mc_ev|s_cid|icid|cmpid", why="campaigns, by Webtrends and Adobe"),
    _Row(
        names="spm|scm",
        values=r"[\w-]+(?:\.[\w-]+)+",
        why="where it was clicked, on sites built with Alibaba's tools",
    ),
    _Row(names="isappinstalled", why="added when shared in WeChat"),
    _Row(
        names="from",
        values="timeline|singlemessage|groupmessage",
        why="added when shared in WeChat",
    ),
    _Row(
        names="ref|referr?er|src|source|from|via",
        values=rf"(?i:rss\d?|rss[_-]?feed|{_NETWORKS})",
        why="the feed or network that it was read in; an archive's own number may be called `ref`",
    ),
    _Row(
        names="ref|referr?er",
        values=r"(?i:atom|(?:atom|news|web)?[_-]?feeds?|newsletters?|home|home_?page)",
        why="likewise, or the page it was reached from",
    ),
    _Row(names="sms", hosts=r"(?:.+\.)?mofa\.gov\.tw", why="the menu it was reached from"),
    _Row(
        names=r"phpsessid|jsessionid|aspsessionid\w*|asp\.net_sessionid|cfid|cftoken",
        why="the session of whoever read the listing",
    ),
    _Row(
        names=r"session_?id|sessid|phpsession|sid",
        values=r"(?=[^&]*\d)(?=[^&]*[a-zA-Z])[\w.!-]{20,}",
        why="the same; a session of a parliament has a shorter number",
    ),
)
_PATTERNS = tuple(
    (re.compile(row.names, re.IGNORECASE), re.compile(row.hosts), re.compile(row.values))
    for row in _TABLE
)
# Of servers that write the session into the path: `/a.jsp;jsessionid=0A1B`, `/(S(abc))/a.aspx`.
_IN_PATHS = re.compile(
    r";(?:jsessionid|phpsessid|sid)=[^/;?]*|/\((?:[AFSX]\([^()/]*\))+\)(?=/)", re.IGNORECASE
)


def path_without(path: str) -> str:
    """The path of an address without a session in it."""
    return _IN_PATHS.sub("", path)


def query_without(query: str, host: str) -> str:
    """The query without what names no document; what is kept stays as written, in its order."""
    return "&".join(part for part in query.split("&") if part and not _is_dropped(part, host))


def _is_dropped(part: str, host: str) -> bool:
    name, _, value = part.partition("=")
    return any(
        names.fullmatch(name)
        and (not hosts.pattern or hosts.fullmatch(host))
        and (not values.pattern or values.fullmatch(value))
        for names, hosts, values in _PATTERNS
    )
