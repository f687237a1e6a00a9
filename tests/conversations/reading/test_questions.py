"""The question who reads this is known as people type it, and no reply is taken for it."""

import re
from pathlib import Path

import pytest

from content.phrases import languages, phrases_in
from conversations.reading.facts_asked import FactAsked, fact_asked
from conversations.reading.typed import asks_about_device, asks_who_reads, may_ask_who_reads
from tests.conversations.reading.test_identifiers import made_up

ENGLISH = phrases_in("en")
PAGE = Path(__file__).parents[3] / "docs/reading-and-cleaning.md"

ASKED = (
    "Who reads this?",
    "who can read this?",
    "Who will see this",
    "WHO SEES THIS???",
    "who\N{RIGHT SINGLE QUOTATION MARK}s going to read this?",
    "But who else can see what I write?",
    "Who gets to see my answers?",
    "who is reading this",
    "Is this anonymous?",
    "is it confidential",
    "Are my answers really private?",
    "Does my manager see this?",
    "Can my boss read what I wrote?",
    "Will HR see this",
    "can the council see my replies",
    "Will anyone know who I am?",
    "does anybody know it was me",
    "Can they tell who wrote this?",
    "Is my name shown?",
    "Will my name be visible?",
    "Will this be shared with my manager?",
    "Am I anonymous?",
    "How confidential is this?",
    "Who does this go to?",
    "Where do my answers go?",
    "does my boss know its me",
    "does my boss know it\N{RIGHT SINGLE QUOTATION MARK}s me?",
    "who has access to this?",
    "Who's got access to my answers",
    "can this be traced back to me",
    "will this be traced back to me?",
    "Can I be identified",
    "is this going back to my boss?",
    "does this get back to management",
    "Do you keep my name?",
    "who is reading my messages",
    "Do managers read this",
    "is it safe to write here",
    "Will I get into trouble for this?",
    "is HR watching this",
    "How long do you keep my answers?",
    "how long is this kept?",
    "How long will my data be stored for?",
    "when will this be deleted?",
    "do you delete my replies?",
    "Where is this stored?",
    "who will know that I said this",
    "Who knows that I wrote this?",
    "who sees when I write?",
    "can you see that I have not finished?",
    "Can my manager see if I haven\N{RIGHT SINGLE QUOTATION MARK}t started yet?",
    "Does anyone know when I write?",
    "will they be told that I have left",
    "do you tell my manager",
    "Will you tell HR about this?",
    "What happens to what I write?",
    "what do they do with my answers?",
    "what is this used for?",
    "who can read my complaint?",
    "Who sees this complaint?",
    "Does my boss see that I left?",
    "Who is told if I complain?",
    "who knows what I rated",
    "when does anyone read this",
    "Do they know which browser I use?",
    "does my manager know that I have left the round?",
    "Will my boss be told I left?",
    "who sees that I left",
    "Who finds out when I leave?",
    "do they see if I stop?",
    "can my manager see that I quit",
    "will anyone notice if I leave?",
    "is it shown that I left?",
    "who gets told when I leave this round?",
    "does the council know I withdrew?",
    "Who hears about it if I complain?",
    "Is my manager told if I complain?",
    "who is informed when I complain",
    "does my boss find out if I complain?",
    "Will they know I complained?",
    "who deals with my complaint",
    "who gets my complaint?",
    "where does my complaint go?",
    "can they see that I complained",
    "do you tell my boss if I complain",
    "who sees what I rated?",
    "who knows my rating",
    "can my boss see my rating?",
    "does anyone see what I chose",
    "who can see which level I picked",
    "will they know what level I gave?",
    "who sees the level that I chose",
    "do they know how I rated us?",
    "can anyone see my score",
    "is my rating anonymous?",
    "who knows what I answered",
    "when will someone read this",
    "when do you read my answers?",
    "when will my manager see this?",
    "when is this read",
    "when are my replies read?",
    "when do they get to see my replies",
    "when can they read it",
    "how soon does anyone read this",
    "When does the council get this?",
    "when will this be shown to others",
    "at what point do they read this?",
    "do they know what device I use",
    "can you see which phone I have?",
    "do you know my IP address?",
    "can they see where I am?",
    "do you record my IP",
    "Do they see when I am online?",
    "Can my boss see what device I use?",
    "do you use cookies?",
    "do you store my location",
    "do they know which computer this is from",
    "can you tell what browser this is",
    "what do you know about my phone",
    "does it show what time I wrote this?",
)

