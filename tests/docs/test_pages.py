"""README and docs are whole and current: help, links, configurations, pictures."""

import re
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from alerts.as_json import as_json
from alerts.notices import ChangeNotice, SourceCard
from docs.tools import commands, pictures, shipped
from monitor.cli import render
from monitor.cli.main import cli
from monitor.compare.compare import compare
from monitor.config.load import load
from storage.model import Block
from tests.docs import pages
from tests.docs.pages import GENERATED, ROOT

PAGES = pages.names()
WRITTEN = [page for page in PAGES if page not in {GENERATED, "CHANGELOG.md"}]
_LINK = re.compile(r"\]\((?!https?://|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
_SECRETS = dict.fromkeys(
    ("SMTP_PASSWORD", "SLACK_WEBHOOK", "SLACK_TOKEN", "HOOK_SECRET"), "https://hooks.example.org/x"
)
_AT = datetime(2026, 6, 18, 8, 10, tzinfo=UTC)
_OTHERS = {
    "webhook", "change", "state", "operator", "digest", "sample", "diff", "alerts", "host",
    "unchanged", "needy", "root", "was", "between", "new", "set_beside",
    "direct", "wayback", "taken_for", "attached_to", "statement", "with", "why",
    "replaces", "replaced_version", "beside_replaced", "passages",
}  # fmt: skip
YAML = [block for page in PAGES for block in pages.blocks(page) if block.language == "yaml"]
HELP = [block for page in PAGES for block in pages.blocks(page) if block.text.startswith("Usage: ")]


def test_the_page_of_commands_is_current() -> None:
    assert commands.PATH.read_text("utf-8") == commands.generate(), "run: make commands"


def test_the_table_of_shipped_sources_is_current_and_whole() -> None:
    assert shipped.PATH.read_text("utf-8") == shipped.generate(), "run: make shipped"
    config = load(ROOT / "sources.yaml", {})
    unsaid = [one.id for one in shipped.entries(config) if shipped.verified(one) is None]
    assert unsaid == [], "say above each entry when it was verified: # verified: list …, text …"


@pytest.mark.parametrize("block", HELP, ids=lambda block: f"{block.page}:{block.line}")
def test_a_help_that_is_shown_is_the_help(block: pages.Block) -> None:
    assert f"```text\n{block.text}```\n" in commands.generate()


@pytest.mark.parametrize("name", sorted(cli.list_commands(click.Context(cli))))
def test_a_command_is_explained_and_not_only_listed(name: str) -> None:
    uses = re.compile(rf"readout (?:--?\S+ \S+ )*{name}\b")
    assert any(uses.search(pages.text(page)) for page in WRITTEN), f"no page uses readout {name}"


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_links_to_is_there(page: str) -> None:
    for path, anchor in _LINK.findall(pages.prose(page)):
        target = ((ROOT / page).parent / path).resolve() if path else ROOT / page
        assert target.exists(), f"{page} links to {path}"
        if anchor:
            assert anchor in pages.anchors(target.relative_to(ROOT).as_posix()), (page, anchor)


@pytest.mark.parametrize("page", [page for page in PAGES if page.startswith("docs/")])
def test_a_page_can_be_reached(page: str) -> None:
    """From README or from another page: a page that nobody links to is not found."""
    linked = {
        ((ROOT / other).parent / path).resolve()
        for other in PAGES
        for path, _ in _LINK.findall(pages.prose(other))
        if path and other != page
    }
    assert ROOT / page in linked


@pytest.mark.parametrize("block", YAML, ids=lambda block: f"{block.page}:{block.line}")
def test_a_configuration_that_is_shown_is_right(block: pages.Block, tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(block.text, encoding="utf-8")
    load(path, _SECRETS)


def test_what_a_webhook_is_posted_is_told() -> None:
    """Beside the keys of `diff`, which it has too, down to those of its passages."""
    texts = [[Block(kind="paragraph", text=text)] for text in ("We oppose it.", "We support it.")]
    comparison = compare(*texts, language="en")
    printed = render.difference(1, 2, comparison, None, {})
    source = SourceCard(slug="pact", name="Pact", publisher=None, url="https://www.example.org/")
    posted = as_json(
        ChangeNotice(
            alert_id=1, source=source, change="wording", from_number=1, to_number=2,
            passages=comparison.passages, not_before=None, first_seen=_AT,
            capture_sha256="", chain_head="",
        )
    )  # fmt: skip
    section = pages.text("docs/json.md").partition("## webhook")[2]
    assert posted.keys() - printed.keys() == set(re.findall(r"`(\w+)`", section)) - _OTHERS
    assert posted["passages"] == printed["passages"]


@pytest.mark.slow
def test_the_pictures_are_current(tmp_path: Path) -> None:
    pictures.draw(tmp_path)
    for name in ("alert.svg", "diff.svg"):
        kept = pictures.FOLDER / name
        assert _lasting(tmp_path / name) == _lasting(kept), f"{name} is old; run: make pictures"


@pytest.mark.parametrize("name", ["alert.svg", "diff.svg"])
def test_a_picture_reaches_for_nothing(name: str) -> None:
    svg = (pictures.FOLDER / name).read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"@font-face|<script|<image|url\((?!#)|href=", svg)
    assert name[:-4] in pages.text("README.md")


def _lasting(picture: Path) -> list[str]:
    """The words of a picture, without what is new in every run: hashes, the port, the seconds."""
    words = re.findall(r"<text[^>]*>([^<]*)</text>", picture.read_text("utf-8"))
    return [re.sub(r"[0-9a-f]{64}|127\.0\.0\.1:\d+|\d+&#160;s&#160;", "~", word) for word in words]
