"""An old page in windows-1251: a table for the layout, a menu without any mark of one."""

URL = "https://mfa.belaya.example/ru/zayavleniya/"
CSS = "td p b + a"
NEXT = "https://mfa.belaya.example/ru/zayavleniya/?page=2"
ENTRIES = [
    (
        "https://mfa.belaya.example/ru/zayavleniya/e4f1a.html",
        "Заявление министра иностранных дел в связи с событиями в порту Ансель",
        "2026-06-18",
    ),
    (
        "https://mfa.belaya.example/ru/zayavleniya/e4e77.html",
        "Ответ официального представителя на вопрос СМИ",
        "2026-06-17",
    ),
    (
        "https://mfa.belaya.example/ru/zayavleniya/e4d02.html",
        "О телефонном разговоре министров",
        "2026-06-11",
    ),
]
