"""The pages as a program meets them: deterministic, sized like real ones, noisy around the text."""

import re

import lxml.html
import pytest

from monitor.demo.catalogue import PAGES, Page
from monitor.demo.pages import blocks, challenge, render
from monitor.demo.revisions import BASELINE, REVISIONS, Revision

CONTAINERS = {"avelland": "div.field--name-body", "sorahama": "div.wysiwyg-inner"}


def container_text(page: Page, body: bytes) -> str:
    tree = lxml.html.document_fromstring(body.decode())
    (found,) = tree.cssselect(CONTAINERS[page.ministry])
    return str(found.text_content())


def heading(body: bytes) -> str:
    (found,) = lxml.html.document_fromstring(body.decode()).cssselect("h1")
    return str(found.text_content())


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_as_heavy_as_real_ones(page: Page) -> None:
    body = render(page, BASELINE, 0)
    assert 40_000 <= len(body) <= 65_000
    assert body.rstrip().endswith(b"</html>")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("revision", REVISIONS)
def test_the_container_holds_the_text_and_nothing_else(page: Page, revision: Revision) -> None:
    body = render(page, revision, 3)
    title, *groups = blocks(page, revision)
    lines = [line for line in container_text(page, body).split("\n") if line.strip()]
    assert lines == [item for group in groups for item in group.items]
    assert heading(body) == title.items[0]


@pytest.mark.parametrize("page", PAGES)
def test_rendering_is_deterministic(page: Page) -> None:
    assert render(page, BASELINE, 7) == render(page, BASELINE, 7)


@pytest.mark.parametrize("page", PAGES)
def test_noise_alters_the_frame_and_never_the_text(page: Page) -> None:
    visits = [render(page, BASELINE, visit) for visit in range(8)]
    assert len(set(visits)) == 8
    assert len({container_text(page, body) for body in visits}) == 1
    for noisy in (rb'nonce="([^"]+)"', rb'csrf(?:-token)?" content="([^"]+)"'):
        assert len({re.findall(noisy, body)[0] for body in visits}) == 8


@pytest.mark.parametrize("page", PAGES)
def test_teasers_rotate_and_the_counter_runs(page: Page) -> None:
    first, second = (lxml.html.document_fromstring(render(page, BASELINE, n)) for n in (0, 1))
    for selector in (".card__title, .pickup-unit dt", ".statistics-counter, .counter"):
        texts = [
            [found.text_content() for found in tree.cssselect(selector)] for tree in (first, second)
        ]
        assert texts[0] != texts[1]
        assert len(texts[0]) == len(texts[1]) > 0


@pytest.mark.parametrize("page", PAGES)
def test_the_markup_is_well_formed_enough_to_be_read_alike_by_anyone(page: Page) -> None:
    body = render(page, BASELINE, 0).decode()
    for name in ("div", "ul", "li", "section", "p", "h2", "a", "span"):
        assert len(re.findall(rf"<{name}[ >]", body)) == body.count(f"</{name}>")
    identifiers = re.findall(r'(?<!-)\bid="([^"]+)"', body)
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.parametrize("page", PAGES)
def test_a_challenge_says_just_a_moment_and_nothing_of_the_text(page: Page) -> None:
    body = challenge(page, 1).decode()
    assert "<title>Just a moment...</title>" in body
    assert len(body) < 4_000
    assert "Halvane" not in body
    assert challenge(page, 1) != challenge(page, 2)
