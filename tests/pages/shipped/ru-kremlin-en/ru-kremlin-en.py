"""A card about a person stands inside a sentence, the permanent link at the end of the text."""

KIND = "page"
LISTING_TYPE = "text/html; charset=utf-8"
MATCHED = [
    (
        "http://en.kremlin.ru/events/president/transcripts/78001",
        "Press statements following talks with the President of Velmark",
        "2026-03-02T18:40:00+03:00",
    ),
    (
        "http://en.kremlin.ru/events/president/transcripts/77990",
        "Meeting on the lighthouses of the North",
        "2026-02-27T14:00:00+03:00",
    ),
    (
        "http://en.kremlin.ru/events/president/transcripts/77900",
        "Statement on the Ferries of the Northern Coast",
        "2026-01-20T12:00:00+03:00",
    ),
    (
        "http://en.kremlin.ru/events/president/transcripts/77910",
        "Remarks on the Repair of the Lighthouses",
        "2026-01-21T12:00:00+03:00",
    ),
    (
        "http://en.kremlin.ru/events/president/transcripts/77920",
        "Note on the Grain Tolls of the Eastern Channel",
        "2026-01-22T12:00:00+03:00",
    ),
    (
        "http://en.kremlin.ru/events/president/transcripts/77930",
        "Message on the Day of the Harbour Masters",
        "2026-01-23T12:00:00+03:00",
    ),
]
OTHERS = [
    "http://en.kremlin.ru/events/president/news",
]
URL = "http://en.kremlin.ru/events/president/transcripts/78001"
DOCUMENT_TYPE = "text/html; charset=utf-8"
TITLE = "Press statements following talks with the President of Velmark • President of Russia"
PUBLISHED = "2026-03-02"
MODIFIED = None
LANGUAGE = "en"
TEXT = [
    "Good afternoon, colleagues. We have just ended our talks, which were long and, I would say, useful.",
    "We discussed the transit of goods over the northern passage, on which our positions are close.",
    "As for the islands, we did not come to an agreement, but we agreed to keep talking.",
]
DROPPED = [
    "Brook Ada",
    "Text version",
    "See also",
]
