from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from alerts.headline import HEADLINE, headline, passage_headline, subject
from alerts.notices import ChangeNotice, DigestNotice, NewNotice, SourceCard, StateNotice
from storage.model import EditOp, Passage

AT = datetime(2025, 2, 13, 14, 25, tzinfo=UTC)
Edits = tuple[tuple[EditOp, str], ...]

CASES: list[tuple[str, tuple[str, ...], Edits]] = [
    (
        '"opposed" → "support"',
        (),
        (("=", "We "), ("-", "opposed"), ("+", "support"), ("=", " it.")),
    ),
    (
        'REMOVED "we do not support the separation of the Isles"',
        ("negation",),
        (
            ("=", "We oppose any change to the treaty"),
            ("-", "; we do not support the separation of the Isles; and we"),
            ("+", ". We"),
            ("=", " expect talks."),
        ),
    ),
    (
        'ADDED "without delay and in full"',
        (),
        (("=", "They will act"), ("+", " without delay and in full"), ("=", ".")),
    ),
    (
        '"will not join" → "will join"',
        ("negation",),
        (("=", "They will "), ("-", "not "), ("=", "join.")),
    ),
    (
        '"2,000 ships" → "20,000 ships"',
        ("number",),
        (("=", "some "), ("-", "2,000"), ("+", "20,000"), ("=", " ships.")),
    ),
    (
        '"1兆円" → "2兆円"',
        ("number",),
        (("=", "予算は"), ("-", "1"), ("+", "2"), ("=", "兆円とする。")),
    ),
    ('"反対" → "支持"', (), (("=", "両国は"), ("-", "反対"), ("+", "支持"), ("=", "する。"))),
    (
        '"支持する" → "支持しない"',
        ("negation",),
        (("=", "独立を支持"), ("-", "する"), ("+", "しない"), ("=", "。")),
    ),
    ('"fish, and" → "fish and"', (), (("=", "bread, fish"), ("-", ","), ("=", " and wine"))),
]


@pytest.mark.parametrize(("expected", "flags", "edits"), CASES)
def test_the_words_that_changed_come_first(
    expected: str, flags: tuple[str, ...], edits: Edits, passage: Callable[..., Passage]
) -> None:
    assert passage_headline(passage(*edits, flags=flags)) == expected


def test_a_negation_outweighs_a_longer_edit(passage: Callable[..., Passage]) -> None:
    edits: Edits = (
        ("=", "The "),
        ("-", "very distinguished foreign"),
        ("+", "visiting"),
        ("=", " guests will "),
        ("-", "not "),
        ("=", "sign."),
    )
    assert passage_headline(passage(*edits, flags=("negation",))) == '"will not sign" → "will sign"'
    assert passage_headline(passage(*edits)) == '"very distinguished foreign" → "visiting"'


def test_the_clause_with_the_flagged_words_comes_before_a_longer_one(
    passage: Callable[..., Passage], change: Callable[..., ChangeNotice]
) -> None:
    edits: Edits = (
        ("=", "We oppose any change"),
        (
            "-",
            "; we do not support the Isles; and we expect every difference to be settled in talks",
        ),
        ("=", "."),
    )
    one = passage(*edits, flags=("negation", "expect"))
    evidence = (("negation", "removed", "not"), ("expect", "", "do not support the Isles"))
    said = headline(change(one, evidence=(evidence,)))
    assert said == 'REMOVED "we do not support the Isles"'
    assert headline(change(one)).startswith('REMOVED "and we expect every difference')


def test_whole_sentences(passage: Callable[..., Passage]) -> None:
    added = passage(("+", "They met."), kind="added")
    removed = passage(("-", "They met."), kind="removed")
    moved = passage(("=", "They met."), kind="moved")
    assert passage_headline(added) == 'ADDED "They met."'
    assert passage_headline(removed) == 'REMOVED "They met."'
    assert passage_headline(moved) == 'MOVED "They met."'
    touched = passage(
        ("=", "They will "), ("+", "not "), ("=", "meet."), kind="moved", flags=("negation",)
    )
    assert "not" in passage_headline(touched)


def test_long_words_are_cut_at_a_word(
    passage: Callable[..., Passage], change: Callable[..., ChangeNotice]
) -> None:
    long = passage(("-", "word " * 100), kind="removed")
    said = headline(change(long))
    assert len(said) <= HEADLINE
    assert said.startswith('REMOVED "word word')
    assert said.endswith('word…"')


