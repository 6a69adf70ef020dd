"""A list in WordPress's blocks: classes of each item differ, terms beside each title."""

URL = "https://president.example/briefings-statements/"
CSS = "li.wp-block-post h2 a"
NEXT = "https://president.example/briefings-statements/page/2/"
ENTRIES = [
    (
        "https://president.example/briefings-statements/2026/06/joint-statement-with-sorahama/",
        "Joint Statement with Sorahama",
        "2026-06-18T16:20:11-04:00",
    ),
    (
        "https://president.example/briefings-statements/2026/06/remarks-at-arrival/",
        "Remarks at Arrival",
        "2026-06-17T11:02:40-04:00",
    ),
    (
        "https://president.example/fact-sheets/2026/06/on-the-harbours/",
        "Fact Sheet: On the Harbours of the North and What They Cost",
        "2026-06-15T09:00:00-04:00",
    ),
]
