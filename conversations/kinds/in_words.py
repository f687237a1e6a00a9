"""Prompts that are replied to in words."""

from typing import Final

from content.prompt_kinds import InWords, ListOfPoints, WhereToLook
from conversations.kinds.on_card import OnCard

IN_WORDS: Final = OnCard[InWords](takes_words=True)
WHERE_TO_LOOK: Final = OnCard[WhereToLook](takes_words=True)
LIST_OF_POINTS: Final = OnCard[ListOfPoints](takes_words=True, takes_several=True)
