"""ASP.NET: hidden state in the form, the dateline in the text."""

KIND = "rss"
LISTING_TYPE = "application/xml; charset=utf-8"
MATCHED = [
    (
        "https://en.mofa.gov.tw/News_Content.aspx?n=1329&s=118001",
        "Foreign Minister Lin meets delegation from Velmark",
        "2026-03-02T08:00:00Z",
    ),
    (
        "https://en.mofa.gov.tw/News_Content.aspx?n=1329&s=117999",
        "MOFA welcomes the Harbour Accord",
        "2026-03-01T08:00:00Z",
    ),
]
OTHERS = [
    "https://en.mofa.gov.tw/Album.aspx?n=1400&s=12",
]
URL = "https://en.mofa.gov.tw/News_Content.aspx?n=1329&s=118001"
DOCUMENT_TYPE = "text/html; charset=utf-8"
TITLE = "Foreign Minister Lin meets delegation from Velmark - Ministry of Foreign Affairs"
PUBLISHED = None
MODIFIED = None
LANGUAGE = "en"
TEXT = [
    "March 2, 2026",
    "No. 061",
    "The Minister today announced a contribution of 12 million crowns to the repair of the lighthouses of the northern coast.",
    "“We will not leave our neighbours in the dark,” the Minister said.",
    "The contribution will be paid in three parts, the first of them before 30 June 2026.",
]
DROPPED = [
    "Data source",
    "Print",
    "Home",
]
