"""A notice as Slack blocks.

Page text stands in rich text elements, which Slack shows as they are: struck through and bold
without markup, no mention, no link. What could still be taken for one is broken by an invisible
space, so that no reader of the blocks is fooled either.
"""

import re
from dataclasses import dataclass

from alerts.compose import marked
from alerts.headline import subject
from alerts.inert import cut
from alerts.notices import DigestNotice, Envelope, Notice
from alerts.passages import PassageView
from alerts.sections import BESIDE, Section, sections

BLOCKS = 50
BLOCK_TEXT = 3_000
MESSAGE_TEXT = 11_000  # Slack refuses some 13,000 as too long
PASSAGES = 5  # in a message that has no thread
QUOTED = 900  # characters of one passage
_STYLES = {"-": "strike", "+": "bold"}
_ACTIVE = re.compile(r"(?<=<)(?=[!@#])|(?<=@)(?=\w)|(?<=:)(?=//)", re.ASCII)

Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackMessage:
    """One message: `text` for notifications and, `plain`, for when the blocks are refused."""

    text: str
    plain: str
    blocks: list[Json]


def message(notice: Notice, envelope: Envelope, *, threaded: bool) -> SlackMessage:
    """The message people see in the channel; `threaded`: the rest follows in its thread."""
    parts = sections(notice, envelope)
    shown = 1 if threaded or isinstance(notice, DigestNotice) else PASSAGES
    found: list[Json] = []
    room, left_out = MESSAGE_TEXT, 0
    for part in parts:
        block = _overview(part, shown, threaded=threaded)
        if len(found) >= BLOCKS - 2 or _size(block) > room:
            left_out += 1
            continue
        room -= _size(block)
        found.append(block)
    if left_out:
        found.append(_rich(_section(_text(f"{left_out} more alerts left out: readout alerts"))))
    text = escaped(subject(notice))
    return SlackMessage(text=text, plain=_plain(text, parts), blocks=found)


def detail(notice: Notice, envelope: Envelope) -> tuple[list[Json], int]:
    """WAS and NOW of every passage that fits, for the thread, and how many are left out."""
    passages = [passage for part in sections(notice, envelope) for passage in part.passages]
    found: list[Json] = []
    room = MESSAGE_TEXT
    for passage in passages:
        block = _was_now(passage)
        if len(found) >= BLOCKS - 2 or _size(block) > room:
            break
        room -= _size(block)
        found.append(block)
    return found, len(passages) - len(found)


def escaped(text: str) -> str:
    """Text for a mrkdwn field: nothing in it is markup, a mention or a link."""
    return _entities(inert(text))


def _entities(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def inert(text: str) -> str:
    """Text in which mentions and links are broken by a space without width."""
    return _ACTIVE.sub("\u200b", text)


def _overview(part: Section, shown: int, *, threaded: bool) -> Json:
    """One alert: headline and source, the edits, how much more there is, when and how sure."""
    elements = [_section(_text(part.headline, "bold"), *_who(part))]
    room = BLOCK_TEXT - 1_200
    quoted = 0
    for passage in part.passages[:shown]:
        quote = _quote(passage)
        if quoted and _size(quote) > room:
            break
        room -= _size(quote)
        quoted += 1
        elements.append(quote)
    more = _more(len(part.passages) - quoted, threaded=threaded, part=part)
    said = [cut(text, 300) for text in part.paragraphs[:3]]
    said += [cut(text, 400) for text in (more, *_facts(part)) if text]
    last = [*_report(part), *_commands(part)]
    room = BLOCK_TEXT - 100 - sum(map(_size, [*elements, *last]))
    return _rich(*elements, _section(_text("\n".join(_fitting(said, room))), *last))


def _fitting(said: list[str], room: int) -> list[str]:
    """These lines; of those that set the text beside others as many as there is room for."""
    room -= sum(len(one) + 1 for one in said if not one.startswith(BESIDE))
    kept: list[str] = []
    left = 0
    for one in said:
        if one.startswith(BESIDE):
            room -= len(one) + 1
            left += room < 0
            if room < 0:
                continue
        kept.append(one)
    return [*kept, f"{left} more lines left out here: the last command says all"] if left else kept


def _report(part: Section) -> list[Json]:
    if part.report is None:
        return []
    return [_text("\nREPORT "), {"type": "link", "url": part.report, "text": part.report}]


def _commands(part: Section) -> list[Json]:
    """Our own words, to the character, since they are there to be copied."""
    commands: list[Json] = [_text("\nMORE")] if part.more else []
    for command in part.more:
        code: Json = {"type": "text", "text": command, "style": {"code": True}}
        commands += [_text(" "), code]
    return commands


def _who(part: Section) -> list[Json]:
    if not part.who:
        return []
    if part.url is None:
        return [_text(f" | {part.who}")]
    return [_text(" | "), {"type": "link", "url": part.url, "text": inert(part.who)}]


def _quote(passage: PassageView) -> Json:
    edits = [(op, cut(text, QUOTED // 3)) for op, text in passage.folded]
    kept: list[Json] = []
    room = QUOTED
    for op, text in edits or [("=", cut(passage.after or passage.before, QUOTED))]:
        if len(text) > room:
            kept.append(_text(" …"))
            break
        room -= len(text)
        kept.append(_text(text, _STYLES.get(op)))
    return {"type": "rich_text_quote", "elements": kept}


def _more(count: int, *, threaded: bool, part: Section) -> str:
    if threaded and part.passages:
        rest = f"+{count} more {'sentence' if count == 1 else 'sentences'} (" if count else "("
        return f"{rest}in thread, with WAS/NOW to copy)"
    if count > 0:
        noun = "sentence is" if count == 1 else "sentences are"
        return f"{count} more {noun} left out here: {part.more[0]}"
    return ""


def _facts(part: Section) -> list[str]:
    labels = dict.fromkeys(label for passage in part.passages for label in passage.labels)
    facts = " | ".join((*labels, part.when)) if part.when else " | ".join(labels)
    said = (f"{label} {text}" for label, text in (*part.facts, *part.witness))
    return [facts, part.summary, *said]


def _was_now(passage: PassageView) -> Json:
    head = cut(" | ".join((passage.ordinal, *passage.labels, passage.place)), 300)
    elements: list[Json] = []
    for label, text in (("WAS", passage.before), ("NOW", passage.after)):
        if text:
            named = label if elements else f"{head}\n{label}"
            copied: Json = {"type": "rich_text_preformatted", "elements": [_text(cut(text, 1_200))]}
            elements += [_section(_text(named, "bold")), copied]
    return _rich(*elements)


def _plain(text: str, parts: tuple[Section, ...]) -> str:
    said = [text]
    for part in parts[:10]:
        said += [escaped(cut(marked(passage.folded), QUOTED)) for passage in part.passages[:3]]
        said += [escaped(fact) for fact in (*part.paragraphs[:3], *_facts(part)) if fact]
        said += [f"REPORT {_entities(part.report)}"] if part.report else []
        said += [_entities(" | ".join(part.more))] if part.more else []
        left_out = len(part.passages) - 3
        if left_out > 0:
            said.append(f"{left_out} more passages left out here.")
    return cut("\n".join(said), BLOCK_TEXT)


def _rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def _section(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


def _text(text: str, style: str | None = None) -> Json:
    element: Json = {"type": "text", "text": inert(text) or " "}
    return {**element, "style": {style: True}} if style else element


def _size(node: object) -> int:
    """Characters of all texts in a block."""
    match node:
        case {"text": str(text)}:
            return len(text)
        case {"elements": list(elements)}:
            return sum(map(_size, elements))
        case _:
            return 0
