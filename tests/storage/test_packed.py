import hashlib

from hypothesis import given
from hypothesis import strategies as st

from storage import packed
from storage.packed import pack, unpack

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(), max_size=80),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(), inner, max_size=6),
)


@given(_JSON)
def test_any_value_comes_back(value: object) -> None:
    assert unpack(pack(value)) == value


def test_usual_headers_shrink_to_a_third() -> None:
    headers = [
        ["Server", "nginx"],
        ["Date", "Fri, 07 Feb 2025 16:55:00 GMT"],
        ["Content-Type", "text/html; charset=utf-8"],
        ["Transfer-Encoding", "chunked"],
        ["Connection", "keep-alive"],
        ["Vary", "Accept-Encoding"],
        ["Cache-Control", "max-age=300, public"],
        ["Strict-Transport-Security", "max-age=31536000; includeSubDomains"],
        ["X-Content-Type-Options", "nosniff"],
        ["X-Frame-Options", "SAMEORIGIN"],
    ]
    assert len(pack(headers)) * 3 < len(str(headers))


def test_the_words_never_change() -> None:
    """What was packed with them could not be read; other words need another first byte."""
    assert (
        hashlib.sha256(packed._WORDS).hexdigest()
        == "d09859a3dfd3a51fe0703f6e5f338f0de69aac2c83b1008e835f64562a741858"
    )
