"""Links that say nothing, with the title in their attribute and in the cell beside."""

URL = "https://en.mofa.formia.example/News.aspx?n=1329&sms=272"
CSS = "table.news-list a"
NEXT = "https://en.mofa.formia.example/News.aspx?n=1329&sms=272&page=2&PageSize=20"
ENTRIES = [
    (
        "https://en.mofa.formia.example/News_Content.aspx?n=1329&sms=272&s=119201",
        "MOFA response to the joint statement of Avelland and Sorahama",
        "2026-06-19",
    ),
    (
        "https://en.mofa.formia.example/News_Content.aspx?n=1329&sms=272&s=119188",
        "Minister Lyn receives delegation of parliamentarians",
        "2026-06-18",
    ),
    (
        "https://en.mofa.formia.example/News_Content.aspx?n=1329&sms=272&s=119170",
        "MOFA thanks the four countries for their statement",
        "2026-06-17",
    ),
]
