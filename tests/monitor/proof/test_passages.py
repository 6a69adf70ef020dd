"""Whatever two texts are compared, the change recorded of them is seen to be one between them."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from monitor.compare.compare import compare
from monitor.proof import passages
from storage.model import DOUBT, Block, Change, Comparison, Document
from storage.versions import as_kept
from tests.monitor.compare.test_properties import ANY, LANGUAGE

_DOUBTFUL = st.lists(
    st.builds(
        Block,
        kind=st.just("paragraph"),
        text=st.sampled_from([
            f"They ended their co-{DOUBT} operation at once.", "They ended their cooperation now.",
            f"A coop{DOUBT}eration of See-{DOUBT} und Luftverkehr.", "The co-operation goes on.",
        ]),
    ),
    max_size=4,
)  # fmt: skip


def _document(blocks: list[Block], headline: str | None = None) -> Document:
    return Document(
        title=None, headline=headline, language=None, published=None, modified=None,
        blocks=tuple(blocks),
    )  # fmt: skip


def _squeezed(document: Document) -> tuple[str, bool]:
    return passages.squeezed(as_kept(document))


def _change(comparison: Comparison) -> Change:
    return Change(
        change_id=1, source_id=1, from_version_id=1, to_version_id=2, cause="page",
        comparison=comparison, recorded_at=datetime(2026, 3, 2, tzinfo=UTC),
    )  # fmt: skip


@given(ANY | _DOUBTFUL, ANY | _DOUBTFUL, LANGUAGE, st.sampled_from([None, "A joint statement"]))
def test_no_true_change_is_doubted(
    before: list[Block], after: list[Block], language: str | None, headline: str | None
) -> None:
    one, other = _document(before, headline), _document(after)
    change = _change(compare(one.compared, other.compared, language=language))
    assert passages.wrong(change, _squeezed(one), _squeezed(other)) is None


def test_a_passage_that_stands_nowhere_is_found() -> None:
    one, other = (
        _document([Block(kind="paragraph", text=text)])
        for text in ("They oppose it.", "They do not support it.")
    )
    change = _change(compare(one.compared, other.compared, language="en"))
    old, new = _squeezed(one), _squeezed(other)
    assert passages.wrong(change, old, new) is None
    assert passages.wrong(change, new, old) == "a passage of it does not stand in the old text"
    assert passages.wrong(change, old, old) == "a passage of it does not stand in the new text"
