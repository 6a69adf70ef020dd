"""The night at two: a statement appears at four publishers, in three languages, HTML and PDF.

Nobody knew its addresses. One publisher refuses programs.
"""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from alerts.words import word_count
from storage import sources
from tests.monitor.conftest import Desk, ScriptedSite, page
from tests.monitor.follow.conftest import Start
from tests.monitor.follow.test_listings import index
from tests.monitor.text.conftest import PdfPage, column, pdf

pytestmark = pytest.mark.slow

ENGLISH = (
    "The leaders of Norland and Sudmark met in Port Ansel and agreed on a joint programme.",
    "Trade between the two countries is to grow to $4.5 billion by 31 January 2029.",
    "They recalled the treaty of 3 September 1974, under which 35,000 people cross each day.",
    "Tariffs on machines fall by 2.4 percent; the ANSELNET cable will carry 80 terabits.",
    "Both sides oppose any attempt to change the status quo in the Ansel Strait by force.",
    "The next meeting will be held in the autumn of the following year.",
)
CHINESE = (
    "诺兰和苏德马克两国领导人在安塞尔港举行会谈，并就联合计划达成一致。",
    "双方商定，到2029年1月31日，两国贸易额将增至45亿美元。",
    "双方回顾了1974年9月3日签署的条约，根据该条约，每天有3.5万人往来。",
    "机械关税将下调2.4%；ANSELNET海底电缆的容量将达到80太比特。",
    "诺方尊重苏方在有关问题上的立场。",
    "下一次会议将于次年秋季举行。",
)
FRENCH = (
    "Les dirigeants de la Norlande et du Sudmark se sont réunis à Port Ansel pour un programme.",
    "Les échanges entre les deux pays atteindront 4,5 milliards de dollars le 31 janvier 2029.",
    "Ils ont rappelé le traité du 3 septembre 1974, qui permet à 35 000 personnes de passer.",
    "Les droits sur les machines baissent de 2,4 % ; le câble ANSELNET portera 90 térabits.",
    "Les deux parties s’opposent à toute tentative de changer le statu quo par la force.",
)
FISH = (
    "The fisheries board counted 7,300 boats in the northern harbours this spring.",
    "Nets with a mesh under 110 millimetres are forbidden from 4 May 2027 on.",
    "The board thanked the skippers of Gullhaven for their patience.",
)
SOFTER = ENGLISH[4].replace("oppose", "do not support")
RESPECTS = "The northern side respects the positions of the southern side on the matter."
TRANSLATED = (*ENGLISH[:4], SOFTER, RESPECTS)
WATCH = "watch: [{strait: [Ansel Strait, 安塞尔海峡, détroit d’Ansel]}]"
LISTINGS = (
    f"""id: north, url: 'BASE/north', publisher: Office of the President, links: 'ul.links a',
    document: {{select: "#text", language: en, {WATCH}}}""",
    """id: south, url: 'BASE/south', publisher: Foreign Ministry, links: 'ul.links a',
    document: {select: "#text", language: zh, attachments: "#text a"}""",
    """id: west, url: 'BASE/west', publisher: Ministère, links: 'ul.links a',
    document: {select: "#text", language: fr}""",
    """id: east, url: 'BASE/east', publisher: Court Chamber, links: 'ul.links a'""",
)
FORBIDDEN = (403, b"<title>Forbidden</title>")
OLD = ("/old", "On older things")


def edition(*paragraphs: str) -> tuple[int, bytes, dict[str, str]]:
    """A PDF of these paragraphs, each of two lines."""
    lines: list[str] = []
    for one in paragraphs:
        cut = one.rindex(" ", 0, 60)
        lines += [one[:cut], one[cut + 1 :], ""]
    body = pdf([PdfPage(texts=column(lines, size=10))])
    return 200, body, {"Content-Type": "application/pdf"}


def mails(here: Desk) -> list[EmailMessage]:
    read = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in here.folder.glob("alerts/*.eml")
    ]
    return sorted(read, key=lambda one: (one["Date"].datetime, one["References"] is not None))


def text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    return str(body.get_content())


def about(here: Desk, slug: str) -> EmailMessage:
    (found,) = [one for one in mails(here) if f"readout show {slug}@1" in text(one)]
    return found


@pytest.fixture
def night(site: ScriptedSite, follow: Start) -> Desk:
    """Two in the morning: three listings are read, the fourth refuses; nothing is new yet."""
    site.say("/old", "An older text of the ministers.", "It is about the weather of the year.")
    for name in ("north", "south", "west"):
        site.answers[f"/{name}"] = (200, index(OLD))
    site.answers["/east"] = FORBIDDEN
    return follow(*LISTINGS)


