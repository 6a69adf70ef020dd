"""Relative links into folders by month; UTF-8 that the header calls something else."""

KIND = "page"
LISTING_TYPE = "text/html; charset=utf-8"
MATCHED = [
    (
        "https://www.fmprc.gov.cn/eng/xw/fyrbt/lxjzh/202603/t20260302_11861234.html",
        "Foreign Ministry Spokesperson Lin An’s Regular Press Conference on March 2, 2026",
        "2026-03-02",
    ),
    (
        "https://www.fmprc.gov.cn/eng/xw/fyrbt/lxjzh/202602/t20260227_11860001.html",
        "Foreign Ministry Spokesperson Lin An’s Regular Press Conference on February 27, 2026",
        "2026-02-27",
    ),
    (
        "https://www.fmprc.gov.cn/eng/xw/fyrbt/lxjzh/202602/t20260226_11852601.html",
        "Foreign Ministry Spokesperson Lin An’s Regular Press Conference on February 26, 2026",
        "2026-02-26",
    ),
    (
        "https://www.fmprc.gov.cn/eng/xw/fyrbt/lxjzh/202602/t20260225_11852501.html",
        "Foreign Ministry Spokesperson Lin An’s Regular Press Conference on February 25, 2026",
        "2026-02-25",
    ),
    (
        "https://www.fmprc.gov.cn/eng/xw/fyrbt/lxjzh/202602/t20260224_11852401.html",
        "Foreign Ministry Spokesperson Lin An’s Regular Press Conference on February 24, 2026",
        "2026-02-24",
    ),
    (
        "https://www.fmprc.gov.cn/eng/xw/fyrbt/lxjzh/202602/t20260213_11851301.html",
        "Foreign Ministry Spokesperson Lin An’s Regular Press Conference on February 13, 2026",
        "2026-02-13",
    ),
]
OTHERS = [
    "https://www.fmprc.gov.cn/eng/zy/t2016/",
]
URL = "https://www.fmprc.gov.cn/eng/xw/fyrbt/lxjzh/202603/t20260302_11861234.html"
DOCUMENT_TYPE = "text/html; charset=ISO-8859-1"
TITLE = "Foreign Ministry Spokesperson Lin An’s Regular Press Conference on March 2, 2026_Ministry of Foreign Affairs"
PUBLISHED = "2026-03-02T18:30:00"
MODIFIED = None
LANGUAGE = "en"
TEXT = [
    "Question: Does the ministry still hold that the islands of Pellora are to be administered jointly?",
    "Answer: Our position is consistent and clear. We have noted the reports, and we urge all sides not to take any step that would complicate the situation.",
    "Question: Will the delegation travel to Port Ellis next week?",
    "Answer: I have no information to offer on that.",
]
DROPPED = [
    "Print",
    "Updated",
    "Copyright",
]
