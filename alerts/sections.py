"""A notice as the sections of a message: what is said, in order, before it is set in any form."""

from collections.abc import Sequence
from dataclasses import dataclass

from alerts import archive, pages, search, sentences, siblings, states, when
from alerts.headline import belongs_to, headline
from alerts.inert import cut, cut_front, lines, one_line, part_of_line, web_address
from alerts.notices import (
    ChangeNotice,
    DigestNotice,
    Envelope,
    GroupNotice,
    NewNotice,
    Notice,
    OperatorNotice,
    SampleNotice,
    StateNotice,
)
from storage.model import EditOp, Passage

BESIDE = "SET BESIDE"
WITNESS = "keep this message: it is a witness"
BEFORE, BETWEEN, AFTER = 110, 160, 60  # characters of unchanged text shown around the edits

Edits = tuple[tuple[EditOp, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageView:
    """One passage, every text of it on one line and inert."""

    ordinal: str
    labels: tuple[str, ...]
    place: str
    edits: Edits  # whole
    folded: Edits  # unchanged stretches shortened
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One alert: `facts` and `more` are label and text, and commands that show more."""

    headline: str
    who: str
    summary: str = ""
    when: str = ""
    passages: tuple[PassageView, ...] = ()
    left_out: int = 0
    paragraphs: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    url: str | None = None
    report: str | None = None  # the address of its page in the published report
    witness: tuple[tuple[str, str], ...] = ()
    heads: tuple[str, ...] = ()  # of the chains of many sources, where the witness is their root
    more: tuple[str, ...] = ()


def sections(notice: Notice, envelope: Envelope) -> tuple[Section, ...]:  # noqa: PLR0911 - one a kind
    """What the notice says, one section an alert."""
    match notice:
        case ChangeNotice():
            return (_change(notice, envelope),)
        case NewNotice():
            return (_new(notice, envelope),)
        case StateNotice():
            return (_state(notice, envelope),)
        case OperatorNotice():
            return (_heartbeat(notice) if notice.heartbeat else _machine(notice),)
        case GroupNotice():
            return (_group(notice, envelope),)
        case DigestNotice():
            return tuple(part for member in notice.members for part in sections(member, envelope))
        case SampleNotice():
            return (_sample(notice),)


def _change(notice: ChangeNotice, envelope: Envelope) -> Section:
    shown = sentences.wording(notice)
    slug, old, new = notice.source.slug, notice.from_number, notice.to_number
    return Section(
        headline=headline(notice),
        who=belongs_to(notice),
        summary=sentences.summary(notice),
        when=sentences.seen_between(notice, envelope),
        passages=_passages(shown, notice, notice.term_counts),
        facts=_change_facts(notice, envelope),
        url=web_address(notice.source.url),
        report=_report(envelope, pages.of_change(slug, old, new)),
        witness=_witness(notice.capture_sha256, notice.chain_head),
        more=(
            f"readout diff {slug} {old} {new}",
            f"readout show {slug}@{old}",
            f"readout log {slug}",
            *search.commands(notice.passages),
            f"readout proof {slug} {old} {new}",
        ),
    )


def _passages(
    shown: Sequence[Passage],
    notice: ChangeNotice | NewNotice,
    term_counts: Sequence[tuple[str, int, int]],
) -> tuple[PassageView, ...]:
    raised = dict(zip(notice.passages, notice.evidence, strict=False))
    return tuple(
        _passage(
            passage,
            f"{place}/{len(shown)}",
            sentences.labels(passage, term_counts, raised.get(passage, ())),
        )
        for place, passage in enumerate(shown, start=1)
    )


def _change_facts(notice: ChangeNotice, envelope: Envelope) -> tuple[tuple[str, str], ...]:
    facts = _archive_facts(notice.archive)
    if notice.phrase_history:
        facts.append(("THIS PHRASE", ", ".join(map(one_line, notice.phrase_history))))
    if notice.often:
        said = f"if it is a counter or a teaser: {', '.join(map(one_line, notice.often))}"
        facts.append(("CHANGES OFTEN", said))
    noted = notice.typographic_count
    if noted and notice.change == "wording":
        noun = "typographic difference" + ("" if noted == 1 else "s")
        facts.append(("NOT TOLD", f"{noted} {noun}"))
    return (*facts, *_statement(notice, envelope))


def _statement(
    notice: ChangeNotice | NewNotice | StateNotice, envelope: Envelope
) -> tuple[tuple[str, str], ...]:
    """What of the same statement cannot be seen, and what its other texts did."""
    facts = []
    if notice.unseen:
        facts.append(("NOT SEEN NOW", " ".join(map(one_line, notice.unseen))))
    own = notice.source.language if notice.source else None
    beside = siblings.said(
        notice.siblings, own, envelope.fixed_at, envelope.timezone, about=_told(notice)
    )
    if beside:
        facts.append(("SAME STATEMENT", " ".join(beside)))
    return tuple(facts)


def _told(notice: ChangeNotice | NewNotice | StateNotice) -> siblings.Told:
    match notice:
        case ChangeNotice():
            return "change"
        case NewNotice():
            return "new"
        case StateNotice():
            return "state"


def _new(notice: NewNotice, envelope: Envelope) -> Section:
    slug = notice.source.slug
    number = "" if notice.number is None else f"@{notice.number}"
    return Section(
        headline=headline(notice),
        who=belongs_to(notice),
        summary=_arrival(notice),
        when=sentences.first_seen(notice, envelope),
        passages=_passages(notice.passages, notice, notice.changed_terms),
        paragraphs=_paragraphs(notice.excerpt),
        facts=(*_new_facts(notice), *_statement(notice, envelope)),
        url=web_address(notice.source.url),
        report=_report(envelope, pages.of_source(slug)),
        witness=_witness(notice.capture_sha256, notice.chain_head),
        more=(
            f"readout show {slug}{number}" if number else f"readout status {slug}",
            *_more_replaced(notice),
            *_more_beside(notice),
        ),
    )


def _more_replaced(notice: NewNotice) -> tuple[str, ...]:
    """The command that sets a document beside the one that it replaced."""
    if notice.number is None or notice.replaced_number is None:
        return ()
    replaced = f"{one_line(notice.replaces or '')}@{notice.replaced_number}"
    return (f"readout compare {replaced} {notice.source.slug}@{notice.number}",)


def _arrival(notice: NewNotice) -> str:
    """`New document, 412 words, found in mofa-press. | TERM "Taiwan" 2`."""
    parts = ["New document"]
    if notice.number is None:
        parts.append(f"NOT READ ({one_line(notice.reason or notice.verdict)})")
    else:
        unit = "character" if notice.unparted else "word"
        parts.append(f"{notice.word_count} {unit}{'' if notice.word_count == 1 else 's'}")
    if notice.published:
        parts.append(f"dated {one_line(when.page_date(notice.published) or '')} by the page")
    elif notice.listed:
        parts.append(f"dated {one_line(when.page_date(notice.listed) or '')} by its listing")
    if notice.attached_to:
        parts.append(f"attached to {one_line(notice.attached_to)}")
    elif notice.found_by:
        parts.append(f"found in {one_line(notice.found_by)}")
    if notice.passages:
        parts.append(
            f"in place of {one_line(notice.replaces or '')}@{notice.replaced_number} "
            f"({notice.beside_replaced})"
        )
    said = ", ".join(parts) + "."
    if notice.archive is not None:
        said += f" {archive.sight(notice.archive)}"
    counts = (f'TERM "{one_line(name)}" {count}' for name, count in notice.term_counts)
    return " | ".join((said, *counts))


def _archive_facts(seen: archive.ArchiveView | None) -> list[tuple[str, str]]:
    memento = None if seen is None else seen.memento
    return [] if memento is None else [("ARCHIVE", one_line(memento))]


def _new_facts(notice: NewNotice) -> tuple[tuple[str, str], ...]:
    facts = _archive_facts(notice.archive)
    if notice.replaces:
        said = f"its link stands where that of {one_line(notice.replaces)} stood, in the same words"
        if notice.beside_replaced:
            said += f"; beside @{notice.replaced_number} of that: {notice.beside_replaced}"
        facts.append(("REPLACES", said))
    if notice.taken_for:
        facts.append(("STATEMENT", _taken_for(notice.source.slug, *notice.taken_for)))
    return (*facts, *_beside(notice.set_beside))


def _taken_for(slug: str, statement: str, other: str, why: str) -> str:
    """That nobody said so, on what it rests, and how it is corrected."""
    return one_line(
        f"taken for one of {statement}, with {other}, by {why}; "
        f"readout statement {slug} NAME corrects it, --none takes it out"
    )


def _beside(said: Sequence[str]) -> list[tuple[str, str]]:
    return [(BESIDE, one_line(one)) for one in said]


def _more_beside(notice: NewNotice | StateNotice) -> tuple[str, ...]:
    """The command that sets a text beside the others of its statement again."""
    if not notice.set_beside or notice.source is None:
        return ()
    return (f"readout statement {notice.source.slug}",)


def _state(notice: StateNotice, envelope: Envelope) -> Section:
    slug, shown = notice.source.slug if notice.source else None, notice.passages
    return Section(
        headline=headline(notice),
        who=belongs_to(notice),
        summary=states.summary(notice),
        when=sentences.since(notice, envelope),
        passages=tuple(
            _passage(passage, f"{place}/{len(shown)}", ())
            for place, passage in enumerate(shown, start=1)
        ),
        paragraphs=_last_text(notice.excerpt),
        facts=(
            *states.facts(notice),
            *_beside(notice.set_beside),
            *_statement(notice, envelope),
        ),
        url=web_address(notice.source.url) if notice.source else None,
        report=_report(envelope, pages.of_source(slug)) if slug else None,
        witness=(("CHAIN HEAD", notice.chain_head),) if notice.chain_head else (),
        more=(
            (f"readout status {slug}", f"readout log {slug}", *_more_beside(notice))
            if slug
            else ("readout status",)
        ),
    )


def _group(notice: GroupNotice, envelope: Envelope) -> Section:
    first = notice.members[0]
    return Section(
        headline=headline(notice),
        who=belongs_to(notice),
        summary=states.group_summary(notice),
        when=sentences.since(min(notice.members, key=lambda one: one.since), envelope),
        paragraphs=states.group_lines(notice),
        facts=(("WHAT TO DO", one_line(first.remedy)),) if first.remedy else (),
        witness=(("ROOT", notice.root),) if notice.root else (),
        heads=states.group_heads(notice),
        more=("readout status",),
    )


def _last_text(excerpt: str | None) -> tuple[str, ...]:
    return ("The last text begins:", *_paragraphs(excerpt)) if excerpt else ()


def _machine(notice: OperatorNotice) -> Section:
    said = tuple(map(one_line, notice.lines))
    return Section(headline=headline(notice), who="", paragraphs=said)


def _heartbeat(notice: OperatorNotice) -> Section:
    summary, *lines = notice.lines
    labelled = (line.partition("  ") for line in lines)
    return Section(
        headline=headline(notice),
        who="",
        summary=one_line(summary),
        facts=tuple((one_line(label), one_line(text)) for label, _, text in labelled),
        witness=(("ROOT", notice.root),) if notice.root else (),
        more=("readout status", "readout verify"),
    )


def _sample(notice: SampleNotice) -> Section:
    edits: Edits = (("=", "The two sides "), ("-", "oppose"), ("+", "do not support"))
    passage = Passage(
        kind="changed", change="wording", before="The two sides oppose it.",
        after="The two sides do not support it.", edits=(*edits, ("=", " it.")),
        flags=("negation",), section=None, paragraph=1,
    )  # fmt: skip
    return Section(
        headline=headline(notice),
        who="",
        summary="This channel works. A changed sentence will look like this one, made up for it:",
        passages=(_passage(passage, "1/1", ("NEGATION ADDED",)),),
        more=("readout alerts",),
    )


def _passage(passage: Passage, ordinal: str, labels: tuple[str, ...]) -> PassageView:
    edits = tuple((op, part_of_line(text)) for op, text in passage.edits)
    return PassageView(
        ordinal=ordinal,
        labels=labels,
        place=sentences.place(passage),
        edits=edits,
        folded=folded(edits),
        before=one_line(passage.before),
        after=one_line(passage.after),
    )


def folded(edits: Edits) -> Edits:
    """The edits with long unchanged stretches shortened to what stands next to a change."""
    last = len(edits) - 1
    return tuple(
        (op, text if op != "=" else _fold(text, first=place == 0, last=place == last))
        for place, (op, text) in enumerate(edits)
    )


def _fold(text: str, *, first: bool, last: bool) -> str:
    if first and last:
        return cut(text, BEFORE + AFTER)
    if first:
        return cut_front(text, BEFORE)
    if last:
        return cut(text, AFTER)
    if len(text) <= BETWEEN:
        return text
    return f"{cut(text, BETWEEN // 2)} {cut_front(text, BETWEEN // 2)}"


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(filter(None, lines(text).split("\n\n")))


def _witness(capture_sha256: str | None, chain_head: str) -> tuple[tuple[str, str], ...]:
    capture = (("CAPTURE", f"sha256 {capture_sha256}"),) if capture_sha256 else ()
    return (*capture, ("CHAIN HEAD", chain_head))


def _report(envelope: Envelope, page: str) -> str | None:
    if envelope.report_url is None:
        return None
    return pages.address(one_line(envelope.report_url), page)
