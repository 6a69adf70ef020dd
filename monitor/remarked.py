"""What a remark says, in words. Pure."""

from alerts.inert import one_line
from storage.model import Remark


def said(remark: Remark) -> str:  # noqa: C901, PLR0911 - one a kind
    """`its link left press`, on one line and inert."""
    before, after = one_line(remark.before or "none"), one_line(remark.after or "none")
    match remark.kind:
        case "retitled":
            return f'called "{after}" in its listing, "{before}" before'
        case "redated":
            return f"dated {after} in its listing, {before} before"
        case "unlisted":
            return f"its link left {before}, while its page answered"
        case "listed":
            return f"its link is in {after} again"
        case "relinked":
            return f"a link leads to {after}, to {before} before, under the same words"
        case "moved":
            return f"moved from {before} to {after}, with the same words"
        case "canonical":
            return f"the page calls {after} its own address"
        case "silent":
            return after
        case "noted":
            return f'the page says, its text as it was: "{after}"'
        case "gone":
            return f"not there when the archive read it ({before}): {after}"
