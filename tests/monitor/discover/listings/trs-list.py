"""A list of a Chinese publishing system: addresses by date, the pages numbered by a script."""

URL = "https://www.mfa.example/web/fyr/jzhsl/index.shtml"
CSS = "ul.list1 li a"
NEXT = "https://www.mfa.example/web/fyr/jzhsl/index_1.shtml"
ENTRIES = [
    (
        "https://www.mfa.example/web/fyr/jzhsl/202606/t20260618_11901234.shtml",
        "2026年6月18日外交部发言人白溪主持例行记者会",
        "2026-06-18",
    ),
    (
        "https://www.mfa.example/web/fyr/jzhsl/202606/t20260617_11900872.shtml",
        "外交部发言人白溪就空浜有关言论答记者问",
        "2026-06-17",
    ),
    (
        "https://www.mfa.example/web/fyr/jzhsl/202606/t20260616_11900411.shtml",
        "2026年6月16日外交部发言人白溪主持例行记者会",
        "2026-06-16",
    ),
    (
        "https://www.mfa.example/web/fyr/jzhsl/202606/t20260613_11899120.shtml",
        "外交部发言人就安塞尔港事件答记者问",
        "2026-06-13",
    ),
]
