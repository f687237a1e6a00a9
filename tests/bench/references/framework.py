"""Reference A: python-telegram-bot as shipped; the next prompt from memory, nothing stored."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from telegram import InlineKeyboardMarkup, Update
from telegram.constants import ParseMode
from telegram.ext import Application, MessageHandler, filters

PROMPTS: list[dict[str, Any]] = json.loads(Path(sys.argv[1]).read_text("utf-8"))
STEPS: dict[int, int] = {}


async def take(update: Update, _: Any) -> None:
    message = update.effective_message
    assert message is not None
    step = STEPS.get(message.chat_id, 0)
    STEPS[message.chat_id] = step + 1
    prompt = PROMPTS[step]
    keyboard = InlineKeyboardMarkup.de_json(prompt["keyboard"])
    await message.reply_text(prompt["html"], parse_mode=ParseMode.HTML, reply_markup=keyboard)


def main() -> None:
    application = (
        Application.builder()
        .token(os.environ["BENCH_TOKEN"])
        .base_url(os.environ["BENCH_URL"] + "/bot")
        .build()
    )
    application.add_handler(MessageHandler(filters.TEXT, take))
    application.run_polling()


if __name__ == "__main__":
    main()
