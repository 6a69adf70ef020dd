"""The same theme as us-wh-statements."""

KIND = "page"
LISTING_TYPE = "text/html; charset=utf-8"
MATCHED = [
    (
        "https://www.whitehouse.gov/fact-sheets/2026/03/fact-sheet-the-harbour-accord-lowers-tolls-on-grain/",
        "Fact Sheet: The Harbour Accord Lowers Tolls on Grain",
        "2026-03-02T16:00:00-05:00",
    ),
    (
        "https://www.whitehouse.gov/fact-sheets/2026/02/fact-sheet-forty-ferries-for-velmark/",
        "Fact Sheet: Forty Ferries for Velmark",
        "2026-02-10T10:00:00-05:00",
    ),
    (
        "https://www.whitehouse.gov/fact-sheets/2026/01/statement-on-the-ferries-of-the-northern-coast/",
        "Statement on the Ferries of the Northern Coast",
        "2026-01-20T10:00:00-05:00",
    ),
    (
        "https://www.whitehouse.gov/fact-sheets/2026/01/remarks-on-the-repair-of-the-lighthouses/",
        "Remarks on the Repair of the Lighthouses",
        "2026-01-21T10:00:00-05:00",
    ),
    (
        "https://www.whitehouse.gov/fact-sheets/2026/01/note-on-the-grain-tolls-of-the-eastern-channel/",
        "Note on the Grain Tolls of the Eastern Channel",
        "2026-01-22T10:00:00-05:00",
    ),
    (
        "https://www.whitehouse.gov/fact-sheets/2026/01/message-on-the-day-of-the-harbour-masters/",
        "Message on the Day of the Harbour Masters",
        "2026-01-23T10:00:00-05:00",
    ),
]
OTHERS = [
    "https://www.whitehouse.gov/fact-sheets/topics/",
]
URL = "https://www.whitehouse.gov/fact-sheets/2026/03/fact-sheet-the-harbour-accord-lowers-tolls-on-grain/"
DOCUMENT_TYPE = "text/html; charset=utf-8"
TITLE = "Fact Sheet: The Harbour Accord Lowers Tolls on Grain – The White House"
PUBLISHED = "2026-03-02T19:05:00Z"
MODIFIED = None
LANGUAGE = "en"
TEXT = [
    "The Harbour Accord is a victory for those who ship grain through the strait of Merrow.",
    "The two leaders agreed that the strait of Merrow shall stay open to the ships of all nations, and opposed any toll on grain.",
    "They did not agree on the fishing limits, which their ministers will take up again in June.",
    "Velmark intends to buy 40 ferries from yards in Arland by 2030.",
]
DROPPED = [
    "March 2, 2026",
    "More News",
]
