"""A sitemap of sitemaps; the linked data keeps the date of the template."""

KIND = "index"
LISTING_TYPE = "text/xml"
FURTHER = "https://english.president.gov.tw/sitemap-news-2026.xml"
MATCHED = [
    ("https://english.president.gov.tw/NEWS/7001", None, None),
    ("https://english.president.gov.tw/NEWS/7000", None, None),
]
OTHERS = [
    "https://english.president.gov.tw/Page/93",
]
URL = "https://english.president.gov.tw/NEWS/7001"
DOCUMENT_TYPE = "text/html; charset=utf-8"
TITLE = "President meets delegation from Velmark-News releases-NEWS-Office of the President"
PUBLISHED = "2017-02-05T08:00:00+08:00"
MODIFIED = None
LANGUAGE = "en"
TEXT = [
    "Good afternoon, colleagues. We have just ended our talks, which were long and, I would say, useful.",
    "We discussed the transit of goods over the northern passage, on which our positions are close.",
    "As for the islands, we did not come to an agreement, but we agreed to keep talking.",
]
DROPPED = [
    "Share",
    "2026-03-02",
]
