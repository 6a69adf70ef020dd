"""A site that refuses programs; its index of headings, tags and closing signs are no text."""

KIND = "page"
LISTING_TYPE = "text/html; charset=utf-8"
MATCHED = [
    (
        "https://www.state.gov/releases/office-of-the-spokesperson/2026/03/meeting-with-foreign-minister-lind-of-velmark",
        "Meeting with Foreign Minister Lind of Velmark",
        "2026-03-02",
    ),
    (
        "https://www.state.gov/releases/office-of-the-spokesperson/2026/02/on-the-harbour-accord",
        "On the Harbour Accord",
        "2026-02-27",
    ),
    (
        "https://www.state.gov/briefings/department-press-briefing-february-26-2026",
        "Department Press Briefing – February 26, 2026",
        "2026-02-26",
    ),
    (
        "https://www.state.gov/releases/office-of-the-spokesperson/2026/01/statement-on-the-ferries-of-the-northern-coast",
        "Statement on the Ferries of the Northern Coast",
        "2026-01-20",
    ),
    (
        "https://www.state.gov/releases/office-of-the-spokesperson/2026/01/remarks-on-the-repair-of-the-lighthouses",
        "Remarks on the Repair of the Lighthouses",
        "2026-01-21",
    ),
    (
        "https://www.state.gov/releases/office-of-the-spokesperson/2026/01/note-on-the-grain-tolls-of-the-eastern-channel",
        "Note on the Grain Tolls of the Eastern Channel",
        "2026-01-22",
    ),
    (
        "https://www.state.gov/releases/office-of-the-spokesperson/2026/01/message-on-the-day-of-the-harbour-masters",
        "Message on the Day of the Harbour Masters",
        "2026-01-23",
    ),
]
OTHERS = [
    "https://www.state.gov/travel-advisories/pellora",
]
URL = "https://www.state.gov/releases/office-of-the-spokesperson/2026/03/meeting-with-foreign-minister-lind-of-velmark"
DOCUMENT_TYPE = "text/html; charset=utf-8"
TITLE = "Meeting with Foreign Minister Lind of Velmark - United States Department of State"
PUBLISHED = None
MODIFIED = None
LANGUAGE = "en"
TEXT = [
    "The below is attributable to Spokesperson Ada Brook:",
    "Answer: Our position is consistent and clear. We have noted the reports, and we urge all sides not to take any step that would complicate the situation.",
    "Answer: I have no information to offer on that.",
    "They did not agree on the fishing limits, which their ministers will take up again in June.",
    "Velmark intends to buy 40 ferries from yards in Arland by 2030.",
]
DROPPED = [
    "###",
    "Tags",
    "On this page",
    "March 2, 2026",
]
