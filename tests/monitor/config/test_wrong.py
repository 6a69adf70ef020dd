"""wrong.txt: each wrong configuration, and exactly what is said of it."""

from pathlib import Path
from typing import NamedTuple

import pytest

from monitor.config.errors import ConfigErrors
from monitor.config.load import load


class Row(NamedTuple):
    name: str
    text: str
    errors: list[str]


def _rows() -> list[Row]:
    table = Path(__file__).with_name("wrong.txt").read_text(encoding="utf-8")
    return [_row(chunk) for chunk in ("\n" + table).split("\n== ")[1:]]


def _row(chunk: str) -> Row:
    name, *lines = chunk.rstrip().split("\n")
    text = [line.replace("⇥", "\t") for line in lines if not line.startswith("→ ")]
    errors = [line.removeprefix("→ ") for line in lines if line.startswith("→ ")]
    return Row(name, "".join(f"{line}\n" for line in text), errors)


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row.name)
def test_what_is_said_of_it(row: Row, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sources.yaml").write_text(row.text, encoding="utf-8")
    with pytest.raises(ConfigErrors) as raised:
        load(Path("sources.yaml"), {})
    assert str(raised.value).split("\n") == row.errors
    assert raised.value.exit_code == 2


def test_all_at_once(tmp_path: Path) -> None:
    """The errors of every row that is a map with a list of sources, joined into one file."""
    path = tmp_path / "sources.yaml"
    wrong = ["every: often", "timezone: Mars", "select: 'a['", "max_size: big", "colour: red"]
    entries = (
        f"  - id: s{n}\n    url: https://example.org/\n    {w}\n" for n, w in enumerate(wrong)
    )
    path.write_text("operator: nobody\nsources:\n" + "".join(entries), encoding="utf-8")
    with pytest.raises(ConfigErrors) as raised:
        load(path, {})
    assert [fault.line for fault in raised.value.faults] == [1, 5, 8, 11, 14, 17]


def test_the_file_as_such(tmp_path: Path) -> None:
    missing, latin = tmp_path / "none.yaml", tmp_path / "latin.yaml"
    latin.write_bytes("contact: x\ndefaults:\n  publisher: Élysée\n".encode("latin-1"))
    for path, said in (
        (missing, "none.yaml: does not exist; name the file with --config or READOUT_CONFIG"),
        (tmp_path, ": is a folder; name the file in it with --config"),
        (latin, "latin.yaml:3: this line is not UTF-8; save the file as UTF-8"),
    ):
        with pytest.raises(ConfigErrors) as raised:
            load(path, {})
        assert str(raised.value).endswith(said)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "- " * 100_000,
        "".join(f"{' ' * depth}a:\n" for depth in range(2000)),
        "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
        + "".join(
            f"b{n}: &b{n} [{','.join([f'*b{n - 1}' if n else '*a'] * 10)}]\n" for n in range(9)
        ),
        "x: &a {<<: {<<: *a}}\n<<: *a\n",
    ],
    ids=["brackets", "dashes", "indentation", "laughs", "merge of itself"],
)
def test_files_made_to_hurt_are_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigErrors):
        load(path, {})
