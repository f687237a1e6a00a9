"""What people wrote in a round as a table, for somebody who may read it; made once more from the store."""

from collections.abc import Sequence
from datetime import datetime

from bot.acts.reply_acts import HowRead, how_replies_are_read
from bot.coordinator.commands.replies.readings import replies_erased
from bot.coordinator.commands.replies.reply_address import ReplyState
from bot.coordinator.reply_data import shuffled_round, writers_of
from bot.jobs.artefact import MEDIA_TYPES, Artefact, ArtefactFile
from bot.jobs.render_process import in_child
from bot.jobs.rights import may_have
from bot.jobs.round_report import NOTHING
from bot.messages.guide_cache import GuideShelf
from content.model import Guide
from content.phrases import SOURCE_LANGUAGE, Phrases, phrases_in
from conversations.groups.round_view import RoundView, WhoSees
from conversations.outgoing import Card, Line
from conversations.who_sees_what import least_group
from reports.file_kinds import CSV, XLSX
from reports.group.threshold import Reason, Withheld
from reports.rendering import render_reply_workbook
from reports.replies.by_name import (
    GivenByName,
    NamedParticipant,
    given_by_name,
    in_order_of_names,
    of_those_asked,
)
from reports.replies.prompt_list import ListedPrompt, place_in_guide, prompts_within
from reports.replies.reply_table import ReplyTable, named_table, shuffled_table
from storage.engine.database import Database, Transaction
from storage.messages.job_details import RepliesTableJob
from storage.messages.jobs import Job
from storage.people.people import recipient_at
from storage.roles.organisations import Role
from storage.rounds.rounds import RoundListed, find_listed


async def make_replies_table(
    database: Database, shelf: GuideShelf, job: Job[RepliesTableJob], now: datetime
) -> Artefact:
    """The table, why there is none to be had, or nothing for somebody who may not read it."""
    made = await database.read(lambda tx: _table(tx, shelf, job, now))
    if made is None:
        return NOTHING
    table, phrases = made
    if isinstance(table, str):
        return Artefact((Card((Line(table),)),), ())
    workbook = await in_child(render_reply_workbook, table, phrases.language, now)
    files = (
        ("replies.xlsx", MEDIA_TYPES[XLSX], workbook, _said_of_workbook(phrases)),
        (
            "replies.csv",
            MEDIA_TYPES[CSV],
            table.as_csv(),
            phrases.say("The same replies as CSV, for other programs."),
        ),
    )
    # A file that is protected on a channel cannot be taken to a spreadsheet, which is what it is for.
    taken_back = phrases.say(
        "The table was here. It was taken back, as something in it has been erased since. /replies shows "
        "what can be read now."
    )
    return Artefact(
        (),
        tuple(ArtefactFile(*each, alt=each[-1], protect=False, once_erased=taken_back) for each in files),
    )


def _said_of_workbook(phrases: Phrases) -> str:
    return phrases.say(
        "What people wrote, as a workbook for Excel and other spreadsheets. A second sheet says what each "
        "column means. Keep it as safe as the replies."
    )


def _table(
    tx: Transaction, shelf: GuideShelf, job: Job[RepliesTableJob], now: datetime
) -> tuple[ReplyTable | str, Phrases] | None:
    """The table, or a sentence that says why there is none, with the phrases that it is in."""
    listed = find_listed(tx, job.details.round_id)
    if listed is None or not may_have(tx, job):
        return None
    reached = recipient_at(tx, job.channel, job.address)
    phrases = phrases_in(reached.language if reached else SOURCE_LANGUAGE)
    guide = shelf.guide_of(tx, job.details.round_id)
    table = table_as_readable(tx, guide, listed, job.details, phrases, now)
    if table is None:
        return replies_erased(phrases), phrases
    return (table if table.rows else _why_no_rows(listed.view, phrases)), phrases


def _why_no_rows(view: RoundView, p: Phrases) -> str:
    """Why nothing would stand in a table: files with headings alone would read as a fault."""
    if view.who_sees is WhoSees.NAMED:
        return p.say("There is nothing of this to read yet, so no table is made.")
    least = least_group(view.threshold, view.who_sees)
    return p.say(
        "To none of these prompts have at least {n} people written something, so no table is made.", n=least
    )


def table_as_readable(
    tx: Transaction,
    guide: Guide,
    listed: RoundListed,
    wanted: RepliesTableJob,
    phrases: Phrases,
    now: datetime,
) -> ReplyTable | None:
    """The replies of a round as those who run it may read them, in the order of the guide.

    None where they are not shown any more. The act has decided before whether they may be read at all.
    """
    view = listed.view
    prompts = sorted(prompts_within(guide, wanted.code), key=place_in_guide)
    if how_replies_are_read(Role.COORDINATOR, view.who_sees) is HowRead.WITH_NAMES:
        writers = in_order_of_names(writers_of(tx, listed, now))
        rules = view.themes_asked
        found = [
            (each, of_those_asked(_picked(writers, each, wanted), each.theme, rules)) for each in prompts
        ]
        return named_table(guide, found, phrases, title=view.title)
    shuffled = shuffled_round(tx, listed, wanted.number)
    readable = [(each, shuffled.replies_to(each)) for each in prompts if not each.is_counted_only]
    told = [(each, found.texts) for each, found in readable if not isinstance(found, Withheld)]
    if not told and any(found == Withheld(Reason.ERASED) for _, found in readable):
        return None  # A table without rows would read as if nobody had written.
    least = least_group(view.threshold, view.who_sees)
    days = {shuffled.cut_of(each).closed_on for each, _ in told} or {shuffled.cuts[-1].closed_on}
    return shuffled_table(guide, told, phrases, least_writers=least, title=view.title, closed_on=days)


def _picked(
    writers: Sequence[NamedParticipant], prompt: ListedPrompt, wanted: RepliesTableJob
) -> list[GivenByName]:
    """What was given to a prompt by those of the team and in the way that are wanted."""
    found = given_by_name(writers, prompt.theme, prompt.prompt_id)
    in_team = [each for each in found if wanted.team is None or each.writer.team == wanted.team]
    if wanted.state:
        return [each for each in in_team if each.given is ReplyState(wanted.state).given]
    return [each for each in in_team if each.given is not None]
