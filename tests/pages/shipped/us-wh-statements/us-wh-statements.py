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
