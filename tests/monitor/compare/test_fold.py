"""The closed table: what is the same wording, and what never is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.compare import spacing
from monitor.compare.equivalences import TABLE, Equivalence
from monitor.compare.fold import fold, same_wording


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_each_row_does_what_its_example_says(row: Equivalence) -> None:
    one, other = row.example
    assert one != other
    assert same_wording(one, other, "en")
    assert row.reason


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_examples_fold_alike_so_that_searching_finds_both(row: Equivalence) -> None:
    one, other = row.example
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("supporters", "supporter's"),
        ("Taiwan's", "Taiwans"),
        ("an ~~old~~ word", "an old word"),
        ("Alliance", "alliance"),
        ("resume", "résumé"),
        ("2,000", "20,000"),
        ("m²", "m2"),
        ("① plan", "1 plan"),
        ("peace, and", "peace and"),
        ("peace; and", "peace, and"),
        ("re-sign", "resign"),
        ("peace—and", "peace-and"),
        ("沢", "澤"),
        ("神社", "\ufa19社"),
        ("re\u0301sume\u0301 神", "résumé \ufa19"),
        ("in 2025-\n26 jets", "in 202526 jets"),
        ("a 5-\nyear plan", "a 5year plan"),
        ("-5 ships", "5 ships"),
        ("「平和」", "『平和』"),
        ("三 plans", "3 plans"),
        ("٣", "3"),
        ("½", "1/2"),
        ("１０", "１００"),
        ("葛\U000e0100城", "葛城"),
        ("Really?", "Really!"),
        ("(peace)", "peace"),
        ("'word'", '"word"'),
    ],
)
def test_what_is_never_equal(one: str, other: str) -> None:
    assert fold(one) != fold(other)
    assert not same_wording(one, other, "en")
    assert not same_wording(other, one, "en")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("RiverStrait", "River Strait"),
        ("nuclearand", "nuclear and"),
        ("Norland’smeaningful part", "Norland’s meaningful part"),
        ("Theyencouraged talks", "They encouraged talks"),
        ("three words runtogether here", "three words run together here"),
        ("allthreewords", "all three words"),
        ("peace ,", "peace,"),
        ("the ( new ) plan", "the (new) plan"),
        ("in 2015 , they", "in 2015, they"),
        ("(in 2015 )", "(in 2015)"),
    ],
)
def test_a_lost_space_is_typography_where_no_word_can_be_read(one: str, other: str) -> None:
    assert same_wording(one, other, "en")
    assert same_wording(other, one, "en")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a way", "away"),
        ("may be", "maybe"),
        ("not able", "notable"),
        ("re sign", "resign"),
        ("an other", "a nother"),
        ("no where", "now here"),
        ("FY 2027", "FY2027"),
        ("1 000", "1000"),
        ("3. 5", "3.5"),
        ("No. 5", "No.5"),
        ("it 's", "it's"),
        ("5 %", "5%"),
        ("a -5", "a - 5"),
    ],
)
def test_a_lost_space_that_can_be_read_otherwise_is_wording(one: str, other: str) -> None:
    assert not same_wording(one, other, "en")
    assert not same_wording(other, one, "en")


def test_a_word_is_one_however_many_were_looked_up_before() -> None:
    words = ("the", "harbour", "harbou", "keeper's", "23135851162", "", "zygotic", "qzx")
    listed = [True, True, False, True, False, False, True, False]
    spacing._is_listed.cache_clear()
    assert [spacing.is_word(word) for word in words] == listed
    spacing._is_listed.cache_clear()
    for number in range(100):
        spacing.is_word(f"qzx{number}")
    assert [spacing.is_word(word) for word in words] == listed


def test_without_a_word_list_a_lost_space_is_wording() -> None:
    assert not same_wording("la paixet la", "la paix et la", "fr")
    assert not same_wording("der Friedenund", "der Frieden und", "de")


def test_the_language_is_found_where_none_is_given() -> None:
    assert same_wording(
        "The ministers of the two countries metagain in the city.",
        "The ministers of the two countries met again in the city.",
        None,
    )
    assert not same_wording(
        "Les ministres se sont rencontrésencore dans la ville et le port.",
        "Les ministres se sont rencontrés encore dans la ville et le port.",
        None,
    )


def test_a_hyphen_at_a_lines_end_equals_both_readings() -> None:
    assert same_wording("the cooper-\nation of both", "the cooperation of both", "en")
    assert same_wording("the co-\nproduction of both", "the co-production of both", "en")
    assert not same_wording("the cooper-\nation of both", "the corporation of both", "en")


def test_german_keeps_the_space_that_parts_two_words() -> None:
    assert not same_wording("Vor- und Nachteile", "Vor-und Nachteile", "de")


def test_spaces_between_words_of_korean_count() -> None:
    assert fold("평화 협정") != fold("평화협정")


def test_lone_surrogates_and_unassigned_code_points_fold() -> None:
    assert fold("a\ud800b \U000e0fff") == "a\ud800b \U000e0fff"


@given(st.text(st.sampled_from("ab1 .,-*~\n'\"")), st.sampled_from([None, "en", "de"]))
def test_plain_text_folds_as_the_rows_say(text: str, language: str | None) -> None:
    """A mark out of ASCII sends a text the long way: it comes out as by the short one."""
    long = fold(f"{text} é", language)
    assert fold(f"{text} e", language) == long.removesuffix("é") + "e"