OF_A_DEVICE = (
    "Do they know which browser I use?",
    "do you know my IP address?",
    "can they see where I am?",
    "do you use cookies?",
    "Do they see when I am online?",
    "what do you know about my phone",
)

OF_A_NAME_AT_A_COMPLAINT = (
    "does the office see my name when i complain",
    "Will my manager know who I am if I complain?",
    "who sees my name if I complain",
    "is my name shown on my complaint?",
    "will I be named when I complain",
    "Am I anonymous if I complain?",
    "do I have to give my name when I complain",
    "Can I complain without my name?",
    "are complaints anonymous",
    "can they see who I am when I have complained",
    "Is a complaint confidential?",
)
OF_A_LINK = (
    "who sees that I opened the link",
    "does anyone know that I used my link?",
    "can they see if I clicked the link",
    "Can my boss see when I opened the link?",
    "who knows that I got the invitation",
    "is my manager told when I open the link?",
    "will anyone notice that I followed the link",
    "Do you tell my manager that I have used the link?",
    "is it recorded that I clicked on the link",
    "does the council know whether I opened the mail",
    "can somebody else use my link?",
    "Who else can use my link",
    "does anyone else open my invitation?",
    "what happens if someone else gets my link",
    "is my link private?",
)
OF_PASSING_ON = (
    "Is the coordinator told if I pass a prompt on?",
    "who sees that I passed this prompt on",
    "does my manager know if I pass a question on to a colleague?",
    "Can they see that I passed it on?",
    "will my boss be told when I hand this prompt over",
    "who is told if I pass this on to somebody else",
    "do they know that I sent a prompt to a colleague",
    "is it shown that I passed a prompt on",
    "Who knows when I forward this question?",
    "does anyone see if I passed the question to someone",
    "does my colleague see that I passed it?",
)
OF_TAKING_BACK = (
    "who sees if I take it back",
    "Does anyone see if I take my complaint back?",
    "will they know that I took it back",
    "who is told when I withdraw my complaint",
    "Can my boss see that I changed my answer?",
    "do they see that I took back my reply",
    "who knows that I deleted my reply",
    "is it recorded if I undo this",
    "Will anyone be told that I withdrew this?",
    "does the coordinator notice if I change it",
    "can I take my reply back?",
    "Can I still change what I wrote",
    "may I take back my answer?",
    "could I delete this again",
)

REPLIES = (
    "Who reads this is the board.",
    "Our manager reads it.",
    "It is anonymous.",
    "anonymous",
    "who",
    "We ask who can see this.",
    "Does anybody read them?",
    "People can see this in the plan.",
    "Is this safe staffing?",
    "Who sees people first? The duty worker.",
    "Can people see their own plan?",
    "Who reads our complaints?",
    "Who handles complaints?",
    "Who knows that a carer left?",
    "Who sees what we rated as urgent?",
    "When does anyone read the care plan?",
    "Do they know which form to use?",
    "Does the manager know that she left?",
    "Who is told if a carer complains?",
    "When is the rota shared?",
    "Who knows what people chose?",
    "Do we know which computer is free?",
    "Can people see where they are on the list?",
    "How long do people wait?",
    "How long is the list kept open?",
    "Do you tell people what comes next?",
    "What happens to people who wait?",
    "Who knows that somebody has left?",
    "Do managers know when we are short?",
    "When is a case closed?",
    "Does the office see the name when people complain?",
    "Who sees that a letter was opened?",
    "Do colleagues pass a case on?",
    "Who knows when a carer takes it back?",
    "I change it.",
    "They can use my link.",
    "Can I take leave?",
    "Can people change their worker?",
    "Who reads this? " + "I would like to know. " * 5,
)


