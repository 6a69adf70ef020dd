"""A WordPress block theme: the heading and date stand in a box inside the text."""

KIND = "page"
LISTING_TYPE = "text/html; charset=utf-8"
MATCHED = [
    (
        "https://www.whitehouse.gov/briefings-statements/2026/03/joint-statement-on-the-harbour-accord/",
        "Joint Statement on the Harbour Accord",
        "2026-03-02T14:05:00-05:00",
    ),
    (
        "https://www.whitehouse.gov/briefings-statements/2026/02/readout-of-the-call-with-the-president-of-velmark/",
        "Readout of the Call with the President of Velmark",
        "2026-02-26T18:00:00-05:00",
    ),
    (
        "https://www.whitehouse.gov/remarks/2026/02/remarks-at-the-opening-of-the-lighthouse/",
        "Remarks at the Opening of the Lighthouse",
        "2026-02-20T11:30:00-05:00",
    ),
    (
        "https://www.whitehouse.gov/briefings-statements/2026/01/statement-on-the-ferries-of-the-northern-coast/",
        "Statement on the Ferries of the Northern Coast",
        "2026-01-20T10:00:00-05:00",
    ),
    (
        "https://www.whitehouse.gov/briefings-statements/2026/01/remarks-on-the-repair-of-the-lighthouses/",
        "Remarks on the Repair of the Lighthouses",
        "2026-01-21T10:00:00-05:00",
    ),
    (
        "https://www.whitehouse.gov/briefings-statements/2026/01/note-on-the-grain-tolls-of-the-eastern-channel/",
        "Note on the Grain Tolls of the Eastern Channel",
        "2026-01-22T10:00:00-05:00",
    ),
    (
        "https://www.whitehouse.gov/briefings-statements/2026/01/message-on-the-day-of-the-harbour-masters/",
        "Message on the Day of the Harbour Masters",
        "2026-01-23T10:00:00-05:00",
    ),
]
OTHERS = [
    "https://www.whitehouse.gov/presidential-actions/2026/02/lighthouse-week-2026/",
]
URL = (
    "https://www.whitehouse.gov/briefings-statements/2026/03/joint-statement-on-the-harbour-accord/"
)
DOCUMENT_TYPE = "text/html; charset=utf-8"
TITLE = "Joint Statement on the Harbour Accord – The White House"
PUBLISHED = "2026-03-02T19:05:00Z"
MODIFIED = None
LANGUAGE = "en"
TEXT = [
    "The Prime Minister met the President of Velmark in Port Ellis on 2 March 2026.",
    "The two leaders agreed that the strait of Merrow shall stay open to the ships of all nations, and opposed any toll on grain.",
    "They did not agree on the fishing limits, which their ministers will take up again in June.",
    "Velmark intends to buy 40 ferries from yards in Arland by 2030.",
]
DROPPED = [
    "March 2, 2026",
    "Briefings Statements",
    "More News",
    "Skip to content",
]
