"""Reference C: aiogram 3 with its states in memory. It runs in an environment of its own."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import InlineKeyboardMarkup, Message

PROMPTS: list[dict[str, Any]] = json.loads(Path(sys.argv[1]).read_text("utf-8"))


async def take(message: Message, state: FSMContext) -> None:
    step = (await state.get_data()).get("step", 0)
    await state.update_data(step=step + 1)
    prompt = PROMPTS[step]
    keyboard = InlineKeyboardMarkup.model_validate(prompt["keyboard"])
    await message.answer(prompt["html"], parse_mode="HTML", reply_markup=keyboard)


async def main() -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["BENCH_URL"]))
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.message.register(take)
    await dispatcher.start_polling(Bot(os.environ["BENCH_TOKEN"], session=session))


if __name__ == "__main__":
    asyncio.run(main())
