"""The text ends before an empty element that clears the columns."""

KIND = "page"
LISTING_TYPE = "text/html; charset=utf-8"
MATCHED = [
    (
        "https://www.mfa.gov.cn/web/fyrbt_673021/jzhsl_673025/202603/t20260302_11871234.shtml",
        "2026年3月2日外交部发言人林安主持例行记者会",
        "2026-03-02",
    ),
    (
        "https://www.mfa.gov.cn/web/fyrbt_673021/jzhsl_673025/202602/t20260227_11870001.shtml",
        "2026年2月27日外交部发言人林安主持例行记者会",
        "2026-02-27",
    ),
    (
        "https://www.mfa.gov.cn/web/fyrbt_673021/jzhsl_673025/202602/t20260226_11862601.shtml",
        "2026年2月26日外交部发言人林安主持例行记者会",
        "2026-02-26",
    ),
    (
        "https://www.mfa.gov.cn/web/fyrbt_673021/jzhsl_673025/202602/t20260225_11862501.shtml",
        "2026年2月25日外交部发言人林安主持例行记者会",
        "2026-02-25",
    ),
    (
        "https://www.mfa.gov.cn/web/fyrbt_673021/jzhsl_673025/202602/t20260224_11862401.shtml",
        "2026年2月24日外交部发言人林安主持例行记者会",
        "2026-02-24",
    ),
    (
        "https://www.mfa.gov.cn/web/fyrbt_673021/jzhsl_673025/202602/t20260213_11861301.shtml",
        "2026年2月13日外交部发言人林安主持例行记者会",
        "2026-02-13",
    ),
]
OTHERS = [
    "https://www.mfa.gov.cn/web/fyrbt_673021/about.shtml",
]
URL = "https://www.mfa.gov.cn/web/fyrbt_673021/jzhsl_673025/202603/t20260302_11871234.shtml"
DOCUMENT_TYPE = "text/html; charset=utf-8"
TITLE = "2026年3月2日外交部发言人林安主持例行记者会_中华人民共和国外交部"
PUBLISHED = None
MODIFIED = None
LANGUAGE = "zh"
TEXT = [
    "问：佩洛拉群岛问题上，双方是否已达成共识？",
    "答：我们的立场是一贯的、明确的。我们反对任何单方面改变现状的行为。",
    "问：代表团下周是否访问埃利斯港？",
    "答：目前没有可以提供的消息。",
]
DROPPED = [
    "相关链接",
    "打印",
    "来源",
]
