"""Searching finds what reading all texts would find, whatever was bound into volumes by then."""

import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select, update

from storage import binding, search, shelving, uses, versions, volumes
from storage.binding import Needle
from storage.model import Block
from storage.store import Store
from storage.tables.readings import TEXTS, VOLUMES
from storage.volumes import Fold
from tests.storage import build
from tests.storage.build import later


def _forms(text: str) -> tuple[str, ...]:
    """Curly apostrophes are straight; at a bar a text reads in two ways."""
    plain = text.replace("’", "'").removeprefix("• ")
    return (plain.replace("|", "-"), plain.replace("|", "")) if "|" in plain else (plain,)


FOLD = Fold(rules="1", forms=_forms)


def _count(text: str, needle: Needle) -> int:
    """As a search must count, by itself."""
    forms = [one.casefold() if needle.any_case else one for one in _forms(text)]
    phrase = needle.text.casefold() if needle.any_case else needle.text
    if needle.at_start:
        return max(int(one.startswith(phrase)) for one in forms)
    return max(one.count(phrase) for one in forms)


Line = dict[tuple[int, int], int]  # source and number of a version; how often it has the phrase


def _read_through(rx: Connection, needle: Needle) -> Line:
    """By reading every version that stands."""
    found: Line = {}
    for version in versions.every(rx):
        page = versions.document(rx, version.version_id)
        count = sum(_count(block.text, needle) for block in page.compared)
        if version.superseded_by is None and count:
            found[version.source_id, version.number] = count
    return found


