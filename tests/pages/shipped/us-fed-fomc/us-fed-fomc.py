"""Three columns of a grid in #article: heading, text, related links."""

KIND = "rss"
LISTING_TYPE = "text/xml"
MATCHED = [
    (
        "https://www.federalreserve.gov/newsevents/pressreleases/monetary20260318a.htm",
        "Federal Reserve issues FOMC statement",
        "2026-03-18T18:00:00Z",
    ),
    (
        "https://www.federalreserve.gov/newsevents/pressreleases/monetary20260218a.htm",
        "Minutes of the Federal Open Market Committee, January 27-28, 2026",
        "2026-02-18T19:00:00Z",
    ),
]
OTHERS = [
    "https://www.federalreserve.gov/newsevents/pressreleases/monetary20260318a1.htm",
]
URL = "https://www.federalreserve.gov/newsevents/pressreleases/monetary20260318a.htm"
DOCUMENT_TYPE = "text/html; charset=utf-8"
TITLE = "Federal Reserve Board - Federal Reserve issues FOMC statement"
PUBLISHED = None
MODIFIED = None
LANGUAGE = "en"
TEXT = [
    "Information received since the committee met in January suggests that trade through the harbours has grown at a modest pace.",
    "The committee decided to keep the harbour rate at 4-1/4 percent. It does not expect that it will be appropriate to raise it before the autumn.",
    "Voting for this action were Ada Brook, Chair; Tomas Lind, Vice Chair; and Inga Moor. Voting against was Peder Holm, who preferred to lower the rate by a quarter.",
]
DROPPED = [
    "For media",
    "Implementation Note",
    "For release",
    "Related",
]
