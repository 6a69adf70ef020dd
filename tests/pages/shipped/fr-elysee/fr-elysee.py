"""An index of cards; a call to subscribe stands inside the text."""

KIND = "page"
LISTING_TYPE = "text/html; charset=utf-8"
MATCHED = [
    (
        "https://www.elysee.fr/emmanuel-macron/2026/03/02/entretien-avec-le-president-de-velmark",
        "Entretien avec le Président de Velmark",
        "2026-03-02",
    ),
    (
        "https://www.elysee.fr/emmanuel-macron/2026/02/27/declaration-conjointe-sur-l-accord-du-port",
        "Déclaration conjointe sur l’Accord du port",
        "2026-02-27",
    ),
    (
        "https://www.elysee.fr/emmanuel-macron/2026/02/20/communique-sur-les-phares-de-la-cote-nord",
        "Communiqué sur les phares de la côte nord",
        "2026-02-20",
    ),
    (
        "https://www.elysee.fr/emmanuel-macron/2026/02/12/discours-devant-les-maitres-de-port",
        "Discours devant les maîtres de port",
        "2026-02-12",
    ),
    (
        "https://www.elysee.fr/emmanuel-macron/2026/02/03/entretien-telephonique-avec-la-presidente-de-pellora",
        "Entretien téléphonique avec la Présidente de Pellora",
        "2026-02-03",
    ),
]
OTHERS = [
    "https://www.elysee.fr/emmanuel-macron/2017-programme",
]
URL = "https://www.elysee.fr/emmanuel-macron/2026/03/02/entretien-avec-le-president-de-velmark"
DOCUMENT_TYPE = "text/html; charset=utf-8"
TITLE = "Entretien avec le Président de Velmark | Élysée"
PUBLISHED = None
MODIFIED = None
LANGUAGE = "fr"
TEXT = [
    "Le Président de la République s’est entretenu ce jour avec le Président de Velmark.",
    "Les deux chefs d’État ont rappelé leur attachement à la libre navigation dans le détroit de Merrow et leur opposition à tout péage sur les céréales.",
    "Ils ne sont pas parvenus à un accord sur les quotas de pêche, dont leurs ministres débattront en juin.",
]
DROPPED = [
    "S’inscrire",
    "mode sombre",
    "Publié le",
]
