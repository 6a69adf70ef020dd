"""The report in a real browser, as files on a disk: read by people who see, and who do not."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.monitor.report.conftest import Report

pytestmark = pytest.mark.slow
_PAGES = (
    "index.html", "sources/a/index.html", "sources/b/index.html", "sources/a/1-2.html",
    "statements/pact.html",
)  # fmt: skip
_QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--no-first-run",
)  # fmt: skip
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium is installed")
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=chromium, args=list(_QUIET))
        yield one
        one.close()


@pytest.fixture
def visit(browser: Browser, report: Report) -> Iterator[Open]:
    """Open a page of the report; whatever it complains of, or asks of the network, fails."""
    faults: list[str] = []

    def start(name: str, scheme: Literal["light", "dark"] = "light", width: int = 1100) -> Page:
        page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 800})
        page.on("console", lambda said: faults.append(f"{name}: {said.text}"))
        page.on("pageerror", lambda error: faults.append(f"{name}: {error}"))
        page.on("request", lambda one: faults.append(one.url) if _is_outside(one.url) else None)
        page.goto((report.folder / name).resolve().as_uri())
        return page

    yield start
    for context in browser.contexts:
        context.close()
    assert faults == []


def _is_outside(url: str) -> bool:
    return not url.startswith("file:")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier_that_axe_knows(
    visit: Open, scheme: Literal["light", "dark"]
) -> None:
    for name in _PAGES:
        page = visit(name, scheme)
        choices = page.locator("input[type=radio]")
        for nth in range(max(1, choices.count())):
            if choices.count():
                choices.nth(nth).check()
            found = Axe().run(page, options={"preload": False})
            assert found.violations_count == 0, f"{name}: {found.generate_report()}"


def test_the_style_sheet_is_found_from_every_page(visit: Open) -> None:
    for name in _PAGES:
        width = visit(name).evaluate("getComputedStyle(document.querySelector('main')).maxWidth")
        assert width != "none", name


def test_the_keyboard_reaches_the_content_first_and_then_every_link(visit: Open) -> None:
    page = visit("index.html")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "To the content"
    assert skip.bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    page.wait_for_url("**#main", timeout=5_000)
    reached = []
    for _ in range(page.locator("main a").count()):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('href')"))
    assert "sources/a/1-2.html" in reached


def test_what_was_removed_and_added_is_said_to_who_does_not_see_it(visit: Open) -> None:
    page = visit("sources/a/1-2.html")
    said = [
        page.locator(f".inline {tag}").first.evaluate(
            "one => getComputedStyle(one, '::before').content"
        )
        for tag in ("del", "ins")
    ]
    assert ["removed" in said[0], "added" in said[1]] == [True, True]
    picture = visit("sources/a/index.html").get_by_role("img", name="Timeline")
    assert "3 versions: 1 first text, 1 wording, 1 typography." in picture.aria_snapshot()


def test_a_link_of_a_change_leads_there_and_back(visit: Open) -> None:
    page = visit("index.html")
    page.get_by_role("link", name='"oppose" → "do not support"').click()
    assert page.url.endswith("sources/a/1-2.html")
    page.get_by_role("radio", name="Side by side").check()
    assert page.locator(".beside del").is_visible()
    page.get_by_role("link", name="The change after").click()
    assert page.url.endswith("sources/a/2-3.html")
    page.get_by_role("navigation", name="Report").get_by_role("link", name="All texts").click()
    assert page.url.endswith("index.html")


@pytest.mark.parametrize("name", _PAGES)
def test_a_narrow_window_scrolls_no_page_sideways(visit: Open, name: str) -> None:
    page = visit(name, width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_it_prints_dark_on_white_without_what_only_a_screen_needs(
    visit: Open, tmp_path: Path
) -> None:
    page = visit("sources/a/index.html", "dark")
    page.emulate_media(media="print", color_scheme="dark")
    colours = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    )
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert not page.locator(".top").is_visible()
    page.pdf(path=tmp_path / "page.pdf")
    assert (tmp_path / "page.pdf").stat().st_size > 5_000
