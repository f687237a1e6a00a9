"""Statements: the same words are joined and counted by people, opposites never, and nothing is rewritten."""

import unicodedata
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from reports.statements import joined, spelt_alike

ALIKE = [
    ("Supervision is kept.", "supervision is kept"),
    ("Supervision is kept!", "Supervision  is\nkept."),
    ("- Supervision is kept", "• Supervision is kept;"),
    ("We don't plan together.", "We don\u2019t plan together"),
    ("“Huddles” help.", '"huddles" help'),
    ("A long-term plan", "A long\u2011term plan"),
]
OPPOSITES = [
    ("Supervision is kept.", "Supervision is not kept."),
    ("We can plan.", "We can't plan."),
    ("We can plan.", "We cannot plan."),
    ("Plans are done.", "Plans are undone."),
    ("No more staff are needed.", "No, more staff are needed."),
    ("More staff.", "No more staff."),
    ("We listen.", "We listen?"),
    ("Everybody is asked.", "Nobody is asked."),
    ("Never late.", "Late."),
    ("Always late.", "Never late."),
    ("Hardly any carers were asked.", "Any carers were asked."),
    ("Without carers it works.", "With carers it works."),
    ("5 of 6 visits were kept.", "6 of 5 visits were kept."),
    ("- 5 minutes", "5 minutes"),
    ("10² forms", "102 forms"),
    ("Stop. Meeting weekly.", "Stop meeting weekly."),
    ("Too few visits", "Few visits"),
    ("Less paper", "Paper less"),
    ("Disagree with the plan", "Agree with the plan"),
    ("Nic nie robimy.", "Robimy."),
    ("لا نخطط معا", "نخطط معا"),
]


def lot(text: str) -> bytes:
    return sha256(text.encode()).digest()


def statements(*by_writer: list[str]):  # type: ignore[no-untyped-def]
    return joined(by_writer, "T1.S", lot)


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_what_differs_in_spelling_alone_is_one_statement_of_two_people(one: str, other: str) -> None:
    (only,) = statements([one], [other])
    assert (only.people, set(only.wordings)) == (2, {one, other})


@pytest.mark.parametrize(("one", "other"), OPPOSITES)
def test_opposites_are_never_joined(one: str, other: str) -> None:
    assert [each.people for each in statements([one], [other])] == [1, 1]


WORDS = st.lists(st.sampled_from(["plans", "are", "kept", "late", "by", "us", "2", "carers"]), min_size=1)
TURNS = st.sampled_from(["not", "no", "never", "n't", "un", "without", "hardly", "nobody", "nie", "لا", "ne"])


@given(WORDS, TURNS, st.data())
def test_a_word_more_is_always_another_statement(words: list[str], turn: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(words)))
    turned = [*words[:place], turn, *words[place:]]
    assert spelt_alike(" ".join(words)) != spelt_alike(" ".join(turned))


SPELLINGS = st.text(alphabet="ab'\u2019. !-?1", max_size=4)


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(SPELLINGS, SPELLINGS)
def test_what_is_joined_has_the_same_letters_and_digits_in_the_same_order(one: str, other: str) -> None:
    assume(spelt_alike(one) == spelt_alike(other))
    assert _letters(one) == _letters(other)


def _letters(text: str) -> str:
    return "".join(each for each in spelt_alike(text) if each.isalnum())


@given(st.text(max_size=30))
def test_no_letter_and_no_digit_is_overlooked(text: str) -> None:
    whole = unicodedata.normalize("NFC", text.casefold())
    kept = [each for each in whole if each.isalnum()]
    assert [each for each in spelt_alike(text) if each.isalnum()] == kept


WRITERS = st.lists(st.lists(st.sampled_from(["A.", "a", "B", "B!", "not B", "C"]), max_size=4), max_size=8)


@given(WRITERS)
def test_each_person_counts_once_for_a_statement_and_no_wording_is_lost(by_writer: list[list[str]]) -> None:
    found = joined(by_writer, "T1.S", lot)
    assert {text for each in found for text in each.wordings} == {t for texts in by_writer for t in texts}
    for each in found:
        assert each.people == sum(any(t in each.wordings for t in texts) for texts in by_writer)
    assert [each.people for each in found] == sorted((each.people for each in found), reverse=True)
    assert [each.code for each in found] == [f"T1.S{n}" for n in range(1, len(found) + 1)]


@given(WRITERS, st.randoms())
def test_who_wrote_what_changes_no_code(by_writer: list[list[str]], random) -> None:  # type: ignore[no-untyped-def]
    before = joined(by_writer, "T1.S", lot)
    random.shuffle(by_writer)
    assert joined(by_writer, "T1.S", lot) == before


def test_the_wording_that_most_people_used_stands_for_all() -> None:
    (only,) = statements(["plans help"], ["Plans help."], ["Plans help.", "Plans help."])
    assert (only.text, only.people) == ("Plans help.", 3)


def test_a_text_of_signs_alone_is_joined_with_itself_only() -> None:
    assert [each.people for each in statements(["..."], ["..."], ["!!"])] == [2, 1]
