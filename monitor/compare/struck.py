"""What is struck out: it is read by nobody as if it stood, nor by the rules of flags."""

import re

_MARK = "~~"
_STRUCK = re.compile(r"~~(?:[^~]|~(?!~))*~~")


def out(folded: str) -> str:
    """A folded text with what is struck out in it blanked, every other character at its place.

    A sentence may hold one end of it alone: then it is struck from its beginning, or to its end.
    """
    if _MARK not in folded:
        return folded
    text = _STRUCK.sub(lambda one: "\n" * len(one[0]), folded)
    head, mark, tail = text.partition(_MARK)
    if not mark:
        return text
    opens = not head or head[-1].isspace()
    if opens:
        return head + "\n" * (len(mark) + len(tail))
    return "\n" * (len(head) + len(mark)) + tail
