"""No phrase is hard-coded: in a language that nobody speaks, every text that is ours looks foreign.

Each dialogue is played twice in step, in English and in that language; it goes the same way in both.
"""

import re
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from content.prompt_kinds import KindsOfEvidence
from conversations.cards import apologies
from conversations.cards.where_links_open import web_link_card
from conversations.choices import typed_choices
from conversations.draft import Draft
from conversations.effects import Step
from conversations.flow import show_again
from conversations.groups.round_view import WhoSees
from conversations.incoming import Channel
from conversations.interruptions.doubt_answers import short_words
from conversations.kinds.evidence import KINDS_OF_EVIDENCE
from conversations.outgoing import Button, Card, Redraw, Say, Style, Toast
from conversations.reading.complaint_words import looks_like_complaint
from conversations.reading.identifiers import identifiers_in
from conversations.reading.short_words import act_meant, is_wish
from conversations.reading.typed import asks_who_reads, command, tapped
from conversations.state import (
    EVIDENCE,
    EVIDENCE_KINDS,
    PassedOn,
)
from reports.group.files.group_html import group_html
from reports.group.group_charts import group_picture_svg
from reports.group.group_chat_text import group_cards
from reports.own_data import OwnAct, OwnAddress, OwnFinish, OwnRoles, OwnRound, own_data_html
from reports.progress.progress import progress_of
from reports.progress.progress_picture import progress_picture_svg
from reports.progress.progress_text import progress_card
from reports.theme.theme_chat_text import chat_cards
from reports.theme.theme_html import theme_html
from reports.theme.theme_report import summarise
from tests.channel_names import TELEGRAM, WEB
from tests.guides import shipped
from tests.players.acts import BEGINNING, ORGANISATION, ROUND_TITLE, Act, Edits, IsAsked, Joins, Taps, Writes
from tests.players.dialogue import all_dialogues, load
from tests.players.flow_player import FlowPlayer
from tests.players.pseudo import PSEUDO, foreign, guide_words, hard_coded
from tests.reports.group_samples import FACTS, LIVELY, MIDWAY, STATE, TURNOUT, gave, group_report, people
from tests.reports.samples import guide

LONG = 300
_TITLE = re.compile(r"\bM(?:rs?|s)\b")


def visible(step: Step) -> list[str]:
    """Every text that a step shows, and every word that it lets people type."""
    texts = []
    for each in step.say:
        match each:
            case Say(card=card) | Redraw(card=card):
                texts += texts_of(card)
            case Toast(text=text):
                texts.append(text)
    return texts


def texts_of(card: Card) -> list[str]:
    buttons = [button for row in card.buttons for button in row]
    return [
        # A long quotation is a person's own words, cut in the middle.
        *(line.text for line in card.lines if line.style is not Style.QUOTE or len(line.text) < LONG),
        *(text for button in buttons for text in (button.label, button.typed)),
    ]


class InStep:
    """One person who does the same in English and in the language that nobody speaks."""

    def __init__(self, english: FlowPlayer, foreign: FlowPlayer) -> None:
        self.english, self.foreign = english, foreign
        self.written: set[str] = set()

    def act(self, act: Act) -> list[str]:
        """Do it in both; what is seen in the language that nobody speaks."""
        steps = len(self.foreign.steps)
        match act:
            case Taps():
                number = self.english.card_with(act.on) if act.on else None
                number, action = self.english.find_button(act.label, number)
                self.english.tap(action, on=number)
                self.foreign.tap(action, on=number)
            case Writes():
                self._write(act)
            case Edits():
                is_ours = is_wish(self.english.phrases, act.into)
                into = foreign(act.into) if is_ours else self._with_foreign_titles(act.into)
                self.written |= {act.into, into}
                self.english.act(act)
                self.foreign.act(replace(act, into=into))
                self.foreign.own_words[act.into] = self.foreign.own_words[into]
            case _:
                self.english.act(act)
                self.foreign.act(act)
        return [text for step in self.foreign.steps[steps:] for text in visible(step)]

    def _write(self, act: Writes) -> None:
        number = self.english.card_with(act.to) if act.to else None
        self.written |= {act.text, *act.text.strip().split("\n")}
        self.foreign.write(self._meaning(act, number), after=act.after, to=number, unseen=act.unseen)
        self.english.write(act.text, after=act.after, to=number, unseen=act.unseen)
        # One and the same message, so that it can be changed in both by what it says in English.
        (*_, english), (*_, message_id) = self.english.own_words, self.foreign.own_words.values()
        self.foreign.own_words[english] = message_id

    def _meaning(self, act: Writes, number: int | None) -> str:
        """What somebody types who means the same: a button's word in their own language."""
        player = self.english
        if command(act.text, help_word="help"):
            return act.text if act.text.startswith(("/", "?")) else foreign("help")
        if asks_who_reads(player.phrases, act.text):
            return foreign(act.text)
        buttons, others = (self._buttons(each, number) for each in (player, self.foreign))
        buttons = (*short_words(draft_at(player)), *buttons)
        if action := tapped(buttons, act.text):
            return next(button.typed for button in others if button.action == action)
        is_evidence = player.conversation.place.prompt_id == EVIDENCE
        if is_evidence and (chosen := KINDS_OF_EVIDENCE.reads(player.phrases, KindsOfEvidence(), act.text)):
            return " ".join(str(EVIDENCE_KINDS.index(kind) + 1) for kind in chosen.choices)
        if is_wish(player.phrases, act.text) or act_meant(player.phrases, act.text):
            return foreign(act.text)
        if looks_like_complaint(player.phrases, act.text):
            words = foreign(act.text)
            self.written.add(words)
            return words
        return self._with_foreign_titles(act.text)

    def _with_foreign_titles(self, text: str) -> str:
        """Words with the titles in front of names as the language that nobody speaks has them."""
        text = _TITLE.sub(lambda title: foreign(title[0]), text)
        self.written |= {text, *identifiers_in(PSEUDO, text)}
        return text

    def _buttons(self, player: FlowPlayer, number: int | None) -> tuple[Button, ...]:
        """The buttons that count: those of a card that is pointed at, else all that are offered."""
        if number is None:
            return typed_choices(draft_at(player))
        return tuple(button for row in player.first_shown[number].buttons for button in row)


