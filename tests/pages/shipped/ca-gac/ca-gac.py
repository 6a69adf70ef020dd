"""The service behind the government's own list of news, as Atom."""

KIND = "atom"
LISTING_TYPE = "application/atom+xml"
MATCHED = [
    (
        "https://www.canada.ca/en/global-affairs/news/2026/03/minister-announces-repair-of-lighthouses.html",
        "Minister announces repair of lighthouses",
        "2026-03-02T19:00:00Z",
    ),
    (
        "https://www.canada.ca/en/global-affairs/news/2026/02/canada-welcomes-the-harbour-accord.html",
        "Canada welcomes the Harbour Accord",
        "2026-02-27T15:30:00Z",
    ),
]
OTHERS = [
    "https://www.canada.ca/en/global-affairs/contact.html",
]
URL = "https://www.canada.ca/en/global-affairs/news/2026/03/minister-announces-repair-of-lighthouses.html"
DOCUMENT_TYPE = "text/html; charset=utf-8"
TITLE = "Minister announces repair of lighthouses - Canada.ca"
PUBLISHED = "2026-03-02"
MODIFIED = "2026-03-02"
LANGUAGE = "en"
TEXT = [
    "The Minister today announced a contribution of 12 million crowns to the repair of the lighthouses of the northern coast.",
    "“We will not leave our neighbours in the dark,” the Minister said.",
    "The contribution will be paid in three parts, the first of them before 30 June 2026.",
]
DROPPED = [
    "Date modified",
    "News release",
    "From:",
]
