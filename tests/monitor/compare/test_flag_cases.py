"""Each flag over a table of pairs: raised where it must be, silent where it must not."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from monitor.compare import flags as flagging
from monitor.compare.compare import compare
from storage.model import Block


def _cases() -> ModuleType:
    path = Path(__file__).parent / "flag_cases.py"
    spec = importlib.util.spec_from_file_location("flag_cases", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CASES = _cases()


def flags(language: str, before: str, after: str) -> tuple[str, ...]:
    texts = ([Block(kind="paragraph", text=text)] for text in (before, after))
    found = compare(*texts, language=language)
    assert found.kind == "wording"
    return found.flags


def both_ways(language: str, before: str, after: str) -> set[str]:
    """The flags of an edit, which are those of the way back."""
    there, back = flags(language, before, after), flags(language, after, before)
    assert set(there) == set(back)
    return set(there)


@pytest.mark.parametrize(("flag", "language", "before", "after"), CASES.RAISED)
def test_it_is_raised_both_ways(flag: str, language: str, before: str, after: str) -> None:
    assert flag in both_ways(language, before, after)


@pytest.mark.parametrize(("flag", "language", "before", "after"), CASES.SILENT)
def test_it_is_not_raised(flag: str, language: str, before: str, after: str) -> None:
    assert flag not in both_ways(language, before, after)


@pytest.mark.parametrize(("flag", "language", "before", "after", "words"), CASES.SAID)
def test_its_words_are_said_of_both_sides(
    flag: str, language: str, before: str, after: str, words: str
) -> None:
    texts = ([Block(kind="paragraph", text=text)] for text in (before, after))
    (passage,) = compare(*texts, language=language).passages
    found = flagging.evidence(passage, language)
    assert [one.words for one in found if one.flag == flag] == [words]