def test_who_said_it_in_which_text(
    change: Callable[..., ChangeNotice], source: Callable[..., SourceCard]
) -> None:
    assert subject(change()) == (
        '"oppose" → "welcome" | Lorvania Foreign Office: Joint Statement on the Harbor'
    )
    nameless = change(source=source(publisher=None), confirmed=False)
    assert subject(nameless) == (
        '"oppose" → "welcome" | Joint Statement on the Harbor | unconfirmed'
    )
    long = subject(change(source=source(name="n" * 900)))
    assert len(long) <= HEADLINE
    assert long.startswith('"oppose" → "welcome" | Lorvania Foreign Office: nnn')


def test_a_subject_is_one_line_whatever_the_page_says(
    passage: Callable[..., Passage],
    change: Callable[..., ChangeNotice],
    source: Callable[..., SourceCard],
) -> None:
    hostile = passage(("-", "a\r\nBcc: all@example.org\x1b[31m\u202eflip\x00"), kind="removed")
    said = subject(change(hostile, source=source(name="x\r\n\r\nbody", publisher="p\u2028q")))
    assert said == (
        'REMOVED "a Bcc: all@example.org⟦U+001B⟧[31m⟦U+202E⟧flip⟦U+0000⟧" | p q: x body'
    )


def test_states_and_new_documents(
    source: Callable[..., SourceCard], passage: Callable[..., Passage]
) -> None:
    state = StateNotice(
        alert_id=1, source=source(), state="broken", verdict="blocked", reason="403 to programs",
        since=AT, last_good=None, last_version=None, remedy=None,
    )  # fmt: skip
    assert headline(state) == "NOT SEEN: 403 to programs"
    new = NewNotice(
        alert_id=2, source=source(), number=1, title="A Toast", excerpt="", word_count=2,
        first_seen=AT, capture_sha256="", chain_head="",
    )  # fmt: skip
    assert headline(new) == 'NEW "A Toast"'
    lone = replace(new, source=replace(new.source, publisher=None, name="A Toast"))
    host = urlsplit(lone.source.url).hostname
    assert subject(lone) == f'NEW "A Toast" | {host}'
    assert subject(replace(lone, found_by="press")) == 'NEW "A Toast" | press'
    instead = replace(new, replaces="toast", passages=(passage(("-", "oppose"), ("+", "support")),))
    assert headline(instead) == 'NEW INSTEAD: "oppose" → "support"'
    assert subject(replace(instead, source=lone.source)).endswith(" | A Toast"), "and not its host"
    assert headline(replace(instead, passages=())) == 'NEW "A Toast"'
    digest = DigestNotice(members=(state, new, new))
    assert headline(digest) == "2 new documents, 1 state"
    assert subject(digest) == (
        'NEW "A Toast" +2 more | Lorvania Foreign Office: Joint Statement on the Harbor'
    )


@pytest.mark.parametrize("confirmed", [True, False])
@pytest.mark.parametrize("kind", ["removed", "changed"])
def test_a_subject_keeps_its_length_and_says_words_and_who(
    passage: Callable[..., Passage],
    change: Callable[..., ChangeNotice],
    source: Callable[..., SourceCard],
    kind: str,
    *,
    confirmed: bool,
) -> None:
    went, came = "They will never close the harbour. " * 9, "They may close the harbour. " * 9
    edits = [("-", went), ("+", came)] if kind == "changed" else [("-", went)]
    long = source(publisher="Department of External Affairs of Lorvania", name="Readout " * 9)
    said = subject(change(passage(*edits, kind=kind), source=long, confirmed=confirmed))
    assert len(said) <= HEADLINE
    words, who = said.split(" | ")[:2]
    assert "They will never close" in words
    assert words.endswith('…"')
    assert who == "Department of External Affairs of…"
    assert said.endswith(" | unconfirmed") != confirmed


def test_a_digest_names_its_most_telling_words_first(
    passage: Callable[..., Passage],
    change: Callable[..., ChangeNotice],
    source: Callable[..., SourceCard],
) -> None:
    ships = passage(("-", "2,000"), ("+", "20,000"), ("=", " ships"), flags=("number",))
    plain = change(flags=(), source=source(publisher=None, name="Note 0"))
    telling = change(ships, flags=("number",), source=source(publisher=None, name="Note 1"))
    said = subject(DigestNotice(members=(plain, telling, plain)))
    assert said == '"2,000 ships" → "20,000 ships" +2 more | Note 0, Note 1'
