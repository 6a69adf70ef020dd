"""Drupal; its hyphens are of the kind that does not break, in some places."""

KIND = "rss"
LISTING_TYPE = "application/rss+xml; charset=utf-8"
MATCHED = [
    (
        "https://pm.gc.ca/en/news/readouts/2026/03/02/prime-minister-speaks-president-velmark",
        "Prime Minister speaks with the President of Velmark",
        "2026-03-02T21:00:00Z",
    ),
    (
        "https://pm.gc.ca/en/news/statements/2026/02/27/statement-prime-minister-harbour-accord",
        "Statement by the Prime Minister on the Harbour Accord",
        "2026-02-27T15:00:00Z",
    ),
]
OTHERS = [
    "https://pm.gc.ca/en/news/media-advisories/2026/03/01/monday-march-2-2026",
]
URL = "https://pm.gc.ca/en/news/readouts/2026/03/02/prime-minister-speaks-president-velmark"
DOCUMENT_TYPE = "text/html; charset=utf-8"
TITLE = "Prime Minister speaks with the President of Velmark | Prime Minister of Canada"
PUBLISHED = "2026-03-02T16:00:00-05:00"
MODIFIED = None
LANGUAGE = "en"
TEXT = [
    "The Prime Minister met the President of Velmark in the Indo‑Pacific city of Port Ellis on 2 March 2026.",
    "The two leaders agreed that the strait of Merrow shall stay open to the ships of all nations, and opposed any toll on grain.",
    "They did not agree on the fishing limits, which their ministers will take up again in June.",
    "Velmark intends to buy 40 ferries from yards in Arland by 2030.",
]
DROPPED = [
    "Associated",
    "Ottawa",
]
