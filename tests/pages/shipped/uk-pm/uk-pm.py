"""The government's own publishing: an Atom feed of twenty, the text in .govspeak."""

KIND = "atom"
LISTING_TYPE = "application/atom+xml; charset=utf-8"
MATCHED = [
    (
        "https://www.gov.uk/government/news/pm-meeting-with-the-president-of-velmark",
        "News story: PM meeting with the President of Velmark: 2 March 2026",
        None,
    ),
    (
        "https://www.gov.uk/government/speeches/remarks-on-the-harbours",
        "Speech: Remarks on the harbours",
        None,
    ),
    (
        "https://www.gov.uk/government/publications/the-harbour-accord",
        "Policy paper: The Harbour Accord",
        None,
    ),
]
OTHERS = [
    "https://www.gov.uk/government/consultations/tolls-on-grain",
]
URL = "https://www.gov.uk/government/news/pm-meeting-with-the-president-of-velmark"
DOCUMENT_TYPE = "text/html; charset=utf-8"
TITLE = "PM meeting with the President of Velmark: 2 March 2026 - GOV.UK"
PUBLISHED = "2026-03-02T18:00:00Z"
MODIFIED = "2026-03-03T10:00:00Z"
LANGUAGE = "en"
TEXT = [
    "The Prime Minister met the President of Velmark in Port Ellis on 2 March 2026.",
    "The two leaders agreed that the strait of Merrow shall stay open to the ships of all nations, and opposed any toll on grain.",
    "They did not agree on the fishing limits, which their ministers will take up again in June.",
    "Velmark intends to buy 40 ferries from yards in Arland by 2030.",
]
DROPPED = [
    "cookies",
    "Share this page",
    "Last updated",
]
