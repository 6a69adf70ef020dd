import pytest

from monitor.discover.slugs import slug

NAMES = {
    ("Statement by the Minister: “A Free & Open Strait”", "https://x.example/1"):
        "statement-by-the-minister-a-free-open-strait",
    ("The Prime Minister’s remarks", "https://x.example/1"): "the-prime-ministers-remarks",
    ("Заявление МИД России", "https://x.example/1"): "zayavlenie-mid-rossii",
    ("Déclaration des ministres — août 2025", "https://x.example/1"):
        "declaration-des-ministres-aout-2025",
    ("日米首脳会談", "https://x.example/press/page1_002345.html"): "page1-002345",
    ("外交部发言人答记者问", "https://x.example/202502/t20250207_11550123.shtml"):
        "t20250207-11550123",
    ("日米首脳会談", "https://x.example/view.do?seq=377"): "377",
    ("日米首脳会談", "https://x.example/News_Content.aspx?n=1329&s=98765"):
        "news-content-1329-98765",
    ("日米首脳会談", "https://x.example/"): "x-example",
    ("2025", "https://x.example/statement-of-7-february.html"): "statement-of-7-february",
    (None, "https://x.example/2025/02/07/readout/"): "readout",
    (None, "https://x.example/2025/02/07/index.html"): "07",
    (None, "https://x.example/index.xml"): "index",
    (None, "https://x.example/sitemap-2025.xml.gz"): "sitemap-2025",
    ("…", "https://x.example/%E5%A3%B0%E6%98%8E.html"): "shengming",
    ("A" * 200, "https://x.example/"): "a" * 60,
    ("word " * 40, "https://x.example/"): "-".join(["word"] * 12),
}  # fmt: skip


@pytest.mark.parametrize("given", NAMES)
def test_a_document_is_named_so_that_people_can_read_it(given: tuple[str | None, str]) -> None:
    assert slug(*given) == NAMES[given]


def test_a_name_that_is_taken_gets_a_number() -> None:
    first = slug("Joint statement", "https://x.example/1")
    second = slug("Joint statement", "https://x.example/2", {first})
    third = slug("Joint statement", "https://x.example/3", {first, second})
    assert (first, second, third) == ("joint-statement", "joint-statement-2", "joint-statement-3")


def test_a_long_name_that_is_taken_stays_short_enough() -> None:
    long = slug("A" * 200, "https://x.example/")
    other = slug("A" * 200, "https://x.example/", {long})
    assert other == f"{'a' * 58}-2"