def draft_at(player: FlowPlayer) -> Draft:
    return Draft(player.guide, player.conversation, player.knock(), player.now, player.phrases)


PLAYED = [
    pytest.param(path, channel, id=f"{path.stem}-{channel}")
    for path in all_dialogues()
    for channel in (TELEGRAM, WEB)
    if load(path).can_be_played_on(channel)
]


@pytest.mark.parametrize(("path", "channel"), PLAYED)
def test_every_word_of_ours_in_a_dialogue_is_a_phrase(path: Path, channel: Channel) -> None:
    dialogue = load(path)
    pair = InStep(
        FlowPlayer.on(dialogue.scene, channel), FlowPlayer.on(dialogue.scene, channel, phrases=PSEUDO)
    )
    acts = [each.act for each in dialogue.exchanges]
    theirs = {act.round_title for act in acts if isinstance(act, Joins)}
    theirs |= {act.reason for act in acts if isinstance(act, IsAsked)}
    known = guide_words(pair.english.guide) | theirs | {ORGANISATION}
    for exchange in dialogue.exchanges:
        for text in pair.act(exchange.act):
            assert not hard_coded(text, known | pair.written), text
        assert where(pair.foreign) == where(pair.english), exchange
    assert [reply.key for reply in pair.foreign.ledger] == [reply.key for reply in pair.english.ledger]
    assert [reply.given for reply in pair.foreign.ledger] == [reply.given for reply in pair.english.ledger]


def where(player: FlowPlayer) -> object:
    place = player.conversation.place
    return (
        place.screen,
        place.theme_id,
        place.prompt_id,
        place.card,
        place.picked,
        player.conversation.number,
    )


def test_a_hard_coded_word_would_be_found() -> None:
    assert hard_coded("Saved.", set()) == ["Saved"]
    assert hard_coded(PSEUDO.say("Saved."), set()) == []
    assert (
        hard_coded(PSEUDO.say("Theme {number}: {title}", number=1, title="Team meetings"), {"Team meetings"})
        == []
    )
    assert hard_coded(PSEUDO.count("{n} prompt", "{n} prompts", 2), set()) == []


def test_what_the_shell_says_with_our_cards_is_made_of_phrases() -> None:
    player = FlowPlayer(shipped("example"), closes_at=BEGINNING + timedelta(days=5))
    player.join()
    known = guide_words(player.guide) | {ROUND_TITLE, ORGANISATION}
    cards = [
        web_link_card(PSEUDO, "", 24),
        apologies.apology(PSEUDO, is_given_up=True),
        apologies.apology(PSEUDO, is_given_up=False),
    ]
    step = show_again(player.guide, player.conversation, player.knock(), player.now, PSEUDO)
    for text in [*visible(step), *(text for card in cards for text in texts_of(card))]:
        assert not hard_coded(text, known), text


# Reports


