"""A page of the same site, watched by itself."""

URL = "https://www.whitehouse.gov/briefings-statements/2025/02/united-states-japan-joint-leaders-statement/"
DOCUMENT_TYPE = "text/html; charset=utf-8"
TITLE = "United States-Japan Joint Leaders’ Statement – The White House"
PUBLISHED = "2026-03-02T19:05:00Z"
MODIFIED = None
LANGUAGE = "en"
TEXT = [
    "The two leaders agreed that the strait of Merrow shall stay open to the ships of all nations, and opposed any toll on grain.",
    "They did not agree on the fishing limits, which their ministers will take up again in June.",
    "Velmark intends to buy 40 ferries from yards in Arland by 2030.",
]
DROPPED = [
    "March 2, 2026",
    "More News",
]
