"""Dates without a year above each group of links; the language link stands in the text's box."""

KIND = "page"
LISTING_TYPE = "text/html; charset=utf-8"
MATCHED = [
    (
        "https://www.mofa.go.jp/press/release/pressite_000001_02001.html",
        "Foreign Ministers' Meeting between Japan and Velmark",
        None,
    ),
    (
        "https://www.mofa.go.jp/press/release/pressite_000001_02000.html",
        "Entry into Force of the Harbour Accord",
        None,
    ),
    (
        "https://www.mofa.go.jp/na/na1/vm/pageite_000001_00900.html",
        "Telephone Talk with the Minister for Harbours of Velmark",
        None,
    ),
    (
        "https://www.mofa.go.jp/press/release/pressite_000001_01990.html",
        "Statement on the Ferries of the Northern Coast",
        None,
    ),
    (
        "https://www.mofa.go.jp/press/release/pressite_000001_01991.html",
        "Remarks on the Repair of the Lighthouses",
        None,
    ),
    (
        "https://www.mofa.go.jp/press/release/pressite_000001_01992.html",
        "Note on the Grain Tolls of the Eastern Channel",
        None,
    ),
    (
        "https://www.mofa.go.jp/press/release/pressite_000001_01993.html",
        "Message on the Day of the Harbour Masters",
        None,
    ),
]
OTHERS: list[str] = []
URL = "https://www.mofa.go.jp/press/release/pressite_000001_02001.html"
DOCUMENT_TYPE = "text/html; charset=utf-8"
TITLE = (
    "Foreign Ministers' Meeting between Japan and Velmark | Ministry of Foreign Affairs of Japan"
)
PUBLISHED = None
MODIFIED = None
LANGUAGE = "en"
TEXT = [
    "On March 2, the Minister for Foreign Affairs held talks with the Minister for Foreign Affairs of Velmark on the Harbour Accord.",
    "The two Ministers supported free navigation in the strait of Merrow and shared their opposition to any toll on grain.",
    "They confirmed that they would consult again in June on the limits of fishing.",
]
DROPPED = [
    "March 2, 2026",
    "Japanese",
    "Related Links",
]
