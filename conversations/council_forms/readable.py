"""Which words of a form can be kept as they would be typed in: each is read by itself before any is shown."""

from collections.abc import Sequence
from dataclasses import replace

from content.model import Guide
from content.phrases import Phrases
from conversations.council_forms.placed import NotPlaced, PlacedReply, UnplacedWords
from conversations.paper_codes import read_typed_in
from conversations.state import SEVERAL


def readable_replies(
    found: Sequence[PlacedReply], guide: Guide, phrases: Phrases
) -> tuple[list[PlacedReply], list[UnplacedWords]]:
    """The replies that are kept when they are typed in, each once, and those that are not, with why."""
    kept: list[PlacedReply] = []
    refused: list[UnplacedWords] = []
    codes: set[str] = set()
    for each in found:
        reply = replace(each, text=_in_one(each, guide, phrases))
        typed = read_typed_in(guide, f"{reply.code} {reply.text}", phrases)
        if typed.problems or len(typed.replies) != 1:
            told = typed.problems[0].what if typed.problems else ""
            refused.append(UnplacedWords(each.place, each.text, NotPlaced.UNREADABLE, told, each.label))
        elif reply.code in codes and typed.replies[0].prompt_id not in SEVERAL:
            refused.append(UnplacedWords(each.place, each.text, NotPlaced.TWICE, each.code, each.label))
        else:
            codes.add(reply.code)
            kept.append(reply)
    return kept, refused


def _in_one(reply: PlacedReply, guide: Guide, phrases: Phrases) -> str:
    """The words of a reply so that no line of them is taken for the next code."""
    typed = read_typed_in(guide, f"{reply.code} {reply.text}", phrases)
    if len(typed.replies) + len(typed.problems) <= 1:
        return reply.text
    return " ".join(reply.text.split())