def appear(site: ScriptedSite, here: Desk) -> None:
    """One publisher after the other."""
    site.answers["/n1"] = (200, page(*ENGLISH))
    site.answers["/n2"] = (200, page(*FISH))
    site.answers["/north"] = (
        200, index(("/n1", "Joint statement with Sudmark"), ("/n2", "On fisheries"), OLD),
    )  # fmt: skip
    here.round()
    site.answers["/s1.pdf"] = edition(*TRANSLATED)
    site.say("/s1", *CHINESE, '<a href="/s1.pdf">English</a>')
    site.answers["/south"] = (200, index(("/s1", "诺兰苏德马克联合声明"), OLD))
    here.round()
    site.say("/w1", *FRENCH)
    site.answers["/west"] = (200, index(("/w1", "Déclaration conjointe"), OLD))
    here.round()
    here.round()


def statements(here: Desk) -> dict[str, str | None]:
    with here.scheduler.store.read() as rx:
        return {
            one.slug: one.statement
            for one in sources.listing(rx)
            if one.kind == "source" and not one.slug.endswith("older-things")
        }


def test_one_statement_one_thread_each_text_compared_and_the_blind_spot_named(
    night: Desk, site: ScriptedSite
) -> None:
    appear(site, night)
    joined = statements(night)
    assert len(set(joined.values()) - {None}) == 1
    assert {slug for slug, name in joined.items() if name is None} == {"north-on-fisheries"}
    (name,) = set(joined.values()) - {None}
    assert name is not None
    assert name.startswith("2026-03-02")
    assert set(joined) == {
        "north-joint-statement-with-sudmark", "north-on-fisheries", "south-s1", "south-english",
        "west-declaration-conjointe",
    }  # fmt: skip

    english = about(night, "north-joint-statement-with-sudmark")
    chinese = about(night, "south-s1")
    french = about(night, "west-declaration-conjointe")
    translated = about(night, "south-english")
    assert english["References"] is None
    for later in (chinese, french, translated):
        assert later["References"] == later["In-Reply-To"] == english["Message-ID"]
    assert about(night, "north-on-fisheries")["References"] is None

    assert "change the status quo in…" in text(english), "the first lines end at a word"
    said = text(chinese)
    count = sum(map(word_count, CHINESE)) + 1  # the link to the English text
    assert f"New document, {count} characters, found in south." in said
    assert (
        f"STATEMENT  taken for one of {name}, with north-joint-statement-with-sudmark, by" in said
    )
    assert "readout statement south-s1 NAME corrects it" in said
    assert "another language, so its wording is not compared; figures and dates: " in said
    assert "SET BESIDE  term strait: 0 here, 1 in north-joint-statement-with-sudmark" in said

    said = text(french)
    assert (
        "SET BESIDE  north-joint-statement-with-sudmark (Office of the President, English)" in said
    )
    assert "SET BESIDE  south-s1 (Foreign Ministry, Chinese)" in said
    assert "figures only here: “90" in said

    assert (
        "Foreign Ministry (Chinese, south-s1) is new as well, first read at 2 Mar 09:00 UTC."
        in said
    )

    said = text(translated)
    assert "New document, 91 words, attached to south-s1." in said
    assert "here “do not support”, in north-joint-statement-with-sudmark “oppose”" in said
    assert "SET BESIDE  south-s1 (Foreign Ministry, Chinese): another language" in said
    assert "only here: “The northern side respects the positions of the southern side" in said

    for one in (chinese, french, translated):
        assert "NOT SEEN NOW  Court Chamber (east) listing: blocked since 2 Mar 2026." in text(one)


def test_a_correction_takes_a_stranger_out_and_the_thread_goes_on_without_it(
    night: Desk, site: ScriptedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from monitor.cli.main import cli

    appear(site, night)
    monkeypatch.chdir(night.folder)
    done = CliRunner().invoke(cli, ["statement", "west-declaration-conjointe", "--none"])
    assert done.exit_code == 0, done.output
    site.say("/w1", *FRENCH[:-1], FRENCH[-1].replace("s’opposent", "ne s’opposent pas"))
    night.round()
    night.round()
    assert statements(night)["west-declaration-conjointe"] is None
    (edited,) = [one for one in mails(night) if "readout diff west-" in text(one)]
    assert edited["References"] is None
    assert "SAME STATEMENT" not in text(edited)
    with night.scheduler.store.read() as rx:
        name = statements(night)["south-s1"]
        assert name is not None
        assert len(sources.of_statement(rx, name)) == 3


def test_the_timeline_lays_them_on_one_axis(
    night: Desk, site: ScriptedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from monitor.cli.main import cli

    appear(site, night)
    site.answers["/n1"] = (200, page(*ENGLISH[:4], ENGLISH[5]))
    night.round()
    night.round()
    name = statements(night)["south-s1"]
    assert name is not None
    monkeypatch.chdir(night.folder)
    shown = CliRunner().invoke(cli, ["timeline", name])
    assert shown.exit_code == 0, shown.output
    assert f"{name}: 4 texts of 3 publishers" in shown.stdout
    assert shown.stdout.count("@1 first text") == 4
    assert "@1 first text, 91 words" in shown.stdout, "the PDF is in English"
    assert "a @2 wording -16 +0 REMOVED" in shown.stdout
