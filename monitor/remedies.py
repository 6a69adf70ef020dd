"""What to do about a source that cannot be read."""

import re

from storage.model import State

_TOO_LARGE = re.compile(r"more than [0-9.,]+ (?:[kMG]?B|bytes)$")

_OF_STATE: dict[State | None, str] = {
    "flapping": "readout log {slug} shows its texts; what it settles on is told by itself",
    "replaced": "find the text's new address and change url of {slug} in sources.yaml; to watch "
    "what stands there now, give the source a new id",
    "withdrawn": "the last text is kept: readout show {slug}; remove the source if that is all",
}

_BLOCKED = (
    "the site refuses programs from here: via: [direct, wayback] of {slug} in sources.yaml has an "
    "archive's captures watched; readout import keeps what you save by hand"
)
_BLOCKED_ARCHIVE = (
    "the site refuses programs from here, and an archive comes late: read it by hand; "
    "readout import keeps what you save"
)


def remedy(
    verdict: str,
    slug: str,
    reason: str | None = None,
    *,
    read_before: bool = True,
    state: State | None = None,
    archive: bool = False,
) -> str:
    """One piece of advice for a verdict and its reason; `slug` is the source's id.

    `read_before`: whether it was ever read well, so that only the page can have changed.
    `state`: what watching it has come to. `archive`: whether an archive is watched meanwhile.
    """
    known = _OF_STATE.get(state)
    if verdict == "blocked" and not known:
        return _BLOCKED_ARCHIVE if archive else _BLOCKED.format(slug=slug)
    return known.format(slug=slug) if known else _of_verdict(verdict, slug, reason, read_before)


def _of_verdict(verdict: str, slug: str, reason: str | None, read_before: bool) -> str:  # noqa: FBT001
    match verdict:
        case "failed" | "truncated" if _TOO_LARGE.search(reason or ""):
            return f"raise max_size of {slug} in sources.yaml"
        case "gone":
            return f"find its new address and change url of {slug} in sources.yaml"
        case "empty" if not read_before:
            return f"readout extract URL shows what is read; name the text with select of {slug}"
        case "empty":
            return f"if the page was rebuilt: readout extract URL, then mend select of {slug}"
        case _ if "allow_private" in (reason or ""):
            then = f"if it is meant to be inside: allow_private: true for {slug} in sources.yaml"
        case _:
            then = f"tried again at its pace; does a browser open the url of {slug} from here?"
    return then