@pytest.mark.parametrize(
    "text", [*ASKED, *OF_A_NAME_AT_A_COMPLAINT, *OF_A_LINK, *OF_PASSING_ON, *OF_TAKING_BACK]
)
def test_the_question_is_known_as_people_type_it(text: str) -> None:
    assert asks_who_reads(ENGLISH, text)


@pytest.mark.parametrize("text", REPLIES)
def test_a_reply_is_not_taken_for_it(text: str) -> None:
    assert not asks_who_reads(ENGLISH, text)


@pytest.mark.parametrize("language", languages())
def test_each_language_has_a_list_that_can_be_read(language: str) -> None:
    assert not asks_who_reads(phrases_in(language), "12345")


@pytest.mark.parametrize(
    "text", ["Would my boss get a list of this?", "and who sits behind it ?", "Is anybody reading along?"]
)
def test_a_short_question_that_holds_such_a_word_may_be_it(text: str) -> None:
    assert not asks_who_reads(ENGLISH, text)
    assert may_ask_who_reads(ENGLISH, text)


@pytest.mark.parametrize("text", ["How often?", "Our manager reads it.", "Who? " * 20 + "?"])
def test_another_message_is_not_asked_about(text: str) -> None:
    assert not may_ask_who_reads(ENGLISH, text)


def test_no_made_up_reply_is_taken_for_it() -> None:
    assert [
        text for _, text in made_up() if may_ask_who_reads(ENGLISH, text) or asks_who_reads(ENGLISH, text)
    ] == []


def test_what_is_asked_about_a_browser_is_told_from_other_questions() -> None:
    assert [text for text in OF_A_DEVICE if not asks_about_device(ENGLISH, text)] == []
    assert not asks_about_device(ENGLISH, "who knows what I rated")
    assert not asks_about_device(ENGLISH, "Does my boss see that I left?")


OF_EACH_FACT = {
    FactAsked.DEVICE: OF_A_DEVICE,
    FactAsked.COMPLAINT: OF_A_NAME_AT_A_COMPLAINT,
    FactAsked.ERASING: ("who knows that I erased everything?",),
    FactAsked.TAKING_BACK: tuple(each for each in OF_TAKING_BACK if "complaint" not in each),
    FactAsked.LEAVING: ("Does my boss see that I left?", "Who finds out when I leave?"),
    FactAsked.LINK: OF_A_LINK,
    FactAsked.PASSING_ON: OF_PASSING_ON,
    FactAsked.HOW_LONG: ("How long do you keep my answers?", "when will this be deleted?"),
    FactAsked.RATING: ("who knows my rating", "does anyone see what I chose"),
    FactAsked.WHEN_READ: ("when does anyone read this", "how soon does anyone read this"),
}


@pytest.mark.parametrize("fact", FactAsked)
def test_a_question_about_a_single_fact_is_told_from_the_others(fact: FactAsked) -> None:
    told = {text: fact_asked(ENGLISH, text) for text in OF_EACH_FACT[fact]}
    assert {text: each for text, each in told.items() if each is not fact} == {}


@pytest.mark.parametrize("text", ["Who reads this?", "Is this anonymous?", "Does my manager read this?"])
def test_a_question_about_who_reads_at_all_is_about_no_single_fact(text: str) -> None:
    assert fact_asked(ENGLISH, text) is None


def test_the_page_lists_each_fact_in_its_order_with_questions_that_are_known_as_such() -> None:
    page = PAGE.read_text("utf-8").partition("## Questions about single facts\n")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")][2:]
    assert [about for about, _ in rows] == list(FactAsked)
    for about, such_as in rows:
        asked = re.findall("\N{LEFT DOUBLE QUOTATION MARK}(.+?)\N{RIGHT DOUBLE QUOTATION MARK}", such_as)
        assert asked
        assert {text: fact_asked(ENGLISH, text) for text in asked} == dict.fromkeys(asked, FactAsked(about))
        assert [text for text in asked if not asks_who_reads(ENGLISH, text)] == []
