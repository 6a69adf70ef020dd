"""A Drupal view: a category that links beside each title, a class that differs at each visit."""

URL = "https://pm.example/en/news"
CSS = ".news-row .title a"
NEXT = "https://pm.example/en/news?page=1"
ENTRIES = [
    (
        "https://pm.example/en/news/readouts/2026/06/18/prime-minister-aldis-speaks-president-halvane",
        "Prime Minister Aldis speaks with President Halvane of Avelland",
        "2026-06-18T21:05:00Z",
    ),
    (
        "https://pm.example/en/news/statements/2026/06/18/statement-prime-minister-ferry-day",
        "Statement by the Prime Minister on Ferry Day",
        "2026-06-18T04:01:00Z",
    ),
    (
        "https://pm.example/en/news/releases/2026/06/17/new-harbour",
        "A new harbour for the east coast",
        "2026-06-17T15:00:00Z",
    ),
    (
        "https://pm.example/en/node/41927",
        "Prime Minister announces changes to senior ranks of the public service",
        "2026-06-16T15:00:00Z",
    ),
]
