"""A shared link to be passed on: as a message for a chat or a mail, and as a sheet for a wall.

It is the same for everybody, and holds nobody's name. Nothing here is logged or kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from content.model import Guide
from content.phrases import Phrases, long_date
from conversations.cards.entrance import how_long
from conversations.cards.where_links_open import where_it_opens
from reports.layout import wording
from reports.layout.typesetting import language_values, shown, typeset
from reports.paper.link_sheet import ChannelLink, qr_code

SLIPS = 10
"""So many slips to tear off stand on the second page."""


@dataclass(frozen=True, slots=True)
class Poster:
    """A shared link of a round, for each channel. ``team`` is empty where it is for everybody.

    ``valid_until`` is the link's last day, None where it works as long as the round is open. ``made_at`` is
    the time that a file bears.
    """

    guide: Guide
    round_title: str
    organisation: str
    team: str
    is_anonymous: bool
    closes_on: date | None
    valid_until: date | None
    links: tuple[ChannelLink, ...]
    made_at: datetime


def shared_message(poster: Poster, phrases: Phrases) -> str:
    """What can be sent to everybody as it is: what this is, how long, until when, the link."""
    return "\n\n".join(_message(poster, phrases))


def _message(poster: Poster, phrases: Phrases) -> Iterator[str]:
    yield _asks(poster, phrases)
    yield how_long(poster.guide, phrases)
    first, *others = poster.links
    yield _for_whom(poster, phrases) + f"\n{first.url}"
    for each in others:
        yield phrases.say("Or in {place}, whichever you prefer:", place=each.place) + f"\n{each.url}"
    yield " ".join((*_until(poster, phrases), *_on_use(poster, phrases)))


def _asks(poster: Poster, phrases: Phrases) -> str:
    return phrases.say(
        "{asker} asks you to take part in “{round}”: a chat in which you look at your service, one "
        "prompt at a time.",
        asker=poster.organisation or phrases.say("Your coordinator"),
        round=poster.round_title,
    )


def _for_whom(poster: Poster, phrases: Phrases) -> str:
    if poster.team:
        return phrases.say("One link for all of {team}:", team=poster.team)
    return phrases.say("One link for everybody:")


def _until(poster: Poster, phrases: Phrases) -> Iterator[str]:
    last = min((day for day in (poster.valid_until, poster.closes_on) if day is not None), default=None)
    if last is not None:
        yield phrases.say("It works until {day}.", day=long_date(last, phrases.language))


def _on_use(poster: Poster, phrases: Phrases) -> Iterator[str]:
    where = where_it_opens(phrases, poster.links[0].url)
    if where:
        yield where
    yield phrases.say("Everybody gets a place of their own.")
    if poster.is_anonymous:
        yield phrases.say("Nobody can see who used it.")


def poster_pdf(poster: Poster, phrases: Phrases) -> bytes:
    """The link as a sheet for a wall, with a large QR code, and slips to tear off behind it."""
    first, *others = poster.links
    words = shown(
        {
            **language_values(phrases.language),
            "guide": language_values(poster.guide.language),
            "title": poster.round_title,
            "subtitle": _asks(poster, phrases),
            "asked_by": [poster.organisation] if poster.organisation else [],
            "dated": [poster.team] if poster.team else [],
            "how_long": how_long(poster.guide, phrases),
            "camera": phrases.say("Point your camera at the code, or type this into a browser:"),
            "url": first.url,
            "others": [
                {"place": phrases.say("Or in {place}:", place=each.place), "url": each.url} for each in others
            ],
            "use": [*_until(poster, phrases), *_on_use(poster, phrases)],
            "alt": phrases.say("QR code with the link, which stands below it in letters"),
            "slips": phrases.say("Slips to cut out and hand on, all alike"),
            "page": wording.page_of_pages(phrases),
        }
    )
    return typeset(
        "poster.typ", {**words, "code": qr_code(first.url), "slip_count": SLIPS}, poster.made_at, phrases
    )