class Visible(HTMLParser):
    """The texts of a page that people read or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag == "style"
        self.texts += [value for name, value in attrs if name in ("alt", "title", "aria-label") and value]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.texts.append(data.strip())


def texts_in(page: str) -> list[str]:
    parser = Visible()
    parser.feed(page)
    return parser.texts


@pytest.fixture(scope="module")
def reported() -> FlowPlayer:
    """Somebody who has finished a theme with replies of every kind."""
    player = FlowPlayer(shipped("example"))
    for exchange in load(Path(__file__).parent.parent / "dialogues" / "whole_theme.yaml").exchanges:
        player.act(exchange.act)
    return player


def known_of(player: FlowPlayer) -> set[str]:
    return guide_words(player.guide) | {ROUND_TITLE, ORGANISATION} | {reply.text for reply in player.ledger}


def report_of(player: FlowPlayer):
    return summarise(
        player.guide,
        "team-meetings",
        player.conversation.replies,
        round_title=ROUND_TITLE,
        organisation=ORGANISATION,
        version=1,
        finished_at=BEGINNING,
    )


def test_the_report_in_the_chat_is_made_of_phrases(reported: FlowPlayer) -> None:
    for card in chat_cards(report_of(reported), PSEUDO):
        for text in texts_of(card):
            assert not hard_coded(text, known_of(reported)), text


def test_the_report_as_a_page_is_made_of_phrases(reported: FlowPlayer) -> None:
    for text in texts_in(theme_html(report_of(reported), PSEUDO)):
        assert not hard_coded(text, known_of(reported)), text


def in_picture(svg: str) -> str:
    """All that a picture says, its broken lines joined again."""
    return " ".join(texts_in(svg))


def words_of_rounds() -> set[str]:
    """What coordinators and participants wrote in the made-up rounds, and the guide's own words."""
    written = {text for who in LIVELY for each in who.replies.values() if (text := each.text)}
    named = {FACTS.title, FACTS.organisation, FACTS.purpose, *TURNOUT, *STATE.not_begun}
    return guide_words(guide()) | written | named | {each.title for each in STATE.themes}


ALIKE = group_report(people(*[gave("planning", 4)] * 6))
ROUNDS = [group_report(facts=replace(FACTS, who_sees=each)) for each in WhoSees]
ROUNDS += [group_report((), turnout={}), ALIKE]
ROUNDS += [
    group_report(
        [
            replace(each, is_typed_in=number >= 8)
            for number, each in enumerate(people(*[gave("planning", level) for level in (*[4] * 7, *levels)]))
        ],
        facts=replace(FACTS, who_sees=who_sees),
    )
    for who_sees in (WhoSees.CONFIDENTIAL, WhoSees.ANONYMOUS)
    for levels in ((1,), (1, 4), (1, *[4] * 9))
]


@pytest.mark.parametrize("report", ROUNDS)
def test_the_report_of_a_group_is_made_of_phrases(report) -> None:
    texts = [text for card in group_cards(report, PSEUDO) for text in texts_of(card)]
    texts += [*texts_in(group_html(report, PSEUDO)), in_picture(group_picture_svg(report, PSEUDO))]
    for text in texts:
        assert not hard_coded(text, words_of_rounds()), text


@pytest.mark.parametrize("who_sees", WhoSees)
@pytest.mark.parametrize("today", [MIDWAY, STATE.closes_on, date(2027, 6, 2)])
def test_the_progress_of_a_round_is_told_in_phrases(who_sees: WhoSees, today: date) -> None:
    progress = progress_of(replace(STATE, who_sees=who_sees, typed_in=2), today)
    texts = [*texts_of(progress_card(progress, PSEUDO)), in_picture(progress_picture_svg(progress, PSEUDO))]
    for text in texts:
        assert not hard_coded(text, words_of_rounds()), text


def test_the_file_of_everything_kept_is_made_of_phrases(reported: FlowPlayer) -> None:
    guide, ledger = reported.guide, tuple(reported.ledger)
    given = tuple(replace(reply, given_by=7) for reply in ledger[:1])
    passed = PassedOn(1, "team-meetings", "being-heard", "", is_taken=False)
    part = OwnRound(
        ROUND_TITLE,
        ORGANISATION,
        "7",
        "en",
        BEGINNING,
        guide,
        (*ledger, *given),
        finishes=(OwnFinish("team-meetings", 1, BEGINNING),),
        held=ledger[0].text,
        left_at=BEGINNING,
        for_colleagues=given,
        passed_on=(passed,),
        invited_as="Ann",
        asked_about=(ledger[0].text,),
    )
    act = OwnAct(BEGINNING, "round.open", "Ann", "done")
    page = own_data_html(
        (part,),
        (OwnAddress("telegram", "4711", BEGINNING),),
        PSEUDO,
        made_at=BEGINNING,
        zone=ZoneInfo("Europe/London"),
        in_roles=OwnRoles((), begun="round", given=("Ann",), acts=(act,)),
    )
    known = known_of(reported) | {"Telegram", "Europe/London", "Ann", "/round"}
    for text in texts_in(page):
        assert not hard_coded(text, known), text
