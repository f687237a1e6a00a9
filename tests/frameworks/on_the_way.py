"""What can be read of a guide on its way: on the cards, on paper, in reports of a theme and in exports.

Each stage gives the words of one theme, so that a text counts only where it belongs.
"""

import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

from content.model import Guide, Theme
from content.phrases import phrases_in
from content.prompt_kinds import InNumbers, OnDay, OneChoice, OnScale, SeveralChoices, ThemeRating
from conversations.cards import themes
from conversations.cards.prompts import prompt_card
from conversations.cards.view import View
from conversations.groups.round_view import RoundView
from conversations.outgoing import Card
from conversations.state import Conversation, Given, Place, Replies, Reply, Screen
from reports.export import GuideWords, LedgerRow, ledger_dictionary
from reports.paper.prompt_sheet import PromptSheet, paper_of
from reports.replies.by_name import GivenByName, NamedParticipant
from reports.replies.prompt_list import prompts_listed
from reports.replies.reply_table import named_table
from reports.theme.theme_html import theme_html
from reports.theme.theme_report import summarise

ENGLISH: Final = phrases_in("en")
AT: Final = datetime(2026, 11, 30, tzinfo=UTC)
_ROUND: Final = RoundView("r", "Autumn", "Example Council", False, None, None, None)
_TAG: Final = re.compile(r"<[^>]*>")

Stage = Callable[[Guide, Theme], str]
"""A stage takes a guide and one of its themes, and gives all that can be read there of that theme."""


def words_of_card(card: Card) -> list[str]:
    """All that a card says, its buttons too."""
    return [
        *(line.text for line in card.lines),
        *(text for row in card.buttons for each in row for text in (each.label, each.meaning)),
    ]


def answered(theme: Theme) -> Replies:
    """A reply to each prompt of a theme: the first option, the highest number, words."""
    found = {}
    for prompt in theme.asked:
        reply = Reply(theme.id, prompt.id, 1, Given.ANSWERED, written_at=AT, version=1)
        match prompt.kind:
            case OneChoice(options) | SeveralChoices(options):
                reply = replace(reply, choices=(options[0].id,))
            case InNumbers(most=most):
                reply = replace(reply, value=str(most))
            case OnDay():
                reply = replace(reply, value="2026-11-30")
            case OnScale(scale) | ThemeRating(scale):
                reply = replace(reply, level=scale.levels[0].number)
            case _ if prompt.id == "evidence":
                reply = replace(reply, choices=("figures",))
            case _:
                reply = replace(reply, text=f"What was said to {prompt.id}.")
        found[reply.key] = reply
    return found


def on_cards(guide: Guide, theme: Theme) -> str:
    """What somebody sees who goes through a theme with all sets of prompts and looks everything up."""
    conversation = Conversation(1, "en", _ROUND, Place(Screen.THEME, theme.id))
    view = View(guide, conversation, ENGLISH, AT)
    said = [
        themes.themes_card(view, conversation.place),
        themes.theme_card(view, theme),
        themes.which_set(view),
    ]
    said += [themes.features(view, theme), themes.examples(view, theme), themes.all_prompts(view, theme)]
    said += [themes.levels(view, theme.scale)] if theme.scale else []
    for prompt in theme.asked:
        said.append(prompt_card(view, theme, Place(Screen.PROMPT, theme.id, prompt.id)))
    return "\n".join(text for card in said for text in words_of_card(card))


def on_paper(guide: Guide, theme: Theme) -> str:
    """What stands on the prompt sheet for a theme."""
    sheet = PromptSheet(guide, "Autumn", "Example Council", date(2026, 12, 18), (), AT)
    found = paper_of(sheet, ENGLISH).themes[guide.number_of(theme.id) - 1]
    said = [found.section, found.section_purpose, found.heading, found.purpose, *found.features.texts]
    for examples in found.examples:
        said += [examples.heading, *examples.texts]
    for prompt in (*found.prompts, *found.closing):
        said += [prompt.code, prompt.ask, prompt.only_if, prompt.help]
        said += [text for each in prompt.choices for text in (f"{each.number} {each.name}", each.meaning)]
    return "\n".join(said)


def in_report(guide: Guide, theme: Theme) -> str:
    """What stands in somebody's report of a theme, as a page."""
    report = summarise(
        guide,
        theme.id,
        answered(theme),
        round_title="Autumn",
        organisation="Example Council",
        version=1,
        finished_at=AT,
    )
    page = theme_html(report, ENGLISH).partition("</style>")[2]
    return html.unescape(_TAG.sub("\n", page))


def in_export(guide: Guide, theme: Theme) -> str:
    """What stands in a named round's table for a theme, in the ledger, and in what describes both."""
    given = answered(theme)
    somebody = NamedParticipant(1, "Ann Example", "", "", 1, is_typed_in=False, replies={})
    listed = [each for each in prompts_listed(guide) if each.theme is theme]
    found = [
        (each, [GivenByName(somebody, Given.ANSWERED, (given[theme.id, each.prompt_id, 1],), None)])
        for each in listed
    ]
    table, ledger = named_table(guide, found, ENGLISH), GuideWords(guide, ENGLISH)
    rows = [ledger.beside(_ledger_row(reply)) for reply in given.values()]
    told = [cell for row in table.rows for cell in row]
    told += [text for column in table.columns for pair in column.values for text in pair]
    told += [text for row in rows for text in (row.section, row.theme, row.prompt, *row.choice_names)]
    dictionary = json.loads(ledger_dictionary(guide, ENGLISH))
    for key in dictionary["keys"]:
        for value in key.get("values", ()):
            if value.get("theme_id", theme.id) == theme.id:
                told += [str(each) for name, each in value.items() if name != "theme_id"]
    return "\n".join(told)


def _ledger_row(reply: Reply) -> LedgerRow:
    return LedgerRow(
        "r",
        reply.theme_id,
        reply.prompt_id,
        1,
        "P-1",
        "answered",
        reply.text,
        reply.level,
        reply.choices,
        1,
        AT,
        "web",
        None,
    )


STAGES: Final[Mapping[str, Stage]] = {
    "cards": on_cards,
    "paper": on_paper,
    "report": in_report,
    "export": in_export,
}
