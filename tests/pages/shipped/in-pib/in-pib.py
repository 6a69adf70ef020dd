"""The ministry, title and date stand in the text's box, and a row of stars ends it."""

KIND = "rss"
LISTING_TYPE = "text/xml; charset=utf-8"
MATCHED = [
    (
        "https://pib.gov.in/PressReleasePage.aspx?PRID=2234567",
        "Prime Minister meets the President of Velmark",
        None,
    ),
    (
        "https://pib.gov.in/PressReleasePage.aspx?PRID=2234501",
        "Cabinet approves the Harbour Accord",
        None,
    ),
]
OTHERS = [
    "https://pib.gov.in/allRel.aspx",
]
URL = "https://pib.gov.in/PressReleasePage.aspx?PRID=2234567"
DOCUMENT_TYPE = "text/html; charset=utf-8"
TITLE = "Press Release: Press Information Bureau"
PUBLISHED = None
MODIFIED = None
LANGUAGE = "en"
TEXT = [
    "The Prime Minister met the President of Velmark in Port Ellis on 2 March 2026.",
    "The two leaders agreed that the strait of Merrow shall stay open to the ships of all nations, and opposed any toll on grain.",
    "They did not agree on the fishing limits, which their ministers will take up again in June.",
    "Velmark intends to buy 40 ferries from yards in Arland by 2030.",
]
DROPPED = [
    "****",
    "Posted On",
    "Hindi",
    "Visitor Counter",
]
