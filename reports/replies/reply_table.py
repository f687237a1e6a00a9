"""The replies of a round as a table for a spreadsheet, a row for each reply, as they may be read."""

from collections.abc import Iterable
from datetime import datetime

from content.model import Guide
from content.phrases import Phrases
from conversations.state import Given, Reply
from reports.layout.csv_table import csv_file
from reports.layout.wording import given_name, words_of
from reports.replies.by_name import GivenByName, NamedParticipant
from reports.replies.prompt_list import ListedPrompt


def named_table(
    guide: Guide, found: Iterable[tuple[ListedPrompt, Iterable[GivenByName]]], phrases: Phrases
) -> bytes:
    """A row for each reply of a named round, with who gave it."""
    p = phrases
    headings = [
        *_about_prompt(p),
        p.say("Name"),
        p.say("Team"),
        p.say("Organisation"),
        p.say("Link"),
        p.say("What was given"),
        p.say("Reply"),
        p.say("Written on (UTC)"),
        p.say("Changed"),
        p.say("Typed in from paper"),
        p.say("Given by a colleague"),
    ]
    rows = [
        [*_prompt_cells(p, prompt), *_person(given.writer), *_reply(guide, given, reply, p)]
        for prompt, givens in found
        for given in givens
        for reply in given.replies or (None,)
    ]
    return csv_file([headings, *rows])


def shuffled_table(found: Iterable[tuple[ListedPrompt, Iterable[str]]], phrases: Phrases) -> bytes:
    """A row for each reply in words, and nothing of who wrote it, in the order of each prompt's list."""
    rows = [[*_prompt_cells(phrases, prompt), text] for prompt, texts in found for text in texts]
    return csv_file([[*_about_prompt(phrases), phrases.say("Reply")], *rows])


def _about_prompt(p: Phrases) -> list[str]:
    return [p.say("Code"), p.say("Theme"), p.say("Prompt")]


def _prompt_cells(p: Phrases, prompt: ListedPrompt) -> list[str]:
    return [prompt.code, prompt.theme.title, prompt.ask(p)]


def _person(writer: NamedParticipant) -> list[str]:
    return [writer.name, writer.team, writer.partner, str(writer.link or "")]


def _reply(guide: Guide, given: GivenByName, reply: Reply | None, p: Phrases) -> list[str]:
    yes = p.say("yes")
    return [
        given_name(p, given.given),
        words_of(guide, reply, p) if reply and reply.given is Given.ANSWERED else "",
        _day(reply.written_at) if reply else "",
        yes if reply and reply.version > 1 else "",
        yes if given.writer.is_typed_in else "",
        (given.colleague.name or yes) if given.colleague else "",
    ]


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
