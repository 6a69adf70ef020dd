"""An entry is added to sources.yaml, and nothing else in it is altered."""

import json
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import editing
from monitor.config.editing import with_entry
from monitor.config.load import load, load_text
from monitor.errors import UsageError

ENTRY = {
    "id": "new-one", "url": "https://www.example.org/new", "name": "A: new # one",
    "select": "#main", "ignore": [".share", "a[href$='.pdf']"], "allow_private": True,
}  # fmt: skip
FILES = {
    "one": "sources:\n  - id: a\n    url: https://a.example/\n",
    "no newline at its end": "sources:\n- id: a\n  url: https://a.example/",
    "wide dash": "sources:\n    -   id: a\n        url: https://a.example/\n",
    "listings follow": (
        "sources:\n  - id: a\n    url: https://a.example/\n\n# indexes\nlistings:\n"
        "  - id: b\n    url: https://b.example/\n"
    ),
    "a comment on the last": (
        "sources:\n  - id: a\n    url: https://a.example/   # the page\n    # expect: [x]\n"
        "\n  # - id: mine\n  #   url: https://mine.example/\n\n# the end\n"
    ),
    "nothing in it": "channels: {}\nsources:\n",
    "nothing but a comment": "sources:\n  # - id: a\nchannels: {}\n",
    "empty brackets": "sources: []  # none yet\nchannels: {}\n",
    "brackets": "# mine\nsources: [{id: a, url: 'https://a.example/'}]  # one\nchannels: {}\n",
    "no section": "# only channels\nchannels:\n  d: {file: {path: x/}}\n",
    "an end marked": "sources:\n  - id: a\n    url: https://a.example/\n...\n",
    "windows": "sources:\r\n  - id: a\r\n    url: https://a.example/\r\n",
    "mark of order": "\ufeffsources:\n  - id: a\n    url: https://a.example/\n",
    "odd spacing": (
        "defaults:   {every:  5m,   spacing: 0s }\nsources:\n  - id:   a   # x\n"
        "    url:  'https://a.example/'\n    watch: [ \"no\",  1:30 ]\n"
    ),
    "anchors": (
        "sources:\n  - &x {id: a, url: 'https://a.example/'}\n  - <<: *x\n    id: b\n"
        "    url: https://b.example/\n"
    ),
    "a long text": (
        "sources:\n  - id: a\n    url: https://a.example/\n"
        "    name: >-\n      a long\n      # name\n"
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_the_entry_is_added_and_every_line_stays(name: str, tmp_path: Path) -> None:
    text = FILES[name]
    new = with_entry(text, "sources", ENTRY)
    config = load_text(new.removeprefix("\ufeff"), tmp_path / "sources.yaml", {})
    added = config.sources[-1]
    assert (added.id, added.name, added.select) == ("new-one", "A: new # one", ("#main",))
    assert (added.ignore, added.allow_private) == ((".share", "a[href$='.pdf']"), True)
    before = load_text(text.removeprefix("\ufeff"), tmp_path / "sources.yaml", {}).sources
    assert [one.id for one in config.sources[:-1]] == [one.id for one in before]
    kept = text.replace(" []", "") if name == "empty brackets" else text
    left = iter(new.split("\n"))
    assert all(any(line == one for one in left) for line in kept.rstrip("\n").split("\n")) or (
        name == "brackets"  # which are one line: written again
    )
    assert ("# one" in new) or name != "brackets"


_REMARKS = st.lists(
    st.sampled_from(
        ["", "  # a remark", "# a remark of the file", "    # every: 5m", "      # far"]
    ),
    max_size=3,
)
_NAMES = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), max_size=20)


@st.composite
def _files(draw: st.DrawFn) -> str:
    """Sources with remarks around and between them, indented in one of the usual ways."""
    lead, gap = draw(st.sampled_from([("  ", " "), ("", " "), ("    ", "   ")]))
    lines = [*draw(_REMARKS), "sources:"]
    for number in range(draw(st.integers(1, 4))):
        inner = lead + " " + gap
        name = json.dumps(draw(_NAMES) + "x", ensure_ascii=False)
        lines += [*draw(_REMARKS), f"{lead}-{gap}id: s{number}", f"{inner}name: {name}  # its name"]
        lines += [*draw(_REMARKS), f"{inner}url: 'https://h{number}.example/#x'"]
    after = ["listings: []", "channels: {}  # none"] if draw(st.booleans()) else []
    return "\n".join([*lines, *draw(_REMARKS), *after]) + draw(st.sampled_from(["", "\n", "\n\n"]))


