"""`compare`: two publishers' texts, two languages, and what cannot be compared."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from monitor.cli.main import cli
from monitor.errors import UsageError

OURS = Path(__file__).parents[3] / "monitor" / "demo" / "texts"
REAL = Path(__file__).parents[4] / "shared" / "texts"
BODY = "The ministers met in Harbour City.\n\nBoth sides oppose any change by force.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def compare(*arguments: str, code: int) -> str:
    done = CliRunner().invoke(cli, ["compare", *arguments])
    assert done.exit_code == code, done.output
    return done.output


def as_json(*arguments: str, code: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(compare(*arguments, "--json", code=code))
    return found


def test_a_reprint_with_a_frame_of_its_own(folder: Path) -> None:
    edited = BODY.replace("oppose", "do not support")
    (folder / "ministry.txt").write_text(BODY, encoding="utf-8")
    (folder / "paper.txt").write_text(
        f"Our correspondent sends the text.\n\n{edited}\nSource: the ministry.\n", encoding="utf-8"
    )
    said = compare("ministry.txt", "paper.txt", code=1)
    assert (
        "1 sentence in common, 1 worded differently, 0 only in ministry.txt, 2 only in paper.txt"
    ) in said
    within, framing = said.split("only in paper.txt, before or after what both have:")
    assert "[-oppose-]{+do not support+}" in within
    assert "correspondent" not in within
    assert "correspondent" in framing
    assert "Source: the ministry." in framing
    found = as_json("ministry.txt", "paper.txt", code=1)
    assert found["compared"] == "wording"
    assert found["structure"] is None
    assert found["summary"] == {"common": 1, "changed": 1, "only_before": 0, "only_after": 2}
    assert [(one["kind"], one["framing"]) for one in found["passages"]] == [
        ("added", True), ("changed", False), ("added", True),
    ]  # fmt: skip
    beside = compare("ministry.txt", "paper.txt", "--side-by-side", code=1)
    assert beside.index("support") < beside.index("correspondent")
    assert "correspondent" in compare("ministry.txt", "paper.txt", "--full", code=1)


def test_two_languages_are_compared_by_structure() -> None:
    names = [str(OURS / f"readout.{code}.txt") for code in ("en", "ja")]
    said = compare(*names, code=1)
    assert "structure, not wording: English and Japanese" in said
    assert "0 only in readout.en.txt" in said
    assert "date    午後6時40分" in said
    found = as_json(*names, code=1)
    assert (found["compared"], found["change"], found["passages"]) == ("structure", None, [])
    assert found["structure"]["languages"] == ["en", "ja"]
    assert found["structure"]["only_before"] == {"items": [], "figures": [], "dates": []}
    (date,) = found["structure"]["only_after"]["dates"]
    assert (date["written"], date["value"]) == ("午後6時40分", "18:40")
    assert found["summary"]["common"] == 23
    assert "Opening" in compare(*names, "--side-by-side", code=1)


def test_editions_that_agree_end_well(folder: Path) -> None:
    (folder / "en.txt").write_text("The two met on 3 May 2026 in the town.\n", encoding="utf-8")
    (folder / "ja.txt").write_text("両大臣は、令和8年5月3日に会談した。\n", encoding="utf-8")
    said = compare("en.txt", "ja.txt", code=0)
    assert "no item, figure or date stands in one of them only" in said
    assert as_json("en.txt", "ja.txt", code=0)["summary"]["common"] == 1
    assert "structure" not in compare("en.txt", "ja.txt", "--language", "en", code=1)


def test_what_cannot_be_compared_is_one_sentence(folder: Path) -> None:
    (folder / "a.txt").write_text(BODY, encoding="utf-8")
    (folder / "noise.bin").write_bytes(bytes(range(256)) * 40)
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200))
    (folder / "empty.txt").write_bytes(b"")
    (folder / "dir").mkdir()
    for name in ("gone.txt", "dir", "noise.bin", "picture.txt", "empty.txt", "nothing"):
        for pair in (("a.txt", name), (name, "a.txt")):
            refused = CliRunner().invoke(cli, ["compare", *pair]).exception
            assert isinstance(refused, UsageError), refused  # printed in one line, exit 2
            assert name in str(refused)
            assert "\n" not in str(refused)


@pytest.mark.skipif(not REAL.is_dir(), reason=f"{REAL} is not there: not part of the project")
def test_the_real_reprint_is_typography_and_stands_in_the_page() -> None:
    statement, reprint, page = (
        str(REAL / name)
        for name in ("statement.en.txt", "statement.en.reprint.txt", "news-page.txt")
    )
    found = as_json(statement, reprint, code=0)
    assert found["change"] == "typography"
    assert found["summary"]["changed"] == found["summary"]["only_before"] == 0
    found = as_json(statement, page, code=1)
    assert found["summary"]["only_before"] == found["summary"]["changed"] == 0
    assert all(one["framing"] for one in found["passages"] if one["kind"] == "added")
    found = as_json(str(REAL / "readout.ja.txt"), page, code=1)
    assert found["compared"] == "wording"


def test_typography_is_said_with_its_kinds(folder: Path) -> None:
    page = "<h2>Peace</h2><p>They said “yes” to it in the city.</p>"
    (folder / "a.html").write_text(page, encoding="utf-8")
    page = '<p>Peace</p><p>They said "yes" to it in the city.</p>'
    (folder / "b.html").write_text(page, encoding="utf-8")
    said = compare("a.html", "b.html", code=0)
    assert "typography: layout, quotes   3 differences in 2 sentences, no wording changed" in said
    assert "§ paragraph 1   layout: heading → paragraph" in said
    assert "§ paragraph 2   quotes" in said
    assert "heading → paragraph" in compare("a.html", "b.html", "--side-by-side", code=0)
    found = as_json("a.html", "b.html", code=0)
    assert found["typography"] == ["layout", "quotes"]
    assert [(one["typography"], one["layout"]) for one in found["passages"]] == [
        (["layout"], "heading → paragraph"), (["quotes"], None),
    ]  # fmt: skip


def test_a_garbled_text_is_a_verdict_in_both_directions(folder: Path) -> None:
    text = "The ministers said on that day: “We oppose all of it.” The Isles’ fleet won’t sail.\n"
    (folder / "right.txt").write_text(text, encoding="utf-8")
    for wrong, said in (("cp1252", "windows-1252"), ("latin-1", "ISO-8859-1")):
        garbled = text.encode().decode(wrong, "replace")
        (folder / "wrong.txt").write_text(garbled, encoding="utf-8")
        for names in (("right.txt", "wrong.txt"), ("wrong.txt", "right.txt")):
            refused = CliRunner().invoke(cli, ["compare", *names]).exception
            assert isinstance(refused, UsageError)
            assert "wrong.txt was read in another character set, UTF-8 as" in str(refused)
            assert f"UTF-8 as {said}" in str(refused)


@pytest.mark.parametrize(("wrong", "said"), [("cp1252", "windows-1252"), ("latin-1", "ISO-8859-1")])
def test_a_garbled_japanese_text_is_a_verdict_and_no_other_language(
    folder: Path, wrong: str, said: str
) -> None:
    text = "両外相は火曜日に港町で会談し、漁業協定の改定について一致した。次回は来年開く。\n"
    (folder / "right.txt").write_text(text, encoding="utf-8")
    # As a browser shows it: bytes that the set does not have are control characters.
    garbled = "".join(
        chr(byte) if wrong == "latin-1" or byte in b"\x81\x8d\x8f\x90\x9d"
        else bytes([byte]).decode(wrong) for byte in text.encode()
    )  # fmt: skip
    (folder / "wrong.txt").write_text(garbled, encoding="utf-8")
    refused = CliRunner().invoke(cli, ["compare", "right.txt", "wrong.txt"]).exception
    assert isinstance(refused, UsageError)
    assert f"UTF-8 read as {said}" in str(refused)


@pytest.mark.parametrize("wrong", ["koi8-r", "latin-1"])
def test_of_two_texts_the_garbled_one_is_named(folder: Path, wrong: str) -> None:
    text = "Министры встретились во вторник в портовом городе и обсудили рыболовство.\n" * 3
    (folder / "right.txt").write_text(text, encoding="utf-8")
    (folder / "wrong.txt").write_text(text.encode("cp1251").decode(wrong), encoding="utf-8")
    for names in (("right.txt", "wrong.txt"), ("wrong.txt", "right.txt")):
        refused = CliRunner().invoke(cli, ["compare", *names]).exception
        assert isinstance(refused, UsageError)
        assert str(refused).startswith("wrong.txt was read in another character set, windows-1251")


def test_side_by_side_has_the_names_of_the_files_and_no_empty_table(folder: Path) -> None:
    (folder / "old.txt").write_text(BODY, encoding="utf-8")
    (folder / "new.txt").write_text(BODY.replace("oppose", "welcome"), encoding="utf-8")
    head = compare("old.txt", "new.txt", "--side-by-side", code=1).split("§")[0]
    assert "old.txt" in head.splitlines()[3]
    assert "new.txt" in head.splitlines()[3]
    same = compare("old.txt", "old.txt", "--side-by-side", code=0)
    assert same == "old.txt → old.txt   no difference\n"


def test_a_token_of_megabytes_is_not_printed_whole(folder: Path) -> None:
    for name, letter in (("one.txt", "x"), ("two.txt", "y")):
        (folder / name).write_text(letter * 200_000, encoding="utf-8")
    said = compare("one.txt", "two.txt", code=1)
    assert len(said) < 25_000
    assert "… 190,000 characters …" in said
    assert len(as_json("one.txt", "two.txt", code=1)["passages"][0]["before"]) == 200_000


def test_what_is_in_common_is_the_same_in_both_orders(folder: Path) -> None:
    text = "They met in the port. They ate. They left for home."
    (folder / "block.txt").write_text(text, encoding="utf-8")
    (folder / "lines.txt").write_text(
        "They met in the port.\n\nThey\n\nate.\n\nThey left for home."
    )
    forth = as_json("block.txt", "lines.txt", code=0)["summary"]
    back = as_json("lines.txt", "block.txt", code=0)["summary"]
    assert forth["common"] == back["common"] == 3


def test_across_languages_the_page_s_own_typography_is_shown(folder: Path) -> None:
    (folder / "en.txt").write_text("The two met on 3 May 2026 in the town.\n", encoding="utf-8")
    text = (
        "日米首脳会談（概要）\n\n両大臣は、令和８年５月３日に会談し、８，０００億円を約束した。\n"
    )
    (folder / "ja.txt").write_text(text, encoding="utf-8")
    said = compare("en.txt", "ja.txt", code=1)
    assert "figure  ８，０００億円   in 両大臣は、令和８年５月３日に会談し、" in said
    assert "item    日米首脳会談（概要）" in said
    assert "（概要）" in compare("en.txt", "ja.txt", "--side-by-side", code=1)
    told = as_json("en.txt", "ja.txt", code=1)["structure"]["only_after"]
    assert told["items"][0]["text"] == "日米首脳会談（概要）"
    assert told["figures"][0]["written"] == "８，０００億円"
