"""What many small edits of one page take on disk, and that all of them are read back."""

from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, text

from storage import captures, versions
from storage.model import Block
from storage.store import Store, open_store
from tests.storage import build

WORDS = (
    "harbour",
    "ministers",
    "agreed",
    "pilots",
    "depth",
    "eastern",
    "channel",
    "winter",
    "ferry",
    "estuary",
    "tariff",
    "review",
    "quarter",
    "region",
    "charter",
    "council",
    "vessel",
    "coast",
    "signal",
    "treaty",
    "border",
)
_PAGES = text(
    "SELECT sum(d.pgsize) FROM dbstat AS d JOIN sqlite_schema AS s ON s.name = d.name "
    "WHERE s.tbl_name IN ('bodies', 'texts', 'blocks', 'uses', 'volumes')"
)
_PLACES = text("SELECT sum(length(blocks)) FROM versions")


def _paragraph(number: int) -> list[str]:
    return [WORDS[(number * 7 + at * at + at * number) % len(WORDS)] for at in range(90)]


def _page(paragraphs: list[str]) -> bytes:
    menu = "".join(
        f'<li class="menu__item menu__item--level-2"><a href="/en/section-{n}/page-{n * 7 % 31}" '
        f'data-drupal-link-system-path="node/{n}">Page {n * 13 % 97} of section {n}</a></li>\n'
        for n in range(345)
    )
    told = "".join(f"<p>{one}</p>\n" for one in paragraphs)
    return f"<html><ul>{menu}</ul><main>{told}</main></html>".encode()


def _keep_edits(store: Store, edits: int) -> list[tuple[bytes, list[str]]]:
    words = [_paragraph(number) for number in range(17)]
    kept = []
    with store.write() as tx:
        source_id, basis = build.source(tx), None
        for number in range(edits + 1):
            if number:
                words[number * 5 % 17][number * 31 % 90] = f"amended{number}"
            paragraphs = [" ".join(one) + "." for one in words]
            body = _page(paragraphs)
            capture = build.capture(tx, source_id, body, basis=basis)
            basis = capture.capture_id
            build.version(tx, source_id, *paragraphs, capture_id=basis)
            kept.append((body, paragraphs))
    return kept


def test_two_hundred_edits_of_a_page_take_less_than_a_hundred_kilobytes(tmp_path: Path) -> None:
    with closing(open_store(str(tmp_path / "readout.db"), mode="write")) as store:
        kept = _keep_edits(store, 200)
        with store.read() as rx:
            taken = rx.execute(_PAGES).scalar_one() + rx.execute(_PLACES).scalar_one()
            _all_read_back(rx, kept)
    assert 62_000 < len(kept[0][0]) < 64_000
    assert taken < 100_000


def _all_read_back(rx: Connection, kept: list[tuple[bytes, list[str]]]) -> None:
    found = zip(kept, captures.history(rx, 1), versions.history(rx, 1), strict=True)
    for (body, paragraphs), row, version in found:
        assert captures.read(rx, row.capture_id).exchange.body == body
        read = versions.document(rx, version.version_id).blocks
        assert read == tuple(Block(kind="paragraph", text=one) for one in paragraphs)


def test_texts_that_are_like_none_before_stand_for_themselves(store: Store) -> None:
    texts = [[f"{word} stands alone here, in sentence {n}." for word in WORDS[n::5]]
             for n in range(5)]  # fmt: skip
    with store.write() as tx:
        source_id = build.source(tx)
        ids = [build.version(tx, source_id, *some).version_id for some in texts]
        read = [versions.document(tx, one) for one in ids]
    assert read == [build.document(*one) for one in texts]
