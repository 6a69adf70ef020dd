"""Cards with a picture, a theme that links, a title, and the day in French words."""

URL = "https://www.presidence.example/toutes-les-actualites"
CSS = "ul.list-grid h2 a"
NEXT = "https://www.presidence.example/toutes-les-actualites?page=2"
ENTRIES = [
    (
        "https://www.presidence.example/presidence/2026/06/18/entretien-avec-le-president-halvane",
        "Entretien avec le Président Halvane.",
        "2026-06-18",
    ),
    (
        "https://www.presidence.example/presidence/2026/06/16/declaration-conjointe-sur-le-detroit",
        "Déclaration conjointe sur le détroit de Merrow.",
        "2026-06-16",
    ),
    (
        "https://www.presidence.example/presidence/2026/06/12/visite-du-port",
        "Visite du port.",
        "2026-06-12",
    ),
]
