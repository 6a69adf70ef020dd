"""A fragment that a page's script loads: no document around it, parameters without names."""

URL = "https://www.mea.example/FrontEnd/FetchPublicationListingData?publicationId=49&page=1"
CSS = ".list-row h3 a"
NEXT = None
ENTRIES = [
    (
        "https://www.mea.example/media-briefings?dtl/41023/Transcript_of_Weekly_Media_Briefing_18_June_2026",
        "Transcript of Weekly Media Briefing (18 June 2026)",
        "2026-06-19",
    ),
    (
        "https://www.mea.example/media-briefings?dtl/41011/Special_Briefing_on_the_visit_of_the_Prime_Minister",
        "Special Briefing on the visit of the Prime Minister",
        "2026-06-16",
    ),
    (
        "https://www.mea.example/media-briefings?dtl/40987/Official_Spokespersons_response",
        "Official Spokesperson's response to media queries",
        "2026-06-09",
    ),
]
