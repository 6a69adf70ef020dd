"""Character sets: whatever a body says of itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text import tree
from monitor.text.decode import decode, replaced_share
from storage.model import Judgement

JA = "両大臣は、港湾協定の意義を確認し、次回会談を秋に行うことで一致しました。" * 3
KO = "두 장관은 항구 협정의 의의를 확인하고 다음 회담을 가을에 열기로 하였다." * 3
ZH_CN = "两位部长确认了港口协定的意义，并一致同意在秋季举行下一次会谈。" * 3
ZH_TW = "兩位部長確認了港口協定的意義，並一致同意在秋季舉行下一次會談。" * 3
EN = "The ministers’ talks – “frank and useful” – cost €20,000."


def page(text: str, charset: str | None = None) -> str:
    meta = f'<meta charset="{charset}">' if charset else ""
    return f"<html><head>{meta}<title>{text[:8]}</title></head><body><p>{text}</p></body></html>"


DECLARED = [
    ("shift_jis", "cp932", JA + "①～", "shift_jis"),
    ("x-sjis", "cp932", JA, "shift_jis"),
    ("euc-jp", "euc_jp", JA, "euc-jp"),
    ("iso-2022-jp", "iso2022_jp", JA, "iso-2022-jp"),
    ("gb18030", "gb18030", ZH_CN + "𠮷", "gb18030"),
    ("gb2312", "gb18030", ZH_CN + "镕€", "gb18030"),
    ("gbk", "gbk", ZH_CN + "朱镕基", "gb18030"),
    ("big5", "cp950", ZH_TW, "big5"),
    ("euc-kr", "cp949", KO + "똠", "euc-kr"),
    ("windows-1252", "cp1252", EN, "windows-1252"),
    ("iso-8859-1", "cp1252", EN, "windows-1252"),
    ("windows-1251", "cp1251", "Министры подтвердили значение соглашения.", "windows-1251"),
    ("utf-8", "utf-8", JA, "utf-8"),
]


@pytest.mark.parametrize(("label", "codec", "text", "charset"), DECLARED)
@pytest.mark.parametrize("where", ["header", "meta"])
def test_declared(label: str, codec: str, text: str, charset: str, where: str) -> None:
    source = page(text, label if where == "meta" else None)
    header = f"text/html; charset={label}" if where == "header" else "text/html"
    decoded = decode(source.encode(codec), header)
    assert decoded.text == source
    assert decoded.charset == charset


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp932", JA),
        ("euc_jp", JA),
        ("iso2022_jp", JA),
        ("gb18030", ZH_CN),
        ("cp950", ZH_TW),
        ("cp949", KO),
        ("utf-8", JA),
        ("utf-16", JA),
        ("utf-16-le", page(EN)),
        ("utf-8-sig", EN),
    ],
)
def test_not_declared(codec: str, text: str) -> None:
    assert decode(page(text).encode(codec), None).text == page(text)


@pytest.mark.parametrize("label", ["shift_jis", "gb2312", "iso-8859-1", "windows-1252", "nonsense"])
def test_utf8_declared_as_something_else(label: str) -> None:
    source = page(JA + EN, label)
    decoded = decode(source.encode(), f"text/html; charset={label}")
    assert (decoded.text, decoded.charset) == (source, "utf-8")


def test_wrong_header_yields_to_a_right_meta() -> None:
    source = page(JA, "euc-jp")
    assert decode(source.encode("euc_jp"), "text/html; charset=utf-8").text == source
    assert decode(source.encode("euc_jp"), "text/html; charset=ISO-8859-1").text == source


@pytest.mark.parametrize("header", ["shift_jis", "gb2312", "euc-kr", "big5", "utf-8", "iso-8859-1"])
@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("euc-jp", "euc_jp", JA),
        ("shift_jis", "cp932", JA),
        ("gb2312", "gb18030", ZH_CN),
        ("big5", "cp950", ZH_TW),
        ("euc-kr", "cp949", KO),
    ],
)
def test_of_two_declarations_the_one_that_makes_a_text(
    header: str, label: str, codec: str, text: str
) -> None:
    source = page(text, label)
    assert decode(source.encode(codec), f"text/html; charset={header}").text == source
    misled = page(text, header)
    assert decode(misled.encode(codec), f"text/html; charset={label}").text == misled


@pytest.mark.parametrize("text", [EN, "Un café à 20 €.", "“Yes”"])
def test_western_text_without_a_declaration(text: str) -> None:
    decoded = decode(page(text).encode("cp1252"), "text/html")
    assert (decoded.text, decoded.charset) == (page(text), "windows-1252")


def test_a_latin_header_on_another_script() -> None:
    source = page(JA)
    assert decode(source.encode("euc_jp"), "text/html; charset=ISO-8859-1").text == source


def test_utf8_with_a_bad_byte_stays_utf8() -> None:
    body = page(JA * 3).encode().replace("秋に".encode(), b"\xe9", 1)
    decoded = decode(body, "text/html; charset=utf-8")
    assert decoded.charset == "utf-8"
    assert decoded.text.count("\ufffd") == 1


def test_a_bad_byte_among_a_few_good_ones() -> None:
    body = "The ministers’ talks – “frank” – ended.".encode() + b" caf\xe9"
    assert decode(body, "text/html; charset=utf-8").text.endswith("ended. caf\ufffd")
    assert decode(b"<p>caf\xe9</p>", "text/html; charset=utf-8").text == "<p>café</p>"


@pytest.mark.parametrize("content_type", ["text/html; charset=euc-jp", None])
def test_euc_jp_with_a_bad_byte_stays_euc_jp(content_type: str | None) -> None:
    body = page(JA).encode("euc_jp").replace("秋に".encode("euc_jp"), b"\xff", 1)
    decoded = decode(body, content_type)
    assert decoded.charset == "euc-jp"
    assert decoded.text == page(JA.replace("秋に", "\ufffd", 1))


def test_iso_2022_jp_with_a_latin_byte() -> None:
    body = page(JA).encode("iso2022_jp") + b"<!-- caf\xe9 -->"
    assert decode(body, "text/html; charset=iso-2022-jp").text.startswith(page(JA))


@pytest.mark.parametrize("text", ["a{}b", "会談{}一致", "’{}"])
def test_lone_surrogates_in_utf8(text: str) -> None:
    body = text.format("\ud83d").encode("utf-8", "surrogatepass")
    for content_type in ("text/html; charset=utf-8", None):
        decoded = decode(body, content_type)
        assert (decoded.text, decoded.charset) == (text.format("\ufffd"), "utf-8")


def test_surrogate_pairs_in_utf8_are_the_character_they_mean() -> None:
    assert decode("a\ud842\udfb7b".encode("utf-8", "surrogatepass"), None).text == "a𠮷b"


def test_utf16_that_only_the_header_tells() -> None:
    source = "<p>" + JA + "</p>"
    for label, codec in (("utf-16le", "utf-16-le"), ("utf-16be", "utf-16-be")):
        assert decode(source.encode(codec), f"text/html; charset={label}").text == source
    assert decode(source.encode(), "text/html; charset=utf-16").text == source


def test_utf8_cut_in_the_middle_of_a_character() -> None:
    assert decode("確認".encode()[:-1], None).text == "確\ufffd"


def test_controls_become_replacement_characters() -> None:
    assert decode("a\x00b\x01c\x9fd\te\r\n".encode(), None).text == "a\ufffdb\ufffdc\ufffdd\te\r\n"
    lone = "確\ud800認".encode("utf-16-le", "surrogatepass")
    assert "\ud800" not in decode(b"\xff\xfe" + lone, None).text


@given(st.binary(max_size=400), st.sampled_from([None, "text/html; charset=shift_jis", "x"]))
def test_any_bytes_become_text(body: bytes, content_type: str | None) -> None:
    text = decode(body, content_type).text
    text.encode("utf-8")
    assert "\x00" not in text
    assert 0 <= replaced_share(text) <= 1


@pytest.mark.parametrize(("right", "said"), [("utf-8", "UTF-8"), ("cp932", "Shift_JIS")])
def test_a_body_that_was_read_as_western_and_written_again_says_so(right: str, said: str) -> None:
    found = tree.parse(JA.encode(right).decode("latin-1").encode(), "text/html")
    assert isinstance(found, Judgement)
    assert found.verdict == "failed"
    assert found.reason == f"the text is in another character set: {said} read as ISO-8859-1"


def test_a_body_that_is_no_text_says_so() -> None:
    for body in (b"\x01\x02\x03 a" * 50, "\ufffd\x81 b".encode() * 50):
        found = tree.parse(body, "text/html")
        assert isinstance(found, Judgement)
        assert "another character set" not in str(found.reason)
