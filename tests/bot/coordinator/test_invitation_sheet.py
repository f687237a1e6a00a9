"""Links that were just made, as the job carries them that makes their sheet."""

from bot.coordinator.invitation_sheet import link_sheet_job, sheet_of_job
from storage.messages.job_details import details_from_json, details_to_json
from tests.bot.coordinator.role_chat import RoleChat
from tests.bot.workshop import ROUND
from tests.reports.samples import LINKS, link_sheet


async def test_a_sheet_comes_back_as_it_was_handed_on(chat: RoleChat) -> None:
    job = link_sheet_job(ROUND, link_sheet())
    stored = details_from_json(job.kind, details_to_json(job))
    assert stored == job
    sheet = await chat.database.read(lambda tx: sheet_of_job(tx, chat.shop.shelf, job))
    assert sheet.links == LINKS
