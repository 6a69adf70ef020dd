"""The government's own publishing: an Atom feed of twenty, the text in .govspeak."""

KIND = "atom"
LISTING_TYPE = "application/atom+xml; charset=utf-8"
MATCHED = [
    (
        "https://www.gov.uk/government/news/uk-repairs-lighthouses",
        "News story: UK repairs lighthouses of the northern coast",
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
URL = "https://www.gov.uk/government/news/uk-repairs-lighthouses"
DOCUMENT_TYPE = "text/html; charset=utf-8"
TITLE = "UK repairs lighthouses of the northern coast - GOV.UK"
PUBLISHED = "2026-03-02T18:00:00Z"
MODIFIED = "2026-03-03T10:00:00Z"
LANGUAGE = "en"
TEXT = [
    "The Minister today announced a contribution of 12 million crowns to the repair of the lighthouses of the northern coast.",
    "“We will not leave our neighbours in the dark,” the Minister said.",
    "The contribution will be paid in three parts, the first of them before 30 June 2026.",
]
DROPPED = [
    "cookies",
    "Share this page",
    "2 March 2026",
]
