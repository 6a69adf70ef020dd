"""Where the pages of `readout report` stand: by the id of a source and the numbers of its versions.

What a message links to must be there however long after, so nothing else may come into it.
"""

import re

INDEX = "index.html"
EVERY_FEED = "feed.xml"


def of_source(slug: str) -> str:
    """The page of a source."""
    return f"sources/{slug}/index.html"


def of_feed(slug: str) -> str:
    """The Atom feed of a source."""
    return f"sources/{slug}/feed.xml"


def of_change(slug: str, older: int, newer: int) -> str:
    """The page of the change from one version of a source to another."""
    return f"sources/{slug}/{older}-{newer}.html"


def of_statement(name: str) -> str:
    """The page of a statement, with the texts of all its sources; a name leads nowhere else."""
    return f"statements/{re.sub('[^A-Za-z0-9-]', '_', name)}.html"


def address(report_url: str, page: str) -> str:
    """The page under the address of the report, which is that of its folder or of its index."""
    folder = report_url.removesuffix(INDEX).rstrip("/")
    return f"{folder}/{page}"
