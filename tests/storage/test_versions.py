from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Table, func, select

from storage import blocks, versions
from storage.errors import NoSuchRow
from storage.model import Block, Document
from storage.store import Store
from storage.tables.readings import BLOCKS, TEXTS
from tests.storage import build
from tests.storage.build import NOW, later


def _count(tx: Connection, table: Table[Any]) -> int:
    return int(tx.execute(select(func.count()).select_from(table)).scalar_one())


def test_versions_are_numbered_as_they_are_recorded(store: Store) -> None:
    with store.write() as tx:
        one, other = build.source(tx, "one"), build.source(tx, "other")
        first = build.version(tx, one, "A")
        second = build.version(tx, one, "B", cause="page", not_before=NOW)
        elsewhere = build.version(tx, other, "A")
    assert [version.number for version in (first, second, elsewhere)] == [1, 2, 1]
    assert (first.cause, second.cause, second.not_before) == (None, "page", NOW)
    assert elsewhere.same_as is None  # another source's text is no reversal


def test_a_reversal_names_the_earliest_version_with_its_text(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        found = [build.version(tx, source_id, text) for text in "ABABA"]
    assert [version.same_as for version in found] == [None, None, 1, 2, 1]


def test_a_document_is_read_as_it_was_recorded(store: Store) -> None:
    page = Document(
        title="共同声明",
        headline="Joint statement",
        language="ja",
        published="2025-02-07T12:00:00-05:00",
        modified="令和7年2月8日",
        blocks=(
            Block(kind="heading", text="Security"),
            Block(kind="paragraph", text="We ~~oppose~~ do not support it."),
            Block(kind="item", text="1. 台湾海峡の平和"),
            Block(kind="quote", text="“It’s agreed.”"),
            Block(kind="row", text="a | b"),
            Block(kind="paragraph", text="Security"),
        ),
    )
    with store.write() as tx:
        version = build.version(tx, build.source(tx), document=page)
    with store.read() as tx:
        assert versions.document(tx, version.version_id) == page
        assert versions.by_id(tx, version.version_id) == version
    assert version.text_sha256 == versions.text_sha256(page)
    assert (version.title, version.published) == (page.title, page.published)


def test_an_empty_document_has_no_blocks(store: Store) -> None:
    with store.write() as tx:
        version = build.version(tx, build.source(tx), document=build.document(blocks=()))
        assert versions.document(tx, version.version_id).blocks == ()


def test_what_no_store_can_hold_is_replaced_before_hashing(store: Store) -> None:
    with store.write() as tx:
        version = build.version(
            tx, build.source(tx), "a\0b", document=build.document("a\0b", title="t\udfff")
        )
        found = versions.document(tx, version.version_id)
    assert (found.title, found.text) == ("t\ufffd", "a\ufffdb")
    assert versions.text_sha256(found) == version.text_sha256


def test_headline_and_kind_count_as_text_title_does_not() -> None:
    plain = versions.text_sha256(build.document("A"))
    assert versions.text_sha256(build.document("A", title="another")) == plain
    assert versions.text_sha256(build.document("A", headline="A")) != plain
    item = build.document(blocks=(Block(kind="item", text="A"),))
    assert versions.text_sha256(item) != plain


def test_blocks_are_shared_between_versions(store: Store) -> None:
    texts = [f"Paragraph {n} of the statement, long enough to stand." for n in range(30)]
    edited = [*texts[:10], "An inserted paragraph.", *texts[10:]]
    with store.write() as tx:
        source_id = build.source(tx)
        for version in (texts, edited, texts):
            build.version(tx, source_id, *version)
        assert (_count(tx, BLOCKS), _count(tx, TEXTS)) == (31, 2)
        last = versions.latest(tx, source_id)
        assert last is not None
        assert versions.document(tx, last.version_id) == build.document(*texts)


def test_a_digest_that_another_text_has_too_is_no_proof(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "digest", lambda _text: 7)
    with store.write() as tx:
        source_id = build.source(tx)
        for texts in (("A", "B"), ("B", "C"), ("C", "A")):
            version = build.version(tx, source_id, *texts)
            assert versions.document(tx, version.version_id) == build.document(*texts)
        assert _count(tx, BLOCKS) == 3


def test_many_blocks_are_looked_up_in_batches(store: Store) -> None:
    texts = [f"Paragraph {n}" for n in range(1234)]
    with store.write() as tx:
        source_id = build.source(tx)
        build.version(tx, source_id, *texts)
        again = build.version(tx, source_id, *reversed(texts))
        assert _count(tx, BLOCKS) == 1234
        assert versions.document(tx, again.version_id) == build.document(*reversed(texts))


_TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), max_size=12)


@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(_TEXTS, min_size=1, max_size=5))
def test_any_texts_come_back(store: Store, several: list[list[str]]) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        for texts in several:
            page = build.document(blocks=tuple(Block(kind="item", text=text) for text in texts))
            version = build.version(tx, source_id, document=page)
            clean = tuple(text.replace("\0", "\ufffd") for text in texts)
            found = versions.document(tx, version.version_id)
            assert tuple(block.text for block in found.blocks) == clean


def test_history_is_in_order_of_time(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        today = build.version(tx, source_id, "today", first_seen=later(days=2))
        archived = build.version(tx, source_id, "then", first_seen=later(days=-300))
        same_day = build.version(tx, source_id, "later", first_seen=later(days=2))
        assert versions.history(tx, source_id) == [archived, today, same_day]
        assert versions.latest(tx, source_id) == same_day
        assert versions.every(tx) == [archived, today, same_day]
        assert versions.counts(tx) == {source_id: 3}
        assert versions.at(tx, source_id, later(days=1)) == archived
        assert versions.at(tx, source_id, later(days=2)) == same_day
        assert versions.at(tx, source_id, later(days=-301)) is None


def test_a_version_is_named_by_number_or_hash(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        first, second = (build.version(tx, source_id, text) for text in "AB")
        assert versions.get(tx, source_id, 2) == second
        assert versions.get(tx, source_id, 3) is None
        assert versions.by_sha256_prefix(tx, source_id, first.text_sha256.hex()[:9].upper()) == [
            first
        ]
        assert versions.by_sha256_prefix(tx, source_id, "") == [first, second]
        with pytest.raises(NoSuchRow, match="version 99"):
            versions.by_id(tx, 99)
        with pytest.raises(NoSuchRow, match="version 99"):
            versions.document(tx, 99)


def test_bookkeeping_of_a_version_changes_nothing_else(store: Store) -> None:
    with store.write() as tx:
        version = build.version(tx, build.source(tx))
        versions.confirm(tx, version.version_id, later(seconds=10))
        versions.see(tx, version.version_id, later(days=1))
        versions.annotate(tx, version.version_id, "told the desk by phone")
        versions.see_all(tx, [])
        found = versions.by_id(tx, version.version_id)
    assert found.confirmed_at == later(seconds=10)
    assert found.last_seen == later(days=1)
    assert found.note == "told the desk by phone"
    assert versions.evidence(found) == versions.evidence(version)
