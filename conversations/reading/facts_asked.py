"""Which single fact a question asks about, so that its own answer stands first. Nothing is kept of it."""

from enum import StrEnum, unique

from content.phrases import Phrases
from conversations.reading.typed import asks_about_device, listed, plain


@unique
class FactAsked(StrEnum):
    """What somebody may ask about who reads something. Of two in one question the first of these counts."""

    DEVICE = "device"
    COMPLAINT = "complaint"
    ERASING = "erasing"
    TAKING_BACK = "taking back"
    LEAVING = "leaving"
    LINK = "link"
    PASSING_ON = "passing on"
    HOW_LONG = "how long"
    RATING = "rating"
    WHEN_READ = "when read"


def fact_asked(phrases: Phrases, asked: str) -> FactAsked | None:
    """The single fact that a question about who reads something is about, None for any other."""
    if asks_about_device(phrases, asked):
        return FactAsked.DEVICE
    text = f" {plain(asked)} "
    return next(
        (fact for fact, told in _named(phrases) if any(f" {each} " in text for each in listed(told))),
        None,
    )


def _named(phrases: Phrases) -> tuple[tuple[FactAsked, str], ...]:
    """The words by which each fact is known, in the order in which they count."""
    p = phrases
    return (
        (FactAsked.COMPLAINT, p.say("complain; complains; complained; complaint; complaints")),
        (FactAsked.ERASING, p.say("erase everything; erased everything; erasing everything")),
        (
            FactAsked.TAKING_BACK,
            p.say(
                "i take it; i take this; i take that; i take my; i take what; i take back; i took it; i took "
                "this; i took that; i took my; i took back; i have taken it; i have taken this; i withdraw "
                "it; i withdraw this; i withdraw that; i withdraw my; i withdrew it; i withdrew this; i "
                "withdrew that; i withdrew my; i undo; i undid; still undo; still change; "
                "still delete; still take; still correct; i change; i changed; i have changed; ive "
                "changed; i delete; i deleted; i have deleted; ive deleted; i remove; i removed; i erase; i "
                "erased; am taking; i correct; i edit"
            ),
        ),
        (
            FactAsked.LEAVING,
            p.say("i leave; i left; i have left; ive left; i quit; i withdrew; i withdraw; i am leaving"),
        ),
        (FactAsked.LINK, p.say("link; links; invitation; invite; mail; email")),
        (
            FactAsked.PASSING_ON,
            p.say(
                "i pass; i passed; ive passed; i have passed; i hand; i handed; i have handed; i forward; i "
                "forwarded; send a prompt; sent a prompt; send this prompt; sent this prompt; send the "
                "prompt; sent the prompt; send a question; sent a question; sent it to a colleague; sent it "
                "to my colleague; sent this to a colleague; sent this to my colleague"
            ),
        ),
        (
            FactAsked.HOW_LONG,
            p.say("how long; for ever; forever; be deleted; be erased; be destroyed; be removed; you delete"),
        ),
        (FactAsked.RATING, p.say("rated; rating; ratings; score; scores; scored; level; picked; chose")),
        (
            FactAsked.WHEN_READ,
            p.say("when do; when does; when will; when can; when is; when are; how soon; at what point"),
        ),
    )
