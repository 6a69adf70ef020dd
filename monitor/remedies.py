"""What to do about a source that cannot be read."""

import re

_TOO_LARGE = re.compile(r"more than [0-9.,]+ (?:[kMG]?B|bytes)$")


def remedy(verdict: str, slug: str, reason: str | None = None, *, read_before: bool = True) -> str:
    """One piece of advice for a verdict and its reason; `slug` is the source's id.

    `read_before`: whether it was ever read well, so that only the page can have changed.
    """
    match verdict:
        case "failed" | "truncated" if _TOO_LARGE.search(reason or ""):
            return f"raise max_size of {slug} in sources.yaml"
        case "blocked":
            return (
                "the site refuses programs from here: read it by hand, or watch it from elsewhere"
            )
        case "gone":
            return f"find its new address and change url of {slug} in sources.yaml"
        case "empty" if not read_before:
            return f"readout extract URL shows what is read; name the text with select of {slug}"
        case "empty":
            return f"if the page was rebuilt: readout extract URL, then mend select of {slug}"
        case _:
            return f"tried again at its pace; does a browser open the url of {slug} from here?"
