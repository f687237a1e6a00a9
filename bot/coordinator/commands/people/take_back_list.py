"""``/people undo``: all links that were made together last are taken back, as far as nobody has used them.

Of an anonymous round nothing here tells which links were used.
"""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.acts.permissions import Command
from bot.coordinator.commands.people.shared_link_list import link_shown
from bot.coordinator.commands.people.take_back_links import (
    at_most,
    links_to_take_back,
    mails_end_too,
    take_back_several,
)
from bot.coordinator.forms import Undoable
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request, current_round
from content.phrases import long_date
from conversations.groups.round_view import WhoSees
from conversations.outgoing import Line, Style
from conversations.reading.word_lists import means
from storage.people.shared_links import SharedLink, shared_links
from storage.rounds.invitees import MadeTogether, made_together_last
from storage.rounds.rounds import RoundListed


def list_meant(request: Request, text: str) -> tuple[int, ...]:
    """The links that were made last and can be taken back, where a line says so; else none.

    Raises ``InvalidInput`` where it says so and there are none.
    """
    p = request.phrases
    if not means(p, text, "undo"):
        return ()
    made = _made_last(request)
    can, _ = links_to_take_back(request, made.numbers)
    if not can:
        raise InvalidInput(
            p.count(
                "The link that was made last has been used, so it stays.",
                "All {n} links that were made together last have been used, so they stay.",
                len(made.numbers),
            )
        )
    return tuple(number for number, _ in can)


def preview_of_list(request: Request, numbers: Sequence[int]) -> tuple[Sequence[Line], str]:
    """The links of the list that are taken back, and how many have been used and stay."""
    p, view = request.phrases, current_round(request, Command.PEOPLE).view
    made, (can, _) = _made_last(request), links_to_take_back(request, numbers)
    used = len(made.numbers) - len(can)
    day = long_date(made.at.astimezone(ZoneInfo(view.time_zone)).date(), p.language)
    lines = [
        Line(
            p.count(
                "Take back the link that was made on {day}?",
                "Take back the {n} links that were made together on {day}?",
                len(can),
                day=day,
            ),
            Style.TITLE,
        ),
        *at_most(request, [shown for _, shown in can]),
        Line(p.count("It lets nobody in any more.", "They let nobody in any more.", len(can)), Style.HELP),
    ]
    lines += mails_end_too(request, [number for number, _ in can])
    if used:
        lines.append(
            Line(
                p.count(
                    "One link of this list has been used already, so it stays.",
                    "{n} links of this list have been used already, so they stay.",
                    used,
                )
            )
        )
    return lines, p.count("Take it back", "Take {n} back", len(can))


def take_back_list(request: Request, numbers: Sequence[int], *, form: Undoable) -> None:
    """Take them back. Raises ``InvalidInput`` where somebody has used one since they were shown."""
    can, _ = links_to_take_back(request, numbers)
    if len(can) != len(numbers):
        raise InvalidInput(
            request.phrases.say(
                "A link has been used meanwhile, so nothing was done. Type /people undo again."
            )
        )
    take_back_several(request, numbers, form=form)


def _made_last(request: Request) -> MadeTogether:
    listed = current_round(request, Command.PEOPLE)
    made = made_together_last(request.tx, listed.view.id)
    if made is None:
        if listed.view.who_sees is WhoSees.ANONYMOUS and (found := shared_links(request.tx, listed.view.id)):
            raise InvalidInput(_all_share_one(request, listed, found[-1]))
        raise InvalidInput(
            request.phrases.say("There is no link that could be taken back. /invite makes some.")
        )
    return made


def _all_share_one(request: Request, listed: RoundListed, link: SharedLink) -> str:
    """That a list has one link for all of it, which one came last, and what can be taken back of it."""
    return request.phrases.say(
        "In an anonymous round a list has one link for all of it, so there are none to take back one by one. "
        "The last one is {link}. /link stop {number} stops it, and /people take off, with a name behind it, "
        "takes that name off the list.",
        link=link_shown(request, listed, link),
        number=link.number,
    )
