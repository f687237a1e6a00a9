"""What was given up for somebody is tried again, by ``/retry`` or the button next to the word of it.

Nothing of a conversation changes here: what there is to be tried again is known where it is written.
"""

from conversations.actions import Action
from conversations.cards.apologies import tries_again
from conversations.draft import Draft
from conversations.effects import TryAgain


def try_again(draft: Draft, _: Action | None = None) -> None:
    """Have what was given up tried again. It counts on any card: what is meant is what is given up now."""
    draft.bring_about(TryAgain())
    draft.notify(tries_again(draft.phrases))
