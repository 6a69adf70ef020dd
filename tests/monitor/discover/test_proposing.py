"""Which documents are proposed as one statement: those that surely are, and no strangers."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.discover.facts import Facts, facts_of
from monitor.discover.proposing import Proposal, proposed
from monitor.text.extract import extract
from monitor.text.rules import Rules
from storage.model import Block, Document, Judgement

TEXTS = Path(__file__).parents[3] / "monitor" / "demo" / "texts"
AVELLAND, SORAHAMA = "Office of the President", "Ministry of Foreign Affairs"


def _demo(name: str, *, published: str) -> Facts:
    path = TEXTS / f"{name}.txt"
    found = extract(path.read_bytes(), "text/plain", path.name, Rules())
    assert not isinstance(found, Judgement)
    publisher = AVELLAND if name.endswith("en") else SORAHAMA
    title = found.document.blocks[0].text.removeprefix("# ")
    return facts_of(
        replace(found.document, title=title),
        source=name.replace(".", "-"),
        publisher=publisher,
        published=published,
    )


READOUT_EN = _demo("readout.en", published="2026-06-18T16:00:00-04:00")
READOUT_JA = _demo("readout.ja", published="2026-06-19T09:00:00+09:00")
STATEMENT_EN = _demo("statement.en", published="2026-06-18")
STATEMENT_JA = _demo("statement.ja", published="2026-06-19")


def text(
    *paragraphs: str,
    title: str = "",
    source: str = "one",
    publisher: str | None = None,
    language: str | None = None,
    published: str | None = "2026-06-18",
    statement: str | None = None,
    terms: tuple[str, ...] = (),
) -> Facts:
    """The facts of a text written for a test."""
    document = Document(
        title=title or None,
        headline=None,
        language=language,
        published=None,
        modified=None,
        blocks=tuple(Block(kind="paragraph", text=one) for one in paragraphs),
    )
    return facts_of(
        document,
        source=source,
        publisher=publisher or source,
        published=published,
        statement=statement,
        terms=terms,
    )


def _source(proposal: Proposal | None) -> str | None:
    return proposal.source if proposal else None


def test_editions_in_two_languages_belong_together() -> None:
    everything = (READOUT_EN, READOUT_JA, STATEMENT_EN, STATEMENT_JA)
    for one, other in ((READOUT_EN, READOUT_JA), (STATEMENT_EN, STATEMENT_JA)):
        assert _source(proposed(one, [it for it in everything if it is not one])) == other.source
        assert _source(proposed(other, [it for it in everything if it is not other])) == one.source


CHINESE_JOINT = (
    "双方同意在二〇三〇年前将两国之间的年度贸易额提高到一个新的水平，并为此成立工作组。",
    "王明强调坚定维护港口的秩序和所有船只的自由通行，反对任何改变现状的单方面行动。",
    "莫雷尔表示愿意同各方一道继续就渔业配额和关税问题进行坦率而友好的对话与磋商。",
)


def test_a_new_statement_is_named_by_day_and_title() -> None:
    found = proposed(READOUT_JA, [READOUT_EN])
    assert found == Proposal(
        statement="2026-06-18-president-halvanes-meeting-with-prime-minister",
        source="readout-en",
        why="9 figures, 6 dates and 1 name that are the same",
    )
    again = proposed(READOUT_JA, [READOUT_EN], taken={found.statement})
    assert again is not None
    assert again.statement == f"{found.statement}-2"


def test_titles_without_a_latin_letter_name_a_statement_too() -> None:
    one = text(*CHINESE_JOINT, title="王明同莫雷尔举行会谈", source="one", language="zh")
    other = text(*CHINESE_JOINT, title="莫雷尔会见王明", source="two", language="zh")
    found = proposed(one, [other])
    assert found is not None
    assert found.statement == "2026-06-18-wangmingtongmoleierjuxinghuitan"
    untitled = [replace(it, heading="…") for it in (one, other)]
    found = proposed(untitled[0], untitled[1:])
    assert found is not None
    assert found.statement == "2026-06-18-statement"


def test_a_statement_that_is_there_is_joined() -> None:
    found = proposed(READOUT_JA, [replace(READOUT_EN, statement="summit"), STATEMENT_EN])
    assert found is not None
    assert found.statement == "summit"


def test_what_is_in_a_statement_gets_no_other() -> None:
    assert proposed(replace(READOUT_JA, statement="mine"), [READOUT_EN]) is None


@pytest.mark.parametrize("published", ["2026-06-16", "2026-06-21", "2025-06-18", None])
def test_texts_of_other_days_do_not_belong_together(published: str | None) -> None:
    day = text("x", published=published).day
    assert proposed(replace(READOUT_JA, day=day), [READOUT_EN]) is None


def test_one_publisher_in_one_language_speaks_of_two_affairs() -> None:
    assert proposed(replace(READOUT_EN, source="again"), [READOUT_EN]) is None


JOINT = (
    "We, the ministers of four countries, met in Larkmouth and reaffirmed our common purpose.",
    "We oppose any attempt to change the established order of the Merrow Strait by force.",
    "We welcome the agreement of the fishing fleets to keep the channel open to all ships.",
    "We decided to meet again in the spring and to report to our legislatures until then.",
)


def test_a_text_that_two_publish_belongs_together_though_each_frames_it() -> None:
    one = text("The Minister signed the text below.", *JOINT, source="one")
    other = text(*JOINT, "For inquiries, write to the press office of the Ministry.", source="two")
    found = proposed(one, [other])
    assert found is not None
    assert found.why == "4 sentences that are the same"


def test_where_nobody_says_who_publishes_another_host_is_another_publisher() -> None:
    one, other = (
        replace(text(*JOINT, source=name), publisher=None, host=f"{name}.example")
        for name in ("north", "south")
    )
    assert _source(proposed(one, [other])) == "south"
    assert _source(proposed(replace(one, publisher="North"), [other])) == "south"
    assert proposed(one, [replace(other, host=one.host)]) is None
    assert proposed(one, [replace(other, host=one.host, publisher="North")]) is None


def test_copies_at_three_publishers_are_no_rivals_to_each_other() -> None:
    first, second, third = (text(*JOINT, source=name) for name in ("one", "two", "three"))
    assert proposed(first, [second, third]) is not None


def test_phrases_that_every_text_holds_join_nothing() -> None:
    one = text(JOINT[1], "The talks in the capital turned on the price of timber.", source="one")
    other = text(JOINT[1], "The Minister opened a school for pilots in the north.", source="two")
    assert proposed(one, [other]) is None


CALL_A = text(
    "Minister Orrin Vale spoke today by telephone with Secretary Maude Tarrant of Avelland. They "
    "discussed the 340 containers held at Port Ansel since 4 May, and agreed that officials would "
    "meet on 2 July. The Minister raised the case of the Dunlin.",
    title="Telephone talk between Minister Vale and Secretary Tarrant on Port Ansel",
    source="vale",
)
CALL_B = text(
    "Secretary Tarrant talked to Minister Orrin Vale about Port Ansel, where 340 containers wait "
    "since 4 May. She proposed that officials meet on 2 July, and recalled the fate of the Dunlin.",
    title="Secretary Tarrant’s Call with Minister Vale: Port Ansel",
    source="tarrant",
)


def test_two_readouts_of_one_call_belong_together_by_titles_and_names() -> None:
    found = proposed(CALL_A, [CALL_B, STATEMENT_EN])
    assert found is not None
    assert found.source == "tarrant"
    assert found.why == "the words of their titles, and the figures, dates and names in both"


NAMED = (
    "Prime Minister Tanaka of Sorahama and President Moreau of Valmont met in Larkmouth on Friday.",
    *JOINT[1:3],
)
BY_TANAKA = text(
    *NAMED,
    "The Prime Minister spoke of Karsund, Ostrava, Merrow, Ansel and Dunlin at length.",
    title="Joint Statement of Prime Minister Tanaka and President Moreau",
    source="tanaka",
    language="en",
)
BY_MOREAU = text(
    "The President received his guest at the Hall of Larkmouth.",
    *JOINT[1:3],
    "Tanaka and Moreau spoke of Karsund, Ostrava, Merrow, Ansel and Dunlin, says Valmont.",
    title="Joint Statement of President Moreau and Prime Minister Tanaka",
    source="moreau",
    language="en",
)


def test_titles_of_the_same_two_and_two_sentences_belong_together() -> None:
    found = proposed(BY_TANAKA, [BY_MOREAU, CALL_A, STATEMENT_EN])
    assert found is not None
    assert found.source == "moreau"
    assert found.why == "2 sentences that are the same and the names in both titles"
    again = proposed(replace(BY_TANAKA, said=frozenset()), [BY_MOREAU, CALL_A, STATEMENT_EN])
    assert again is not None
    assert again.why.startswith("the names in both titles, and ")


@pytest.mark.parametrize(
    "title",
    [
        "Joint Statement of President Moreau and Prime Minister Lindqvist",  # another guest
        "Statement of President Moreau",
        "Remarks on grain",
        "",
    ],
)
def test_two_sentences_alone_join_no_texts_of_other_titles(title: str) -> None:
    framed = "Tanaka and Moreau, and Lindqvist, were seen in Larkmouth, says Valmont of Sorahama."
    other = text(*JOINT[1:3], framed, title=title, source="moreau", language="en")
    assert proposed(BY_TANAKA, [other]) is None


BY_KERN = text(
    "Foreign Minister Kern Doa held telephone talks with Secretary of State Anton Blythe today.",
    "They discussed the disarmament of the Corvian Peninsula and respect each other’s tariffs.",
    "They agreed to coordinate ahead of the G7 meeting on 20 July 2026.",
    title="Foreign Minister Kern holds telephone talks with U.S. Secretary of State Blythe",
    source="kern",
    language="en",
)
BY_BLYTHE = text(
    "Secretary of State Anton Blythe spoke today with Foreign Minister Kern Doa of Corvia.",
    "Secretary Blythe reaffirmed the alliance and the disarmament of the Corvian Peninsula.",
    "The two ministers agreed to coordinate closely ahead of the G7 meeting on 20 July 2026.",
    title="Readout of Secretary Anton Blythe's call with Foreign Minister Kern of Corvia",
    source="blythe",
    language="en",
)
BY_RAND = text(
    "Foreign Minister Ilva Rand of Dorland spoke today with Secretary of State Anton Blythe.",
    "Minister Rand raised fishing quotas, and thanked Secretary Blythe for his support.",
    "The two ministers agreed to coordinate closely ahead of the G7 meeting on 20 July 2026.",
    title="Readout of Foreign Minister Rand's call with Secretary Anton Blythe",
    source="rand",
    language="en",
)


def test_two_readouts_of_one_call_that_each_call_it_by_both_names_belong_together() -> None:
    for one, other in ((BY_KERN, BY_BLYTHE), (BY_BLYTHE, BY_KERN)):
        assert _source(proposed(one, [other])) == other.source
        found = proposed(one, [BY_RAND, other])
        assert found is not None
        assert found.source == other.source
        assert "names in both titles" in found.why


def test_what_one_person_said_to_two_on_one_day_is_two_affairs() -> None:
    assert proposed(BY_RAND, [BY_BLYTHE]) is None
    assert proposed(BY_RAND, [BY_KERN]) is None
    assert proposed(BY_RAND, [replace(BY_BLYTHE, statement="call"), BY_KERN]) is None


@pytest.mark.parametrize(
    "title",
    [
        "Foreign Minister Rand meets Secretary Blythe",
        "Secretary Blythe speaks on tariffs",
        "Foreign Minister Kern receives the envoy of Dorland",
        "Foreign Minister Kern holds talks",
    ],
)
def test_a_verb_of_meeting_joins_no_titles_of_others(title: str) -> None:
    words = "Blythe, Kern, Rand, Anton, Doa, Corvia, Dorland, Karsund and Ostrava were named there."
    one, other = (
        text(words, title=title, source="one", language="en"),
        text(words, title=BY_BLYTHE.heading, source="blythe", language="en"),
    )
    assert proposed(one, [other]) is None


def test_first_and_last_name_of_one_person_are_not_two_that_met() -> None:
    names = "Hiroshi Tanaka spoke of Karsund, Ostrava, Merrow, Ansel, Dunlin and Valmont today."
    one, other = (
        text(names, title=f"{what} Prime Minister Hiroshi Tanaka", source=what, language="en")
        for what in ("Remarks by", "Statement of")
    )
    assert proposed(one, [other]) is None


def test_many_names_of_a_day_do_not_join_titles_of_two_who_said_little_else_alike() -> None:
    """What many texts of the day name tells nothing; then two names are not enough."""
    crowd = [
        replace(CALL_A, source=f"s{n}", tokens=BY_MOREAU.tokens, day=CALL_A.day) for n in "123456"
    ]
    one = replace(BY_TANAKA, said=frozenset())
    assert proposed(one, [BY_MOREAU, *crowd]) is None


def test_across_languages_names_tell_where_both_titles_name_the_same_two() -> None:
    words = (
        "Le président Moreau a reçu le premier ministre Tanaka à Larkmouth. Ils ont parlé de "
        "Karsund, Ostrava, Merrow, Ansel et Dunlin."
    )
    title = "Déclaration conjointe du Président Moreau et du Premier ministre Tanaka"
    french = text(words, title=title, source="french", language="fr")
    found = proposed(french, [BY_TANAKA, STATEMENT_EN])
    assert found is not None
    assert found.source == "tanaka"
    assert "names in both titles" in found.why
    untitled = facts_of(
        Document(
            title=None, headline=None, language="fr", published="2026-06-18", modified=None,
            blocks=(Block(kind="paragraph", text=words),),
        ),
        source="french",
        publisher="french",
        called=title,
    )  # fmt: skip
    assert _source(proposed(untitled, [BY_TANAKA, STATEMENT_EN])) == "tanaka"
    stranger = text(words, title="Entretien avec la presse", source="french", language="fr")
    assert proposed(stranger, [BY_TANAKA, STATEMENT_EN]) is None


def test_two_calls_of_one_day_do_not() -> None:
    other = text(
        "Secretary Tarrant talked to President Isolde Marrow about grain. She thanked her for the "
        "60,000 tonnes shipped since 1 March and invited her to a conference on 9 September.",
        title="Secretary Tarrant’s Call with President Marrow",
        source="tarrant",
    )
    assert proposed(CALL_A, [other]) is None


def test_where_two_would_do_nothing_is_proposed() -> None:
    rival = replace(CALL_B, source="other", publisher=CALL_B.publisher)
    assert proposed(CALL_A, [CALL_B, rival]) is None


def test_a_statement_with_a_text_of_this_publisher_is_not_joined_by_title() -> None:
    joined = replace(CALL_B, statement="call")
    mine = replace(CALL_A, source="vale-earlier", statement="call", title=frozenset())
    assert proposed(CALL_A, [joined]) is not None
    assert proposed(CALL_A, [joined, mine]) is None


CHINESE = text(
    "外交部长维尔今天同阿维兰国务卿塔兰特通电话。双方就5月4日以来滞留安塞尔港的340个集装箱交换了意见，"
    "同意双方官员于7月2日会晤，并就6.5%的关税和1974年9月3日签署的条约进行了讨论。",
    title="维尔同阿维兰国务卿塔兰特通电话",
    source="chinese",
)
FRENCH = text(
    "Le ministre s’est entretenu le 18 juin avec Mme Tarrant au sujet des 340 conteneurs retenus à "
    "Port Ansel depuis le 4 mai. Leurs collaborateurs se réuniront le 2 juillet; il a été question "
    "du droit de 6,5 % et du traité signé le 3 septembre 1974.",
    title="Entretien téléphonique avec la secrétaire d’État d’Avelland",
    source="french",
)


def test_across_languages_figures_and_dates_tell() -> None:
    found = proposed(CHINESE, [FRENCH, STATEMENT_EN, READOUT_JA])
    assert found is not None
    assert found.source == "french"
    assert found.why == "2 figures and 3 dates that are the same"


def test_across_languages_watched_terms_tell_as_well() -> None:
    one = text("双方同意维持该海峡现状，并于7月2日再次会晤，讨论340个集装箱。", source="zh")
    other = text("Ils se reverront le 2 juillet au sujet des 340 conteneurs.", source="fr")
    assert proposed(one, [other]) is None
    terms = {("term", "strait"), ("term", "status quo")}
    with_terms = [replace(it, tokens=it.tokens | terms) for it in (one, other)]
    assert proposed(with_terms[0], with_terms[1:]) is not None


def test_what_many_texts_of_the_day_hold_tells_little() -> None:
    crowd = [replace(FRENCH, source=f"french-{n}", publisher=f"p{n}") for n in range(6)]
    strangers = [
        replace(it, tokens=it.tokens | {("figure", n)}, said=frozenset(), title=frozenset())
        for n, it in enumerate(crowd)
    ]
    assert proposed(CHINESE, strangers) is None


def test_the_texts_of_one_statement_are_no_many() -> None:
    """The fourth text of an affair belongs to it as surely as the second did."""
    known = [
        replace(FRENCH, source=f"text-{n}", publisher=f"Ministry {n}", statement="ansel")
        for n in range(4)
    ]
    found = proposed(CHINESE, [*known, STATEMENT_EN])
    assert found is not None
    assert found.statement == "ansel"
    apart = [replace(one, statement=f"ansel-{n}") for n, one in enumerate(known)]
    assert proposed(CHINESE, [*apart, STATEMENT_EN]) is None


def test_a_text_without_figures_or_names_is_left_alone() -> None:
    one = text("双方就共同关心的问题交换了意见。", source="zh")
    other = text("The two sides exchanged views on matters of common interest.", source="en")
    assert proposed(one, [other]) is None


facts = st.builds(
    replace,
    st.sampled_from([READOUT_EN, READOUT_JA, STATEMENT_EN, STATEMENT_JA, CALL_A, CALL_B, CHINESE]),
    statement=st.sampled_from([None, "a", "b"]),
    publisher=st.sampled_from(["one", "two"]),
)


@given(facts, st.lists(facts, max_size=6))
def test_the_order_of_the_others_does_not_matter(
    one: Facts,
    others: list[Facts],
) -> None:
    distinct = list({it.source: it for it in others if it.source != one.source}.values())
    assert proposed(one, distinct) == proposed(one, distinct[::-1])
