"""What a person's own messages are where they are shown, as replies come and go: kept, waiting, or neither.

Only a message that a correction finds holds words of its own: not what was taken back or replaced, and not
the “Done” behind kinds of evidence or several choices, which were ticked one by one before it. Decides
nothing.
"""

from collections.abc import Container, Iterable, Mapping
from enum import Enum, unique

from conversations.effects import Step
from conversations.incoming import Channel
from conversations.state import EVIDENCE, Conversation, Given, Place, Reply


@unique
class Standing(Enum):
    """What a message is: no words that count, words that wait for an answer, or words of a reply."""

    NONE = "none"
    WAITS = "waits"
    KEPT = "kept"


def turned(before: Conversation, step: Step, shown_on: Container[Channel]) -> Mapping[str, Standing]:
    """The messages that a step makes something else, each with what it is after it."""
    replies = {reply.key: reply for reply in step.replies}
    replaced = [before.replies[key] for key in replies if key in before.replies]
    were = _standings(replaced, before.place, shown_on)
    are = _standings(replies.values(), step.place, shown_on)
    found = {each: are.get(each, Standing.NONE) for each in (*were, *are)}
    return {each: standing for each, standing in found.items() if standing is not were.get(each)}


def standing(before: Conversation, step: Step, message_id: str, shown_on: Container[Channel]) -> Standing:
    """What a message is after a step."""
    replies = {**before.replies, **{reply.key: reply for reply in step.replies}}
    return _standings(replies.values(), step.place, shown_on).get(message_id, Standing.NONE)


def _standings(replies: Iterable[Reply], place: Place, shown_on: Container[Channel]) -> dict[str, Standing]:
    """What the messages are, by the channel's names, that these replies and words not yet placed are in."""
    waiting = {each.message_id for each in (place.held, place.to_pass) if each is not None}
    found = dict.fromkeys(filter(None, waiting), Standing.WAITS)
    for reply in replies:
        is_ticked = reply.prompt_id == EVIDENCE or len(reply.choices) > 1
        is_own = reply.channel in shown_on and not is_ticked
        if is_own and reply.given is not Given.WITHDRAWN:
            found |= dict.fromkeys(
                (reply.message_id, *(part.message_id for part in reply.parts)), Standing.KEPT
            )
    return found
