"""Reference B: what people write: ConversationHandler, PicklePersistence, an SQLite insert a reply."""

import json
import os
import sqlite3
import sys
from pathlib import Path
from typing import Any

from telegram import InlineKeyboardMarkup, Update
from telegram.constants import ParseMode
from telegram.ext import Application, ConversationHandler, MessageHandler, PicklePersistence, filters

PROMPTS: list[dict[str, Any]] = json.loads(Path(sys.argv[1]).read_text("utf-8"))
FOLDER = Path(sys.argv[2])
STORE = sqlite3.connect(FOLDER / "replies.sqlite3")
STORE.execute("CREATE TABLE IF NOT EXISTS reply (chat INTEGER, step INTEGER, text TEXT)")


async def take(update: Update, context: Any) -> int:
    message = update.effective_message
    assert message is not None
    step = context.user_data.get("step", 0)
    context.user_data["step"] = step + 1
    STORE.execute("INSERT INTO reply VALUES (?, ?, ?)", (message.chat_id, step, message.text))
    STORE.commit()
    prompt = PROMPTS[step]
    keyboard = InlineKeyboardMarkup.de_json(prompt["keyboard"])
    await message.reply_text(prompt["html"], parse_mode=ParseMode.HTML, reply_markup=keyboard)
    return 1 if step + 1 < len(PROMPTS) else ConversationHandler.END


def main() -> None:
    application = (
        Application.builder()
        .token(os.environ["BENCH_TOKEN"])
        .base_url(os.environ["BENCH_URL"] + "/bot")
        .persistence(PicklePersistence(FOLDER / "state.pickle"))
        .build()
    )
    words = [MessageHandler(filters.TEXT, take)]
    application.add_handler(
        ConversationHandler(
            entry_points=words, states={1: words}, fallbacks=[], name="guide", persistent=True
        )
    )
    application.run_polling()


if __name__ == "__main__":
    main()
