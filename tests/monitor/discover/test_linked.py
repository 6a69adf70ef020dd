from monitor.discover.linked import Link, canonical_of, linked, offered

BASE = "https://ministry.example/en/press/1.html"


def test_attachments_are_the_links_that_css_names() -> None:
    body = (
        b"<body><p><a href='joint.pdf'><img src=i></a> <a href='joint.pdf#page=2'>Joint  statement "
        b"(PDF)</a> <a href='/files/annex.pdf'>Annex</a> <a href='2.html'>Next</a>"
        b"<a href='javascript:x.pdf'>x</a></p>"
    )
    assert linked(body, "a[href*='.pdf']", BASE) == (
        Link(
            url="https://ministry.example/en/press/joint.pdf",
            key="//ministry.example/en/press/joint.pdf",
            words="Joint statement (PDF)",
        ),
        Link(
            url="https://ministry.example/files/annex.pdf",
            key="//ministry.example/files/annex.pdf",
            words="Annex",
        ),
    )


def test_a_body_that_is_no_page_has_no_attachments() -> None:
    assert linked(b"%PDF-1.4", "a", BASE, "application/pdf") == ()
    assert linked(b"", "a", BASE) == ()


def test_the_canonical_address_is_noted() -> None:
    body = b"<head><link rel='canonical' href='/en/press/0.html?utm_source=x'></head>"
    assert canonical_of(body, BASE) == "https://ministry.example/en/press/0.html"
    assert canonical_of(b"<head><link rel=canonical href=mailto:x></head>", BASE) is None
    assert canonical_of(b"<p>none</p>", BASE) is None


def test_the_feeds_that_a_page_offers() -> None:
    body = (
        b"<head><link rel=alternate type='application/rss+xml' title='Press' href='/press.xml'>"
        b"<link rel=alternate type='application/atom+xml; charset=utf-8' href='all.atom'>"
        b"<link rel=alternate hreflang=fr href='/fr/'><link rel=stylesheet href='x.css'></head>"
    )
    assert [(one.url, one.words) for one in offered(body, BASE)] == [
        ("https://ministry.example/press.xml", "Press"),
        ("https://ministry.example/en/press/all.atom", ""),
    ]
