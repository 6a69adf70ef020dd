"""A press release in several sections; the feed's address ends in .html."""

KIND = "rss"
LISTING_TYPE = "text/html"
MATCHED = [
    (
        "https://www.ecb.europa.eu/press/pr/date/2026/html/ecb.mp260305~1a2b3c4d5e.en.html",
        "Monetary policy decisions",
        "2026-03-05T14:15:00+01:00",
    ),
    (
        "https://www.ecb.europa.eu/press/press_conference/monetary-policy-statement/2026/html/ecb.is260305~0f9e8d7c6b.en.html",
        "Monetary policy statement (with Q&A)",
        "2026-03-05T15:45:00+01:00",
    ),
]
OTHERS = [
    "https://www.ecb.europa.eu/press/key/date/2026/html/ecb.sp260304~7f6e5d4c3b.en.html",
]
URL = "https://www.ecb.europa.eu/press/pr/date/2026/html/ecb.mp260305~1a2b3c4d5e.en.html"
DOCUMENT_TYPE = "text/html; charset=utf-8"
TITLE = "Monetary policy decisions"
PUBLISHED = "2026-03-05"
MODIFIED = None
LANGUAGE = "en"
TEXT = [
    "5 March 2026",
    "The Governing Council today decided to keep the three key rates of the harbours unchanged.",
    "The outlook is subject to tolls that nobody can foresee; the Council does not commit itself to a path.",
    "Asset purchases",
    "The Council stands ready to adjust all of its instruments within its mandate.",
]
DROPPED = [
    "Deutsch",
    "Contact",
    "Sonnemann",
]