@given(_files())
def test_whatever_stands_there_stays(text: str) -> None:
    new = with_entry(text, "sources", ENTRY, "verified: today")
    left = iter(new.split("\n"))
    assert all(any(line == one for one in left) for line in text.rstrip("\n").split("\n"))
    config = load_text(new, Path("sources.yaml"), {})
    assert [one.id for one in config.sources][-1] == "new-one"
    assert len(new.split("\n")) - len(text.split("\n")) in range(7, 11)


def test_an_entry_stands_as_its_neighbours_do() -> None:
    entry = {"id": "b", "url": "https://b.example/"}
    text = FILES["a comment on the last"]
    assert with_entry(text, "sources", entry, "verified: today") == text.replace(
        "    # expect: [x]\n",
        "    # expect: [x]\n  # verified: today\n  - id: b\n    url: https://b.example/\n",
    )
    apart = (
        "sources:\n  # one\n  - id: x\n    url: https://x.example/\n\n"
        "  # two\n  - id: y\n    url: https://y.example/\n"
    )
    assert with_entry(apart, "sources", entry) == (
        apart + "\n  - id: b\n    url: https://b.example/\n"
    )
    windows = with_entry(FILES["windows"], "sources", entry)
    assert windows.count("\r\n") == windows.count("\n") == 5


def test_a_listing_gets_its_section_and_its_document() -> None:
    entry = {"id": "b", "url": "https://b.example/", "document": {"select": ["#a", "#b"]}}
    new = with_entry(FILES["one"], "listings", entry)
    assert new == FILES["one"] + (
        "\nlistings:\n  - id: b\n    url: https://b.example/\n"
        "    document:\n      select: ['#a', '#b']\n"
    )


def test_what_a_page_says_fills_in_no_secret() -> None:
    """`${NAME}` in a title is not the environment's NAME: escaped before it comes here."""
    new = with_entry(FILES["one"], "sources", ENTRY | {"name": "$${HOME}"})
    assert load_text(new, Path("x"), {"HOME": "secret"}).sources[-1].name == "${HOME}"


def test_a_form_that_cannot_be_added_to_is_left_alone() -> None:
    text = "x: &s\n  - id: a\n    url: https://a.example/\nsources: *s\n"
    with pytest.raises(UsageError, match=r"by hand:\nsources:\n  - id: new-one"):
        with_entry(text, "sources", ENTRY)


def test_an_entry_that_would_be_wrong_is_said_without_lines(tmp_path: Path) -> None:
    path, wrong = tmp_path / "sources.yaml", ENTRY | {"id": "a", "select": "div["}
    with pytest.raises(UsageError) as refused:
        editing.tried(FILES["one"], path, {}, "sources", wrong)
    assert "id 'a' is taken by the source in line 2" in str(refused.value)
    assert "is not CSS" in str(refused.value)
    assert editing.tried(FILES["one"], path, {}, "sources", ENTRY).sources[-1].id == "new-one"


def test_it_is_written_whole_through_a_link_with_its_mode(tmp_path: Path) -> None:
    real, link = tmp_path / "real.yaml", tmp_path / "sources.yaml"
    real.write_text(FILES["one"], encoding="utf-8")
    real.chmod(0o640)
    link.symlink_to("real.yaml")
    new = with_entry(FILES["one"], "sources", ENTRY)
    editing.write(link, new, before=editing.read(link))
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == new
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert sorted(one.name for one in tmp_path.iterdir()) == ["real.yaml", "sources.yaml"]
    assert len(load(link, {}).sources) == 2


def test_a_file_that_is_no_text_is_said_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_bytes(b"sources: []\n# \xff\n")
    with pytest.raises(UsageError, match=r"sources\.yaml:2: this line is not UTF-8"):
        editing.read(path)


def test_a_file_that_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(FILES["one"] + "# edited\n", encoding="utf-8")
    with pytest.raises(UsageError, match="has changed since it was read"):
        editing.write(path, "sources: []\n", before=FILES["one"])
    assert path.read_text(encoding="utf-8") == FILES["one"] + "# edited\n"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("before", [None, "", "\n\n", "# our own\n", "  # set in\n"])
def test_a_new_file_begins_with_a_channel(before: str | None, tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    if before is not None:
        path.write_text(before, encoding="utf-8")
    editing.write(path, with_entry(editing.begun(before), "sources", ENTRY), before=before)
    assert path.read_text(encoding="utf-8").startswith((before or "").rstrip("\n"))
    config = load(path, {})
    assert config.sources[0].alert == ("desk",)
    assert list(config.channels) == ["desk"]
