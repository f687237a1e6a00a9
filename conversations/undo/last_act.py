"""Which act can be undone after a decision: what had been given before it, and where the person was.

Whatever changes a reply is an act, also one that nobody has thought of yet. So is what loses words that were
not kept, what ticks, and what passes a prompt on.
"""

from collections.abc import Iterable
from dataclasses import replace

from conversations.effects import (
    Delegate,
    Effect,
    FileComplaint,
    FinishTheme,
    HandBack,
    KeepReply,
    TakeBack,
    TakeOutWords,
    of_type,
)
from conversations.incoming import Incoming, Words
from conversations.state import COMPLAINT_SCREENS, Conversation, LastAct, Place, Reply, Screen, Writing

_LASTING = (FinishTheme, HandBack, FileComplaint, TakeOutWords)
"""What stays done: a report is made, somebody else has the words, or the words are erased."""


def last_act(
    before: Conversation, incoming: Incoming, place: Place, effects: Iterable[Effect], card: int
) -> LastAct | None:
    """The act that can be undone after what was done to ``before``, None where nothing can.

    ``place`` is where the person is by now, and ``card`` the newest card that was opened, 0 for none.
    """
    done = tuple(effects)
    if any(isinstance(each, _LASTING) for each in done):
        return None
    kept = [each.reply for each in of_type(done, KeepReply)]
    passed = of_type(done, Delegate)
    if not kept and not passed:
        if of_type(done, TakeBack):
            return None  # its link is gone for good
        if not _has_ticked(before.place, place) and not _has_left_out(before.place, place):
            return before.place.act
    return LastAct(
        number=before.number + 1,
        before=tuple({reply.key: before.replies.get(reply.key) for reply in kept}.items()),
        at=_bare(before.place, is_passed_on=bool(passed)),
        card=card,
        has_button=_offers_undo(before.place, incoming, place, kept),
        passed_on=(passed[0].theme_id, passed[0].prompt_id) if passed else None,
    )


def _offers_undo(before: Place, incoming: Incoming, place: Place, kept: Iterable[Reply]) -> bool:
    """Whether the next card offers to undo it: what was chosen, and what left words out that waited."""
    if _has_left_out(before, place):
        return True
    return not _is_written(incoming, kept) and not _has_ticked(before, place)


def _has_ticked(before: Place, place: Place) -> bool:
    is_here = (before.screen, before.theme_id, before.prompt_id) == (
        place.screen,
        place.theme_id,
        place.prompt_id,
    )
    return is_here and before.picked != place.picked


def _has_left_out(before: Place, place: Place) -> bool:
    """Whether words that waited to be used do so no more."""
    return (before.held is not None and place.held is None) or (
        before.to_pass is not None and place.to_pass is None
    )


def _is_written(incoming: Incoming, kept: Iterable[Reply]) -> bool:
    """Whether somebody wrote a reply: that is done on purpose, so no card needs to offer its undoing."""
    if not isinstance(incoming, Words):
        return False
    return any(reply.text and reply.message_id == incoming.message_id for reply in kept)


def _bare(place: Place, *, is_passed_on: bool) -> Place:
    """A place without what belongs to the moment, or goes along with the person anyway.

    It does not say that a complaint was open: that must leave the store.
    """
    screen = Screen.PROMPT if is_passed_on else place.screen
    if screen in COMPLAINT_SCREENS:
        screen = Screen.PROMPT if place.prompt_id is not None else Screen.THEMES
    return replace(
        place,
        screen=screen,
        writing=Writing.AFRESH,
        reminded=None,
        sign_out=None,
        album="",
        doubts=(),
        rewording=0,
        act=None,
    )
