"""What a role holder reads where an act was refused: a sentence for each reason."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.acts.refusal import ActRefused, Refusal, RefusalReason
from bot.coordinator.role_names import organisation_shown
from bot.schedule.reminder_outcome import local_time
from content.phrases import Phrases, long_date
from conversations.calendar.availability import zone_named


class InvalidInput(Exception):
    """What was given cannot be read or used as asked; the text is one sentence on what could be."""


NOT_DONE = (InvalidInput, ActRefused)
"""What a form raises where something cannot be read, or an act is refused."""


def why_not(p: Phrases, fault: InvalidInput | ActRefused) -> str:
    """Why something was not read or not done, in a sentence."""
    return refusal_in_words(p, fault.refusal) if isinstance(fault, ActRefused) else str(fault)


def refusal_in_words(p: Phrases, refusal: Refusal) -> str:
    """Why an act was refused, in a sentence."""
    return _SENTENCES[refusal.reason](p, refusal)


def _round_is_closed(p: Phrases, refusal: Refusal) -> str:
    return p.say("“{title}” is closed. /reopen opens it again.", title=refusal.title)


def _round_is_open(p: Phrases, refusal: Refusal) -> str:
    return p.say("“{title}” is open. /extend changes its last day.", title=refusal.title)


def _not_over_yet(p: Phrases, refusal: Refusal) -> str:
    return p.say("“{title}” is open. There is a report of the group once it is closed.", title=refusal.title)


def _no_such_link(p: Phrases, refusal: Refusal) -> str:
    return p.say("There is no link {number}. /people shows them all.", number=refusal.number)


def _link_was_used(p: Phrases, refusal: Refusal) -> str:
    return p.say("Link {number} was used already.", number=refusal.number)


def _link_was_taken_back(p: Phrases, refusal: Refusal) -> str:
    return p.say("Link {number} was taken back already.", number=refusal.number)


def _no_such_sheet(p: Phrases, refusal: Refusal) -> str:
    return p.say(
        "There is no link {number} that replies can be typed in for: it was used, taken back or "
        "never made. /people shows them all.",
        number=refusal.number,
    )


def _released_before(p: Phrases, refusal: Refusal) -> str:
    day = long_date(refusal.at.date(), p.language) if refusal.at else ""
    return p.say("Everybody who took part was given this report on {day}.", day=day)


def _reminders_sent_before(p: Phrases, refusal: Refusal) -> str:
    when = local_time(p, refusal.at, zone_named(refusal.time_zone)) if refusal.at else ""
    return p.say("These were sent already: {when}.", when=when)


def _no_such_role(p: Phrases, refusal: Refusal) -> str:
    return p.say("There is no number {number} on the list. /colleagues shows it.", number=refusal.number)


def _last_coordinator(p: Phrases, refusal: Refusal) -> str:
    return p.say(
        "Nobody else coordinates for {organisation}, so this role cannot end here. Let a colleague "
        "in first, with /colleague, or ask whoever looks after the computer.",
        organisation=organisation_shown(p, refusal.organisation) if refusal.organisation else "",
    )


_SENTENCES: Final[Mapping[RefusalReason, Callable[[Phrases, Refusal], str]]] = {
    RefusalReason.NOT_ALLOWED: lambda p, _: p.say("That is not for you to do."),
    RefusalReason.ROUND_IS_CLOSED: _round_is_closed,
    RefusalReason.ROUND_IS_OPEN: _round_is_open,
    RefusalReason.NOT_OVER_YET: _not_over_yet,
    RefusalReason.DAYS_OUT_OF_ORDER: lambda p, _: p.say(
        "The last day would be before the first. Begin again: /round"
    ),
    RefusalReason.SOMEBODY_JOINED: lambda p, _: p.say(
        "Somebody has joined already, so it stays. /close ends it."
    ),
    RefusalReason.NO_SUCH_LINK: _no_such_link,
    RefusalReason.LINK_WAS_USED: _link_was_used,
    RefusalReason.LINK_WAS_TAKEN_BACK: _link_was_taken_back,
    RefusalReason.NO_SUCH_SHEET: _no_such_sheet,
    RefusalReason.NOTHING_TYPED_IN: lambda p, _: p.say("Nothing was typed in for that sheet."),
    RefusalReason.RELEASED_BEFORE: _released_before,
    RefusalReason.REMINDERS_SENT_BEFORE: _reminders_sent_before,
    RefusalReason.REMINDERS_OUTDATED: lambda p, _: p.say(
        "That was too long ago. Look at it again with /remind."
    ),
    RefusalReason.NO_SUCH_ROLE: _no_such_role,
    RefusalReason.LAST_COORDINATOR: _last_coordinator,
    RefusalReason.CHANGED_MEANWHILE: lambda p, _: p.say(
        "That has changed meanwhile, so nothing was done. /colleagues shows it."
    ),
    RefusalReason.TOO_LATE_TO_UNDO: lambda p, _: p.say(
        "That cannot be undone any more. /colleague makes a new link."
    ),
}
"""A sentence for each reason; a test holds that none is missing."""