def _searched(rx: Connection, needle: Needle, fold: Fold = FOLD) -> Line:
    places = volumes.found(rx, [needle], fold)
    having = uses.sources(rx, {text_id for text_id, _ in places})
    told = search.counted(rx, having, places, lambda text: _count(text, needle))
    known = {one.version_id: one for one in versions.every(rx)}
    return {
        (source_id, known[one.version_id].number): one.count
        for source_id, line in told
        for one in line
        if one.count
    }


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few sheets make a volume, so that few texts fill several."""
    monkeypatch.setattr(volumes, "_AT_ONCE", 2)
    monkeypatch.setattr(volumes, "_FEW", 2)
    monkeypatch.setattr(volumes, "_FULL", 120)
    monkeypatch.setattr(shelving, "_MANY", 150)
    monkeypatch.setattr(shelving, "_FULL", 60)
    monkeypatch.setattr(shelving, "_AT_ONCE", 2)


def _bind(store: Store, fold: Fold = FOLD) -> int:
    steps = 0
    while True:
        with store.write() as tx:
            if not volumes.bind(tx, fold):
                return steps
        steps += 1


def _volumes(rx: Connection) -> int:
    return len(rx.execute(VOLUMES.select()).all())


def test_a_phrase_is_found_in_its_fold_bound_or_not(store: Store) -> None:
    with store.write() as tx:
        one, other = build.source(tx, "one"), build.source(tx, "other")
        build.version(tx, one, "It’s agreed.", "Nothing else is said here at all, today.")
        build.version(tx, one, "It is plain.")
        build.version(tx, other, "It's agreed, said the other. It's agreed, said all.")
    for bound in (0, 1):
        with store.read() as rx:
            assert _volumes(rx) == bound
            assert _searched(rx, Needle(text="It's agreed")) == {(one, 1): 1, (other, 1): 2}
            assert _searched(rx, Needle(text="It’s agreed")) == {}  # who searches folds
            assert _searched(rx, Needle(text="it's AGREED", any_case=True)) == {
                (one, 1): 1, (other, 1): 2,
            }  # fmt: skip
            assert _searched(rx, Needle(text="It", at_start=True)) == {
                (one, 1): 1, (one, 2): 1, (other, 1): 1,
            }  # fmt: skip
        assert _bind(store) == (0 if bound else 1)


def test_a_text_that_another_source_had_before_is_found_in_both(store: Store) -> None:
    with store.write() as tx:
        one, other = build.source(tx, "one"), build.source(tx, "other")
        build.version(tx, one, "They met at noon.", "They agreed on all of it.")
    _bind(store)
    with store.write() as tx:
        build.version(tx, other, "They agreed on all of it.")
        assert _searched(tx, Needle(text="agreed on all")) == {(one, 1): 1, (other, 1): 1}


def test_a_headline_is_found_and_no_block_of_the_text(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        page = build.document("They met.", headline="Joint statement on the isles")
        first = build.version(tx, source_id, document=page)
        build.version(tx, source_id, document=build.document("They met.", headline="Statement"))
        assert versions.document(tx, first.version_id) == page
        assert _searched(tx, Needle(text="on the isles")) == {(source_id, 1): 1}


def test_two_characters_are_found(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        build.version(tx, source_id, "両首脳は、台湾海峡の平和の重要性を強調した。")
        build.version(tx, source_id, "両首脳は、海峡の平和の重要性を強調した。")
        assert _searched(tx, Needle(text="台湾")) == {(source_id, 1): 1}


def test_both_readings_of_a_text_are_found_and_counted_once(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        build.version(tx, source_id, "A treaty on co|production and on trade.")
        for phrase in ("co-production", "coproduction", "and on trade"):
            assert _searched(tx, Needle(text=phrase)) == {(source_id, 1): 1}


def test_what_no_text_can_hold_is_found_nowhere(store: Store) -> None:
    with store.write() as tx:
        build.version(tx, build.source(tx), "One.", "Two.", "a\1b")
        for phrase in ("One.\0Two.", "\0One", "One.\0\1Two"):
            assert _searched(tx, Needle(text=phrase)) == {}


def test_volumes_of_other_rules_are_searched_by_todays_and_bound_anew(store: Store) -> None:
    old = Fold(rules="0", forms=lambda text: (text.replace("e", "?"),))
    with store.write() as tx:
        known = [build.source(tx, slug) for slug in ("one", "two", "three")]
        for number in range(18):
            build.version(tx, known[number % 3], f"It’s agreed, number {number}.")
    _bind(store, old)
    expected = {(known[0], 2): 1}
    with store.read() as rx:
        assert _searched(rx, Needle(text="It's agreed, number 3")) == expected
        before = _volumes(rx)
    assert _bind(store) >= before > 1
    with store.read() as rx:
        assert rx.execute(VOLUMES.select().where(VOLUMES.c.fold != "1")).all() == []
        assert _searched(rx, Needle(text="It's agreed, number 3")) == expected


def test_a_damaged_volume_hides_nothing(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        for number in range(8):
            build.version(tx, source_id, f"They agreed on point {number}.")
    _bind(store)
    with store.write() as tx:
        (row, *_) = tx.execute(VOLUMES.select()).all()
        wrong = row.data[:30] + bytes([row.data[30] ^ 1]) + row.data[31:]
        tx.execute(update(VOLUMES).where(VOLUMES.c.volume_id == row.volume_id).values(data=wrong))
        assert _searched(tx, Needle(text="on point 0")) == {(source_id, 1): 1}
        assert len(_searched(tx, Needle(text="on point"))) == 8


def test_superseded_versions_do_not_count(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        old = build.version(tx, source_id, "They agreed on it.")
        new = build.version(tx, source_id, "They agreed.", supersedes=old.version_id)
        versions.supersede(tx, [old.version_id], new.version_id)
        assert _searched(tx, Needle(text="They agreed")) == {(source_id, 2): 1}
        assert _searched(tx, Needle(text="on it")) == {}


def test_the_bytes_of_a_volume_are_the_same_on_every_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheets = binding.bound({3: ["One.", "Two."], 70_000: ["Three."]}, _forms)
    packed = binding.pack(binding.volume(sheets))
    assert list(binding.unpack(packed).sheets()) == sheets
    other = "big" if sys.byteorder == "little" else "little"
    monkeypatch.setattr(sys, "byteorder", other)
    assert binding.unpack(packed).text_ids.tolist() == [
        int.from_bytes(one.to_bytes(8, sys.byteorder), "big" if other == "little" else "little")
        for one in (3, 70_000)
    ]


def test_sheets_of_one_source_come_to_stand_together(store: Store) -> None:
    """Sorted while others are added, as if interrupted after any step: nothing is lost."""
    with store.write() as tx:
        known = [build.source(tx, slug) for slug in ("one", "two", "three", "four")]
    expected: Line = {}
    for number in range(40):
        with store.write() as tx:
            source_id = known[number * 3 % 4]
            told = build.version(tx, source_id, f"They agreed on point {number} of the list.")
            expected[source_id, told.number] = 1
            volumes.bind(tx, FOLD)
            assert _searched(tx, Needle(text="agreed on point")) == expected
    _bind(store)
    with store.read() as rx:
        rows = rx.execute(VOLUMES.select().order_by(VOLUMES.c.source_id)).all()
        first = [row.source_id for row in rows if row.source_id is not None]
        held = [sorted(uses.owners(rx, binding.unpack(row.data).text_ids).values())
                for row in rows if row.source_id is not None]  # fmt: skip
        assert _searched(rx, Needle(text="agreed on point")) == expected
    assert first[0] == 0
    assert len(first) == 4
    assert [sorted(set(one)) for one in held] == [[one] for one in known]


def test_however_many_sheets_are_new_no_step_has_much_to_sort(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        for number in range(40):
            build.version(tx, source_id, f"They agreed on point {number} of the list.")
    unsorted = select(func.coalesce(func.sum(VOLUMES.c.raw_bytes), 0)).where(
        VOLUMES.c.source_id.is_(None)
    )
    most, more = 0, True
    while more:
        with store.write() as tx:
            more = volumes.bind(tx, FOLD)
            most = max(most, tx.execute(unsorted).scalar_one())
    assert 150 <= most < 300  # what two sheets more can make of what is not sorted yet


_TEXT = st.text("ab’'|• ", max_size=9)
_STEP = st.one_of(
    st.just("bind"),
    st.tuples(st.integers(0, 2), st.lists(_TEXT, max_size=4), st.none() | _TEXT),
)
_NEEDLE = st.builds(
    Needle, text=st.text("abA'- ", min_size=1, max_size=3), at_start=st.booleans(),
    any_case=st.booleans(),
)  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_STEP, max_size=20), st.lists(_NEEDLE, min_size=1, max_size=4))
def test_searching_finds_what_reading_finds(
    store: Store, steps: list[str | tuple[int, list[str], str | None]], needles: list[Needle]
) -> None:
    with store.writer.connect() as tx:  # undone at the end of each example
        known = [build.source(tx, slug) for slug in ("one", "two", "three")]
        for number, step in enumerate(steps):
            if isinstance(step, str):
                volumes.bind(tx, FOLD)
            else:
                which, texts, headline = step
                _record(tx, known[which], number, texts, headline)
        for needle in needles:
            assert _searched(tx, needle) == _read_through(tx, needle)


_WORDS = st.text("abA’ .。台湾海峡K", max_size=24)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(_WORDS, min_size=1, max_size=3), min_size=4, max_size=16), st.data())
def test_lexicons_leave_out_nothing_that_is_found(
    store: Store, pages: list[list[str]], data: st.DataObject
) -> None:
    with store.writer.connect() as tx:  # undone at the end of each example
        known = [build.source(tx, slug) for slug in ("one", "two", "three")]
        for number, page in enumerate(pages):
            _record(tx, known[number % 3], number, page, None)
            volumes.bind(tx, FOLD)
        text = "’".join(data.draw(st.sampled_from(pages)))
        begin, end = sorted(data.draw(st.tuples(*[st.integers(0, min(len(text), 12))] * 2)))
        phrase = _forms(text[begin:end] or "aA台")[0]
        for needle in (
            Needle(text=phrase), Needle(text=phrase, at_start=True),
            Needle(text=phrase.swapcase(), any_case=True),
        ):  # fmt: skip
            sheets = tx.execute(select(TEXTS.c.text_id)).scalars().all()
            expected = volumes.found_on(tx, sheets, [needle], FOLD)
            assert volumes.found(tx, [needle], FOLD) == expected


def test_volumes_whose_lexicon_lacks_the_phrase_are_not_opened(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.write() as tx:
        known = [build.source(tx, slug) for slug in ("one", "two", "three", "four")]
        for number in range(24):
            build.version(tx, known[number % 4], f"They met at harbour{number}, said all of them.")
    _bind(store)
    opened: list[bytes] = []

    def unpack(data: bytes) -> binding.Volume:
        opened.append(data)
        return binding.unpack(data)

    monkeypatch.setattr(volumes, "unpack", unpack)
    with store.read() as rx:
        assert _volumes(rx) > 3
        assert _searched(rx, Needle(text="met at Harbour")) == {}
        assert opened == []
        assert _searched(rx, Needle(text="harbour7,")) == {(known[3], 2): 1}
        assert len(opened) == 1


def _record(
    tx: Connection, source_id: int, number: int, texts: list[str], headline: str | None
) -> None:
    """A version; every fourth takes the place of the one before."""
    blocks = tuple(Block(kind="paragraph", text=text) for text in texts)
    page = build.document(blocks=blocks, headline=headline)
    new = build.version(tx, source_id, document=page, first_seen=later(minutes=number))
    before = versions.get(tx, source_id, new.number - 1)
    if number % 4 == 3 and before is not None:
        versions.supersede(tx, [before.version_id], new.version_id)
