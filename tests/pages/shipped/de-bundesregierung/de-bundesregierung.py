"""The box of the cookie notice has the class of the text."""

KIND = "rss"
LISTING_TYPE = "application/rss+xml;charset=UTF-8"
MATCHED = [
    (
        "https://www.bundesregierung.de/breg-de/aktuelles/bundeskanzler-trifft-praesidenten-von-velmark-2412345",
        "Bundeskanzler trifft Präsidenten von Velmark",
        "2026-03-02T17:00:00+01:00",
    ),
    (
        "https://www.bundesregierung.de/breg-de/aktuelles/hafenabkommen-tritt-in-kraft-2412001",
        "Hafenabkommen tritt in Kraft",
        "2026-02-27T12:30:00+01:00",
    ),
]
OTHERS = [
    "https://www.bundesregierung.de/breg-de/bundesregierung/bundeskanzler",
]
URL = "https://www.bundesregierung.de/breg-de/aktuelles/bundeskanzler-trifft-praesidenten-von-velmark-2412345"
DOCUMENT_TYPE = "text/html; charset=utf-8"
TITLE = "Bundeskanzler trifft Präsidenten von Velmark | Bundesregierung"
PUBLISHED = "2026-03-02T17:00:00+01:00"
MODIFIED = None
LANGUAGE = "de"
TEXT = [
    "Der Bundeskanzler hat am 2. März 2026 den Präsidenten von Velmark in Port Ellis getroffen.",
    "Beide Seiten waren sich einig, dass die Meerenge von Merrow für die Schiffe aller Staaten offen bleiben muss.",
    "Eine Abgabe auf Getreide lehnen sie ab. Über die Fangmengen wird im Juni weiter verhandelt.",
]
DROPPED = [
    "Cookies",
    "Mehr zum Thema",
    "Montag",
]
