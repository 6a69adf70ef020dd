"""PDFs made to take time and memory: read within limits, or a verdict with the reason."""

import zlib

import pytest

from monitor.text.pdf import read_pdf
from storage.model import Document, Judgement


def _pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1, of which the first is the catalogue."""
    out, offsets = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return out + head + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(out)


def _stream(content: bytes, extra: bytes = b"") -> bytes:
    packed = zlib.compress(content, 9)
    head = b"<< /Filter /FlateDecode /Length %d %s >>" % (len(packed), extra)
    return b"%s\nstream\n%s\nendstream" % (head, packed)


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    b" /Resources << /Font << /F1 5 0 R >> /XObject << /I1 6 0 R >> >> >>"
)
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def _one_page(content: bytes, picture: bytes = b"null") -> bytes:
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return _pdf(CATALOGUE, pages, PAGE, content, FONT, picture)


def test_very_many_pages() -> None:
    pages = b"<< /Type /Pages /Kids [%s] /Count 60000 >>" % (b"3 0 R " * 60_000)
    body = _pdf(CATALOGUE, pages, PAGE, _stream(b""), FONT, b"null")
    assert read_pdf(body) == Judgement(verdict="failed", reason="the PDF has more than 2,000 pages")


def test_a_page_tree_that_goes_in_a_circle() -> None:
    pages = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"
    assert isinstance(read_pdf(_pdf(CATALOGUE, pages)), Judgement)


@pytest.mark.slow
def test_a_content_stream_that_unpacks_to_half_a_gigabyte() -> None:
    packed = zlib.compressobj(9)
    million = b"BT /F1 9 Tf (a) Tj ET\n" * 50_000
    parts = [packed.compress(million) for _ in range(450)]
    content = b"".join(parts) + packed.flush()
    assert len(content) < 5_000_000
    head = b"<< /Filter /FlateDecode /Length %d >>" % len(content)
    found = read_pdf(_one_page(b"%s\nstream\n%s\nendstream" % (head, content)))
    assert isinstance(found, Judgement)
    assert found.verdict == "failed"


def test_a_filter_over_a_filter_over_a_filter() -> None:
    content = b"\0" * 30_000_000
    for _ in range(3):
        content = zlib.compress(content, 9)
    filters = b"/FlateDecode " * 3
    head = b"<< /Filter [%s] /Length %d >>" % (filters, len(content))
    found = read_pdf(_one_page(b"%s\nstream\n%s\nendstream" % (head, content)))
    assert isinstance(found, Judgement)


def test_a_picture_of_a_hundred_gigabytes_is_not_unpacked() -> None:
    picture = _stream(
        b"\0" * 1_000_000,
        b"/Type /XObject /Subtype /Image /Width 200000 /Height 200000"
        b" /ColorSpace /DeviceRGB /BitsPerComponent 8",
    )
    drawn = _stream(b"q 500 0 0 500 0 0 cm /I1 Do Q BT /F1 12 Tf 72 700 Td (Here.) Tj ET")
    found = read_pdf(_one_page(drawn, picture))
    assert isinstance(found, Document)
    assert found.text == "Here."


@pytest.mark.parametrize("depth", [10_000])
def test_values_within_values(depth: int) -> None:
    nested = b"[" * depth + b"]" * depth
    assert isinstance(read_pdf(_one_page(nested)), Judgement)
