"""What to do about a source that cannot be read."""

import re

from storage.model import SEEN, SourceKind, State

_TOO_LARGE = re.compile(r"more than [0-9.,]+ (?:[kMG]?B|bytes)$")

_OF_STATE: dict[State | None, str] = {
    "flapping": "readout log {slug} shows its texts; what it settles on is told by itself",
    "replaced": "find the text's new address and change url of {key} in sources.yaml; to watch "
    "what stands there now, give the source a new id",
    "withdrawn": "the last text is kept: readout show {slug}; remove the source if that is all",
}
_STANDS = "its text still stands there and is compared on; remove the source if you need it no more"
_NEVER_READ = "no text of it was read; remove the source if it was withdrawn for good"

_BLOCKED = (
    "the site refuses programs from here: via: [direct, wayback] of {key} in sources.yaml has an "
    "archive's captures watched; readout import keeps what you save by hand"
)
_BLOCKED_ARCHIVE = (
    "the site refuses programs from here, and an archive comes late: read it by hand; "
    "readout import keeps what you save"
)
_BY_ARCHIVE = ("the archive ", "in the archive's capture ")  # its reasons, where it alone is asked
_FROM_ARCHIVE = (
    "an archive is asked for it and not the site, again at its pace; readout import keeps what you "
    "save by hand"
)
_FURTHER_GONE = (
    "what is known of its documents is watched on; if {by} moved as a whole, change its url in "
    "sources.yaml"
)
_ANOTHER = re.compile(r"^the (?:feed|sitemap|body) |^an? .+ where .+ was before$")  # of a listing
_NO_LIST = (
    "what it answers cannot be read as its list: readout doctor --live shows what; if that lasts, "
    "look for its new feed or page and change url of {key} in sources.yaml"
)
_FOUND_GONE = (
    "the last text is kept: readout show {slug}; where {by} leads to the same text elsewhere, it "
    "is followed there"
)
_FOUND_NEVER_READ = (
    "no text of it was read; it is looked at again at its pace, and told once it is there; where "
    "{by} leads to it elsewhere, it is followed there"
)


def remedy(
    verdict: str,
    slug: str,
    reason: str | None = None,
    *,
    read_before: bool = True,
    state: State | None = None,
    archive: bool = False,
    led_by: str | None = None,
    kind: SourceKind = "source",
) -> str:
    """One piece of advice for a verdict and its reason; `slug` is the source's id.

    `read_before`: whether it was ever read well, so that only the page can have changed.
    `state`: what watching it has come to. `archive`: whether an archive is watched meanwhile.
    `led_by`: what of sources.yaml led to it, where it does not stand there itself. `kind`: whether
    it is a listing, which has links and no text.
    """
    if kind == "listing":
        return _of_listing(verdict, led_by or slug, reason, archive=archive, led_by=led_by)
    key = slug if led_by is None else f"the document of {led_by}"
    if state == "withdrawn" and verdict in SEEN:
        return _STANDS
    found_gone = led_by is not None and (verdict == "gone" or state in {"replaced", "withdrawn"})
    if found_gone:
        then = _FOUND_GONE if read_before else _FOUND_NEVER_READ
    elif state == "withdrawn" and not read_before:
        then = _NEVER_READ
    elif state in _OF_STATE:
        then = _OF_STATE[state]
    elif _is_archives(verdict, reason):
        then = _FROM_ARCHIVE
    elif verdict == "blocked":
        then = _BLOCKED_ARCHIVE if archive else _BLOCKED
    else:
        return _of_verdict(verdict, key, reason, read_before=read_before)
    return then.format(slug=slug, key=key, by=led_by)


def _is_archives(verdict: str, reason: str | None) -> bool:
    """Whether it is the archive that cannot be read, or what it has: no browser helps there."""
    unread = verdict in {"blocked", "failed", "truncated"}
    return unread and (reason or "").startswith(_BY_ARCHIVE)


def _of_listing(
    verdict: str, key: str, reason: str | None, *, archive: bool, led_by: str | None
) -> str:
    """`key`: the listing of sources.yaml, which gives its further pages their keys."""
    why = reason or ""
    if led_by is not None and verdict == "gone":
        then = _FURTHER_GONE
    elif _is_archives(verdict, reason):
        then = _FROM_ARCHIVE
    elif verdict == "blocked":
        then = _BLOCKED_ARCHIVE if archive else _BLOCKED
    elif _TOO_LARGE.search(why):
        then = "raise max_size of {key} in sources.yaml"
    elif " CSS selector" in why or (verdict == "empty" and "link" in why):
        then = "mend links of {key}: readout add URL --as listing finds them"
    elif why.startswith("match "):
        then = "mend match of {key} in sources.yaml"
    elif verdict in {"empty", "truncated"} or _ANOTHER.search(why):
        then = _NO_LIST
    else:
        return _of_verdict(verdict, key, reason, read_before=True)
    return then.format(key=key, by=led_by)


def _of_verdict(verdict: str, key: str, reason: str | None, *, read_before: bool) -> str:
    """`key`: whose keys in sources.yaml say how it is read."""
    match verdict:
        case "failed" | "truncated" if _TOO_LARGE.search(reason or ""):
            return f"raise max_size of {key} in sources.yaml"
        case "gone":
            return f"find its new address and change url of {key} in sources.yaml"
        case "empty" if not read_before:
            return f"readout extract URL shows what is read; name the text with select of {key}"
        case "empty":
            return f"if the page was rebuilt: readout extract URL, then mend select of {key}"
        case _ if "allow_private" in (reason or ""):
            then = f"if it is meant to be inside: allow_private: true for {key} in sources.yaml"
        case _:
            then = f"tried again at its pace; does a browser open the url of {key} from here?"
    return then
