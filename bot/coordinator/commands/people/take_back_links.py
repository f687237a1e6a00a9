"""``/people take back 2, 5-9``: links taken back by number, by team or by state, after each was shown.

Of an anonymous round nothing here tells which links were used.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from bot.acts.link_acts import LinkChange, links_to_change, take_back_links
from bot.acts.permissions import Command
from bot.acts.refusal import ActRefused
from bot.coordinator.actions import Begin
from bot.coordinator.asking import done
from bot.coordinator.commands.people.people_counted import guest_shown, people_invited
from bot.coordinator.forms import Undoable
from bot.coordinator.refusals import InvalidInput, why_not
from bot.coordinator.request import Request, button, current_round
from content.phrases import Phrases
from content.whole_numbers import numbers_with_ranges
from conversations.groups.round_view import WhoSees
from conversations.outgoing import Line, Style
from conversations.reading.lists.look_alike import folded
from conversations.reading.typed import listed, plain
from conversations.reading.word_lists import TYPED_WORDS, means
from storage.mails.mail_log import MailState, mailed
from storage.rounds.invitees import InviteeState

MOST_AT_ONCE: Final = 200
"""So many links can be taken back at once."""

MOST_SHOWN: Final = 40
"""More links than this are counted in the preview, and not shown one by one."""


def numbers_typed(text: str) -> tuple[int, ...]:
    """The numbers of a text that is nothing but numbers and ranges, such as ``2, 5-9``; else none."""
    return numbers_with_ranges(text, MOST_AT_ONCE)


def check_numbers(request: Request, numbers: Sequence[int]) -> None:
    """Raises ``InvalidInput`` for too many links, and where none of them can be taken back."""
    if len(numbers) > MOST_AT_ONCE:
        raise InvalidInput(
            request.phrases.say(
                "At most {n} links can be taken back at once. Type their numbers, such as 1-{n}.",
                n=MOST_AT_ONCE,
            )
        )
    can, cannot = links_to_take_back(request, numbers)
    if not can:
        raise InvalidInput(cannot[0] if cannot else request.phrases.say("There is no such link."))


def preview_of_several(request: Request, numbers: Sequence[int]) -> tuple[Sequence[Line], str]:
    """Whose links are taken back, and why others are not."""
    p = request.phrases
    can, cannot = links_to_take_back(request, numbers)
    if not can:
        raise InvalidInput(cannot[0])
    lines = [
        Line(p.count("Take this link back?", "Take {n} links back?", len(can)), Style.TITLE),
        *at_most(request, [shown for _, shown in can]),
        Line(p.count("It lets nobody in any more.", "They let nobody in any more.", len(can)), Style.HELP),
    ]
    lines += mails_end_too(request, [number for number, _ in can])
    if cannot:
        lines += [Line(p.say("These stay as they are"), Style.ASK), *at_most(request, cannot)]
    return lines, p.count("Take it back", "Take {n} back", len(can))


def mails_end_too(request: Request, numbers: Sequence[int]) -> list[Line]:
    """What taking these links back does to their mails; nothing where they have none."""
    p, found = request.phrases, mailed(request.tx, current_round(request, Command.PEOPLE).view.id)
    states = [found[number] for number in numbers if number in found]
    gone = sum(each.sent_at is not None for each in states)
    waiting = sum(each.state is MailState.WAITS for each in states)
    lines = []
    if gone:
        lines.append(
            Line(
                p.count(
                    "{n} mail has gone: it cannot be called back, and its link ends too.",
                    "{n} mails have gone: they cannot be called back, and their links end too.",
                    gone,
                )
            )
        )
    if waiting:
        lines.append(
            Line(p.count("{n} mail that waits does not go.", "{n} mails that wait do not go.", waiting))
        )
    return lines


def take_back_several(request: Request, numbers: Sequence[int], *, form: Undoable) -> None:
    """Take back those of them that can be. ``form`` is the one that can undo it."""
    p, round_id = request.phrases, current_round(request, Command.PEOPLE).view.id
    can, cannot = links_to_take_back(request, numbers)
    if not can:
        raise InvalidInput(cannot[0])
    came = take_back_links(request.acting, round_id, [number for number, _ in can])
    request.did(came)
    said = (
        p.say("Link {number} does not work any more.", number=can[0][0])
        if len(numbers) == 1
        else p.count("{n} link does not work any more.", "{n} links do not work any more.", len(can))
    )
    back = button(p.say("Who is invited"), Begin(Command.PEOPLE), "/people")
    done(request, [Line(said)], back, undo=came.undo, form=form)


def links_meant(request: Request, text: str) -> tuple[int, ...]:
    """The numbers of the links that a line says to take back; none where it says something else.

    They may be named by number, by team or organisation, or by how far their people are. Raises
    ``InvalidInput`` where a team or a state has no links that can be taken back.
    """
    which = _without_take_back(request.phrases, text)
    if which is None:
        return ()
    return numbers_typed(which) or _links_of_state(request, which) or _links_of_group(request, which)


def _without_take_back(p: Phrases, text: str) -> str | None:
    """What a line says behind or in front of “take back”; None where it does not say that."""
    words = " ".join(text.split())
    for said in sorted((*_TAKE_BACK, *listed(TYPED_WORDS["take back"](p))), key=len, reverse=True):
        if plain(words[: len(said) + 1]) == said:
            return words[len(said) :].strip()
        if plain(words[-len(said) - 1 :]) == said:
            return words[: -len(said)].strip()
    return None


_TAKE_BACK: Final = ("take back", "revoke")


def _links_of_state(request: Request, which: str) -> tuple[int, ...]:
    """The links of everybody who is in a state that was named, where one was."""
    p = request.phrases
    if means(p, which, "expired"):
        wanted = {InviteeState.EXPIRED}
    elif means(p, which, "not joined"):
        if current_round(request, Command.PEOPLE).view.who_sees is WhoSees.ANONYMOUS:
            raise InvalidInput(
                p.say("This round is anonymous: it is not shown who joined. Type the numbers of the links.")
            )
        wanted = {InviteeState.INVITED, InviteeState.EXPIRED}
    else:
        return ()
    found = tuple(
        each.number
        for each in people_invited(request, current_round(request, Command.PEOPLE))
        if each.state in wanted
    )
    if not found:
        raise InvalidInput(p.say("There is no such link."))
    return found


def _links_of_group(request: Request, which: str) -> tuple[int, ...]:
    """The links of a team or an organisation that was named, where one was."""
    p = request.phrases
    kind, _, named = which.partition(" ")
    is_team = means(p, kind, "team")
    if not named or not (is_team or means(p, kind, "organisation")):
        return ()
    people = [
        each
        for each in people_invited(request, current_round(request, Command.PEOPLE))
        if each.state is not InviteeState.REVOKED
    ]
    groups = {each.number: each.guest.team if is_team else each.guest.partner for each in people}
    group = _group_called(named, groups.values())
    if group is None:
        if current_round(request, Command.PEOPLE).view.who_sees is WhoSees.ANONYMOUS:
            return ()
        raise InvalidInput(
            p.say("No link is for the team “{team}”. /people shows them all.", team=named[:_LONGEST_SHOWN])
            if is_team
            else p.say(
                "No link is for the organisation “{organisation}”. /people shows them all.",
                organisation=named[:_LONGEST_SHOWN],
            )
        )
    return tuple(number for number, each in groups.items() if each == group)


_LONGEST_SHOWN: Final = 60


def _group_called(named: str, groups: Iterable[str]) -> str | None:
    """The one of these teams or organisations that is called so, in capitals or not."""
    there = {each for each in groups if each}
    alike = sorted(each for each in there if folded(each) == folded(named))
    return named if named in there else alike[0] if len(alike) == 1 else None


def links_to_take_back(request: Request, numbers: Sequence[int]) -> tuple[list[tuple[int, str]], list[str]]:
    """The links that can be taken back, each with whose it is, and why the others cannot."""
    round_id = current_round(request, Command.PEOPLE).view.id
    can: list[tuple[int, str]] = []
    cannot: list[str] = []
    for number, guest in links_to_change(request.acting, round_id, numbers, LinkChange.TAKE_BACK).items():
        if isinstance(guest, ActRefused):
            cannot.append(why_not(request.phrases, guest))
        else:
            can.append((number, f"{number}. {guest_shown(request, guest)}"))
    return can, cannot


def at_most(request: Request, shown: Sequence[str]) -> list[Line]:
    """Links or people one by one, and beyond so many how many more there are."""
    lines = [Line(each, Style.ITEM) for each in shown[:MOST_SHOWN]]
    more = len(shown) - len(lines)
    if more > 0:
        lines.append(Line(request.phrases.count("and {n} more", "and {n} more", more), Style.ITEM))
    return lines
