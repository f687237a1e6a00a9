"""What each person gave to a prompt of a named round."""

from conversations.state import STRENGTH, Given, Reply
from reports.replies.by_name import NamedParticipant, given_by_name, in_order_of_names
from reports.replies.by_prompt import by_prompt
from tests.bot.workshop import example

THEME = example().guide.themes[0]
PROMPT = THEME.prompts[0].id


def writer(number: int, name: str, *replies: Reply, team: str = "") -> NamedParticipant:
    given = by_prompt({each.key: each for each in replies})
    return NamedParticipant(number, name, team, "", number, is_typed_in=False, replies=given)


def reply(prompt_id: str, given: Given, text: str = "", entry: int = 1, given_by: int | None = None) -> Reply:
    return Reply(THEME.id, prompt_id, entry, given, text=text, given_by=given_by)


def test_people_stand_in_the_order_of_their_names_and_those_without_one_come_last() -> None:
    people = in_order_of_names([writer(1, ""), writer(2, "bea"), writer(3, "Ann", team="B")])
    assert [each.name for each in people] == ["Ann", "bea", ""]


def test_everybody_is_listed_with_what_they_gave_and_how_they_left_it() -> None:
    people = [
        writer(1, "Ann", reply(PROMPT, Given.ANSWERED, "Yes.")),
        writer(2, "Bea", reply(PROMPT, Given.SKIPPED)),
        writer(3, "Cy"),
    ]
    found = given_by_name(people, THEME, PROMPT)
    assert [each.given for each in found] == [Given.ANSWERED, Given.SKIPPED, None]
    assert [[one.text for one in each.replies] for each in found] == [["Yes."], [""], []]


def test_several_replies_stand_in_their_order_and_one_taken_back_is_gone() -> None:
    person = writer(
        1,
        "Ann",
        reply(STRENGTH, Given.ANSWERED, "Third", 3),
        reply(STRENGTH, Given.WITHDRAWN, "", 2),
        reply(STRENGTH, Given.ANSWERED, "First", 1),
    )
    (found,) = given_by_name([person], THEME, STRENGTH)
    assert [each.text for each in found.replies] == ["First", "Third"]


def test_a_reply_belongs_to_who_passed_the_prompt_on_and_names_who_gave_it() -> None:
    people = [writer(1, "Ann", reply(PROMPT, Given.ANSWERED, "Yes.", given_by=2)), writer(2, "Bea")]
    ann, bea = given_by_name(people, THEME, PROMPT)
    assert ann.colleague is not None
    assert ann.colleague.name == "Bea"
    assert bea.given is None
