"""Lists under headings that are days without a year: which year it is, nothing on the page says."""

URL = "https://www.mofa.example/press/release/index.html"
CSS = "dl.title-list ul.link-list li a"
NEXT = None
ENTRIES = [
    (
        "https://www.mofa.example/press/release/pressite_000001_02111.html",
        "Avelland-Sorahama Summit Meeting",
        None,
    ),
    (
        "https://www.mofa.example/press/release/pressite_000001_02110.html",
        "Telephone Talk between Minister for Foreign Affairs OKITSU and Secretary TARRANT",
        None,
    ),
    (
        "https://www.mofa.example/press/release/pressite_000001_02098.html",
        "Statement by the Minister on the Incident at Port Ansel",
        None,
    ),
    (
        "https://www.mofa.example/press/release/pressite_000001_02051.html",
        "Dispatch of Survey Ships",
        None,
    ),
]
