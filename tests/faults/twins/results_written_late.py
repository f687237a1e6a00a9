"""Writes down how a card went only after the next one was sent, so that an earlier card comes again later."""

from typing import Any

from bot.outbox import result_writer
from storage.engine.database import TransactionJob

SECONDS = 0.3


async def _do_alone(self: result_writer.ResultWriter, job: TransactionJob[Any], *, lasting: bool) -> Any:
    return await self._database.write(job, lasting=lasting)


result_writer.PATIENCE = SECONDS
result_writer.ResultWriter.write_before = _do_alone  # type: ignore[method-assign]
