"""A notice as the sections of a message: what is said, in order, before it is set in any form."""

from collections.abc import Sequence
from dataclasses import dataclass

from alerts import archive, documents, pages, passages, search, sentences, siblings, states
from alerts.headline import belongs_to, headline
from alerts.inert import isolated, lines, one_line, web_address
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
from alerts.passages import Edits, PassageView
from storage.model import Passage

BESIDE = "SET BESIDE"
WITNESS = "keep this message: it is a witness"


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
        who=isolated(belongs_to(notice)),
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
        passages.view(
            passage,
            f"{place}/{len(shown)}",
            sentences.labels(passage, term_counts, raised.get(passage, ())),
        )
        for place, passage in enumerate(shown, start=1)
    )


def _change_facts(notice: ChangeNotice, envelope: Envelope) -> tuple[tuple[str, str], ...]:
    facts = archive.facts(notice.archive)
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
        who=isolated(belongs_to(notice)),
        summary=documents.summary(notice),
        when=sentences.first_seen(notice, envelope),
        passages=_passages(notice.passages, notice, notice.changed_terms),
        paragraphs=_paragraphs(notice.excerpt),
        facts=(
            *documents.facts(notice),
            *_beside(notice.set_beside),
            *_statement(notice, envelope),
        ),
        url=web_address(notice.source.url),
        report=_report(envelope, pages.of_source(slug)),
        witness=_witness(notice.capture_sha256, notice.chain_head),
        more=(
            f"readout show {slug}{number}" if number else f"readout status {slug}",
            *documents.comparing(notice),
            *_more_beside(notice),
        ),
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
        who=isolated(belongs_to(notice)),
        summary=states.summary(notice),
        when=sentences.since(notice, envelope),
        passages=tuple(
            passages.view(passage, f"{place}/{len(shown)}", ())
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
        who=isolated(belongs_to(notice)),
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
        passages=(passages.view(passage, "1/1", ("NEGATION ADDED",)),),
        more=("readout alerts",),
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(filter(None, lines(text).split("\n\n")))


def _witness(capture_sha256: str | None, chain_head: str) -> tuple[tuple[str, str], ...]:
    capture = (("CAPTURE", f"sha256 {capture_sha256}"),) if capture_sha256 else ()
    return (*capture, ("CHAIN HEAD", chain_head))


def _report(envelope: Envelope, page: str) -> str | None:
    if envelope.report_url is None:
        return None
    return pages.address(one_line(envelope.report_url), page)
