"""What to do about a source that cannot be read."""

import re

from storage.model import State

_TOO_LARGE = re.compile(r"more than [0-9.,]+ (?:[kMG]?B|bytes)$")

_OF_STATE: dict[State | None, str] = {
    "flapping": "readout log {slug} shows its texts; what it settles on is told by itself",
    "replaced": "find the text's new address and change url of {key} in sources.yaml; to watch "
    "what stands there now, give the source a new id",
    "withdrawn": "the last text is kept: readout show {slug}; remove the source if that is all",
}
_NEVER_READ = "no text of it was read; remove the source if it was withdrawn for good"

_BLOCKED = (
    "the site refuses programs from here: via: [direct, wayback] of {key} in sources.yaml has an "
    "archive's captures watched; readout import keeps what you save by hand"
)
_BLOCKED_ARCHIVE = (
    "the site refuses programs from here, and an archive comes late: read it by hand; "
    "readout import keeps what you save"
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
) -> str:
    """One piece of advice for a verdict and its reason; `slug` is the source's id.

    `read_before`: whether it was ever read well, so that only the page can have changed.
    `state`: what watching it has come to. `archive`: whether an archive is watched meanwhile.
    `led_by`: what of sources.yaml led to it, where it does not stand there itself.
    """
    key = slug if led_by is None else f"the document of {led_by}"
    known = _OF_STATE.get(state)
    if led_by is not None and (verdict == "gone" or state in {"replaced", "withdrawn"}):
        return (_FOUND_GONE if read_before else _FOUND_NEVER_READ).format(slug=slug, by=led_by)
    if state == "withdrawn" and not read_before:
        return _NEVER_READ
    if verdict == "blocked" and not known:
        return _BLOCKED_ARCHIVE if archive else _BLOCKED.format(key=key)
    if known:
        return known.format(slug=slug, key=key)
    return _of_verdict(verdict, key, reason, read_before)


def _of_verdict(verdict: str, key: str, reason: str | None, read_before: bool) -> str:  # noqa: FBT001
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
