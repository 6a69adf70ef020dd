"""Builders of pages and PDFs, every argument defaulted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

Placed = tuple[float, float, float, str]  # x, y (upwards), size, text


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfPage:
    """A page of a PDF to be written: text where it stands, or a picture."""

    texts: Sequence[Placed] = ()
    picture: bool = False


def column(
    lines: Sequence[str], *, x: float = 72, y: float = 740, size: float = 11, step: float = 14
) -> list[Placed]:
    """Lines one under the other."""
    return [(x, y - step * number, size, line) for number, line in enumerate(lines)]


def pdf(pages: Sequence[PdfPage], *, title: str | None = None) -> bytes:
    """A small PDF: Latin text in Helvetica, other text in a font that is not embedded."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", _LATIN, *_cid_font(), _PICTURE]
    kids = []
    for page in pages:
        content = _content(page)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources"
            b" << /Font << /F1 3 0 R /F2 4 0 R >> /XObject << /I1 8 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    if title is not None:
        objects.append(b"<< /Title <feff%s> >>" % title.encode("utf-16-be").hex().encode())
    return _file(objects, info=title is not None)


_LATIN = (
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
)  # fmt: skip
_PICTURE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray"
    b" /BitsPerComponent 8 /Length 1 >>\nstream\n\x80\nendstream"
)


def _cid_font() -> list[bytes]:
    """Objects 4 to 7: two-byte codes that are UTF-16, without any glyphs."""
    ranges = [f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>" for high in range(0xD8)]
    parts = [ranges[start : start + 100] for start in range(0, len(ranges), 100)]
    table = "\n".join(
        f"{len(part)} beginbfrange\n" + "\n".join(part) + "\nendbfrange" for part in parts
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{table}\nendcmap end end"
    ).encode()
    return [
        (
            b"<< /Type /Font /Subtype /Type0 /BaseFont /Mincho /Encoding /Identity-H"
            b" /DescendantFonts [5 0 R] /ToUnicode 7 0 R >>"
        ),
        (
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Mincho /DW 1000"
            b" /FontDescriptor 6 0 R /CIDSystemInfo <<"
            b" /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
        ),
        (
            b"<< /Type /FontDescriptor /FontName /Mincho /Flags 4 /ItalicAngle 0 /Ascent 880"
            b" /Descent -120 /CapHeight 700 /StemV 80 /FontBBox [0 -120 1000 880] >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap),
    ]


def _content(page: PdfPage) -> bytes:
    shown = [b"q 400 0 0 600 90 120 cm /I1 Do Q"] if page.picture else []
    for x, y, size, text in page.texts:
        try:
            font, codes = b"F1", text.encode("cp1252")
        except UnicodeEncodeError:
            font, codes = b"F2", text.encode("utf-16-be")
        shown.append(
            b"BT /%s %.1f Tf %.1f %.1f Td <%s> Tj ET" % (font, size, x, y, codes.hex().encode())
        )
    return b"\n".join(shown)


def _file(objects: list[bytes], *, info: bool) -> bytes:
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    named = b" /Info %d 0 R" % len(objects) if info else b""
    out += b"trailer\n<< /Size %d /Root 1 0 R%s >>\n" % (len(objects) + 1, named)
    return out + b"startxref\n%d\n%%%%EOF\n" % start


WritePdf = Callable[..., bytes]


@pytest.fixture
def one_pdf() -> WritePdf:
    """A PDF of pages that are each a list of placed texts."""

    def write(*pages: Sequence[Placed], title: str | None = None) -> bytes:
        return pdf([PdfPage(texts=texts) for texts in pages], title=title)

    return write


@pytest.fixture
def picture_pdf() -> bytes:
    """A PDF whose one page is a picture, as a scanner makes it."""
    return pdf([PdfPage(picture=True)])


@pytest.fixture
def placed() -> Callable[..., list[Placed]]:
    """Lines one under the other, for `one_pdf`."""
    return column
