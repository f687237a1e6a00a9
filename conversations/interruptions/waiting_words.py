"""Words that wait for their writer to say what happens to them: no way on passes them over.

One rule for every act, also one that nobody has thought of yet: it looks at what an act has done to them, and
not at which act it was. Nothing else is decided here.
"""

from collections.abc import Callable

from conversations import navigation
from conversations.draft import Draft
from conversations.incoming import Tap, Words
from conversations.interruptions.doubt_answers import takes_replies
from conversations.outgoing import Card, Line, Style
from conversations.state import Place, Screen


def losing_none(draft: Draft, afresh: Callable[[], Draft]) -> Draft:
    """The decision, unless it loses words that wait: then one that asks first what happens to them.

    Where nothing can ask about them any more it stands, and says that they were left out.
    """
    if draft.has_left_out or not isinstance(draft.incoming, Words | Tap) or not _loses_words(draft):
        return draft
    asking = afresh()
    if _can_ask(asking):
        _ask_first(asking)
        return asking
    draft.say_extra(Card((Line(draft.phrases.say("What you wrote was left out."), Style.NOTE),)))
    return draft


def _loses_words(draft: Draft) -> bool:
    still = _waiting(draft.place)
    return any(not any(each in other for other in still) for each in _waiting(draft.before.place))


def _waiting(place: Place) -> list[str]:
    """What waits at a place. Words that came after it are joined to it."""
    return [part.text for part in (place.held, place.to_pass) if part is not None]


def _can_ask(draft: Draft) -> bool:
    """Whether the card can be shown that asks what happens to the words."""
    place = draft.place
    if not takes_replies(draft):
        return False
    if place.held is None:
        return place.screen is Screen.HAND_ON or (
            place.screen is Screen.ASKED and bool(draft.conversation.asked)
        )
    return draft.has_theme and draft.theme.asks(place.prompt_id or "") and not draft.view.asks_for_set


def _ask_first(draft: Draft) -> None:
    told = draft.phrases.say("Say first what becomes of the words that you wrote.")
    draft.acknowledge()
    if draft.place.held is None:
        draft.open(draft.place, told)
    else:
        navigation.resume(draft, told)
