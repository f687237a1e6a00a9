"""What people wrote in a round as a table, for somebody who may read it; made once more from the store."""

from collections.abc import Sequence
from datetime import datetime

from bot.acts.reply_acts import HowRead, how_replies_are_read
from bot.coordinator.commands.replies.readings import replies_erased
from bot.coordinator.commands.replies.reply_address import ReplyState
from bot.coordinator.reply_data import shuffled_round, writers_of
from bot.jobs.artefact import CSV, Artefact, ArtefactFile
from bot.jobs.rights import may_have
from bot.jobs.round_report import NOTHING
from bot.messages.guide_cache import GuideShelf
from content.phrases import SOURCE_LANGUAGE, Phrases, phrases_in
from conversations.outgoing import Card, Line
from reports.group.threshold import Reason, Withheld
from reports.replies.by_name import GivenByName, NamedParticipant, given_by_name, in_order_of_names
from reports.replies.prompt_list import ListedPrompt, prompts_within
from reports.replies.reply_table import named_table, shuffled_table
from storage.engine.database import Database, Transaction
from storage.messages.job_details import RepliesTableJob
from storage.messages.jobs import Job
from storage.people.people import recipient_at
from storage.roles.organisations import Role
from storage.rounds.rounds import find_listed


async def make_replies_table(
    database: Database, shelf: GuideShelf, job: Job[RepliesTableJob], now: datetime
) -> Artefact:
    """The table, why there is none once replies are erased, or nothing for somebody who may not read them."""
    made = await database.read(lambda tx: _table(tx, shelf, job, now))
    if made is None:
        return NOTHING
    content, phrases = made
    if content is None:
        return Artefact((Card((Line(replies_erased(phrases)),)),), ())
    said = phrases.say(
        "What people wrote, as a table to open in a spreadsheet. Keep it as safe as the replies."
    )
    # A file that is protected on a channel cannot be taken to a spreadsheet, which is what it is for.
    file = ArtefactFile("replies.csv", CSV, content, said, said, protect=False)
    return Artefact((), (file,))


def _table(
    tx: Transaction, shelf: GuideShelf, job: Job[RepliesTableJob], now: datetime
) -> tuple[bytes | None, Phrases] | None:
    wanted = job.details
    listed = find_listed(tx, wanted.round_id)
    if listed is None or not may_have(tx, job):
        return None
    reached = recipient_at(tx, job.channel, job.address)
    phrases = phrases_in(reached.language if reached else SOURCE_LANGUAGE)
    guide = shelf.guide_of(tx, wanted.round_id)
    prompts = prompts_within(guide, wanted.code)
    if how_replies_are_read(Role.COORDINATOR, listed.view.who_sees) is HowRead.WITH_NAMES:
        writers = in_order_of_names(writers_of(tx, listed, now))
        return named_table(
            guide, [(each, _picked(writers, each, wanted)) for each in prompts], phrases
        ), phrases
    shuffled = shuffled_round(tx, listed, wanted.number)
    readable = [(each, shuffled.replies_to(each)) for each in prompts if not each.is_counted_only]
    told = [(each, found.texts) for each, found in readable if not isinstance(found, Withheld)]
    if not told and any(found == Withheld(Reason.ERASED) for _, found in readable):
        return None, phrases  # A table without rows would read as if nobody had written.
    return shuffled_table(told, phrases), phrases


def _picked(
    writers: Sequence[NamedParticipant], prompt: ListedPrompt, wanted: RepliesTableJob
) -> list[GivenByName]:
    """What was given to a prompt by those of the team and in the way that are wanted."""
    found = given_by_name(writers, prompt.theme.id, prompt.prompt_id)
    in_team = [each for each in found if wanted.team is None or each.writer.team == wanted.team]
    if wanted.state:
        return [each for each in in_team if each.given is ReplyState(wanted.state).given]
    return [each for each in in_team if each.given is not None]
