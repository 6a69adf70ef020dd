"""How much text an element holds, in links and at all, and what is walked to know it."""

from lxml import etree

from monitor.text.held import Held, held


def _page() -> etree._Element:
    return etree.HTML(
        "<main><div> a <a href=x>link <b>ed</b></a> b</div><p>text</p> c<i><a>li</a>nk</i></main>"
    )


def test_text_is_counted_in_links_and_at_all() -> None:
    root = _page()
    known: dict[etree._Element, Held] = {}
    assert held(root, known) == Held(length=17, linked=8)
    assert held(next(root.iter("div")), known) == Held(length=8, linked=6)
    assert held(next(root.iter("a")), known) == Held(length=6, linked=6)
    assert held(next(root.iter("b")), known) == Held(length=2, linked=0)


def test_a_small_box_is_walked_alone() -> None:
    root = _page()
    known: dict[etree._Element, Held] = {}
    assert held(next(root.iter("div")), known) == Held(length=8, linked=6)
    assert [one.tag for one in known] == ["div", "a", "b"]
