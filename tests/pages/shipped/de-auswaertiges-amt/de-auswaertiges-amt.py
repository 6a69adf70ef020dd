"""A feed of ten; the date stands in the heading and nowhere for machines."""

KIND = "rss"
LISTING_TYPE = "application/rss+xml"
MATCHED = [
    (
        "https://www.auswaertiges-amt.de/de/newsroom/pellora-inseln/2701234",
        "Erklärung zur Lage auf den Pellora-Inseln",
        "2026-03-02T09:00:00Z",
    ),
    (
        "https://www.auswaertiges-amt.de/de/newsroom/port-ellis/2701200",
        "Staatsministerin reist nach Port Ellis",
        "2026-03-01T10:00:00Z",
    ),
]
OTHERS = [
    "https://www.auswaertiges-amt.de/de/service/laender/velmark-node",
]
URL = "https://www.auswaertiges-amt.de/de/newsroom/pellora-inseln/2701234"
DOCUMENT_TYPE = "text/html; charset=utf-8"
TITLE = "Erklärung zur Lage auf den Pellora-Inseln - Auswärtiges Amt"
PUBLISHED = None
MODIFIED = None
LANGUAGE = "de"
TEXT = [
    "Zur Lage auf den Pellora-Inseln erklärte eine Sprecherin des Auswärtigen Amts heute:",
    "„Wir rufen alle Seiten dazu auf, keine Schritte zu unternehmen, die die Lage verschärfen könnten.“",
    "Die gemeinsame Verwaltung der Inseln ist im Hafenabkommen von 1998 vereinbart.",
]
DROPPED = [
    "Seite teilen",
    "02.03.2026",
]
