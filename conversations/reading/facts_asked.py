"""Which single fact a question asks about, so that its own answer stands first. Nothing is kept of it."""

from enum import StrEnum, unique

from content.phrases import Phrases
from conversations.reading.typed import asks_about_device, listed, plain


@unique
class FactAsked(StrEnum):
    """What somebody may ask who learns of it."""

    DEVICE = "device"
    COMPLAINT = "complaint"
    ERASING = "erasing"
    LEAVING = "leaving"


def fact_asked(phrases: Phrases, asked: str) -> FactAsked | None:
    """The single fact that a question about who reads something is about, None for any other."""
    text = f" {plain(asked)} "
    named = (
        (FactAsked.COMPLAINT, phrases.say("complain; complains; complained; complaint; complaints")),
        (FactAsked.ERASING, phrases.say("erase everything; erased everything; erasing everything")),
        (
            FactAsked.LEAVING,
            phrases.say(
                "i leave; i left; i have left; ive left; i quit; i withdrew; i withdraw; i am leaving"
            ),
        ),
    )
    if asks_about_device(phrases, asked):
        return FactAsked.DEVICE
    return next((fact for fact, told in named if any(f" {each} " in text for each in listed(told))), None)
