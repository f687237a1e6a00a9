"""Adds the teletype to the table of channels of a process: imported in it, before the product is run."""

import os
from functools import partial

from bot.app import run
from bot.app.application import Application
from bot.app.channel_table import CHANNELS
from tests.teletype.channel import teletype_at

run.Application = partial(Application, table=(*CHANNELS, teletype_at(int(os.environ["TELETYPE_PORT"]))))  # type: ignore[assignment,misc]
