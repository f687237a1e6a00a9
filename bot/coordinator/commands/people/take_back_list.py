"""``/people undo``: all links that were made together last are taken back, as far as nobody has used them.

Of an anonymous round nothing here tells which links were used.
"""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.acts.permissions import Command
from bot.coordinator.commands.people.take_back_links import (
    at_most,
    links_to_take_back,
    take_back_several,
)
from bot.coordinator.forms import Undoable
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request, current_round
from content.phrases import long_date
from conversations.outgoing import Line, Style
from conversations.reading.word_lists import means
from storage.rounds.invitees import MadeTogether, made_together_last


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
                "Take back the {n} link that was made on {day}?",
                "Take back the {n} links that were made together on {day}?",
                len(can),
                day=day,
            ),
            Style.TITLE,
        ),
        *at_most(request, [shown for _, shown in can]),
        Line(p.say("They let nobody in any more."), Style.HELP),
    ]
    if used:
        lines.append(
            Line(
                p.count(
                    "{n} link of this list has been used already: whoever used it takes part, and it stays.",
                    "{n} links of this list have been used already: whoever used them takes part, and they "
                    "stay.",
                    used,
                )
            )
        )
    return lines, p.count("Take {n} back", "Take {n} back", len(can))


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
    made = made_together_last(request.tx, current_round(request, Command.PEOPLE).view.id)
    if made is None:
        raise InvalidInput(
            request.phrases.say("There is no link that could be taken back. /invite makes some.")
        )
    return made
