"""Entries whose link holds title, day, time and place together."""

URL = "http://president.ostrya.example/events/president/transcripts"
CSS = ".hentry a.u-url"
NEXT = "http://president.ostrya.example/events/president/transcripts/page/2"
ENTRIES = [
    (
        "http://president.ostrya.example/events/president/transcripts/79123",
        "Meeting with permanent members of the Security Council",
        "2026-06-18",
    ),
    (
        "http://president.ostrya.example/events/president/transcripts/79118",
        "Answers to questions of journalists",
        "2026-06-17",
    ),
    (
        "http://president.ostrya.example/events/president/transcripts/79101",
        "Speech at the plenary session of the forum",
        "2026-06-16",
    ),
]
