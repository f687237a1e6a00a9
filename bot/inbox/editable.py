"""Which of a person's own messages they can change where they are shown, as replies come and go.

Only a message that a correction finds holds words of its own: not what was taken back or replaced, and not
the “Done” behind kinds of evidence, which were chosen one by one before it. Decides nothing.
"""

from collections.abc import Container, Iterable, Mapping

from conversations.effects import Step
from conversations.incoming import Channel
from conversations.state import EVIDENCE, Conversation, Given, Place, Reply


def turned(before: Conversation, step: Step, shown_on: Container[Channel]) -> Mapping[str, bool]:
    """The messages that a step makes correctable, or no longer correctable."""
    replies = {reply.key: reply for reply in step.replies}
    replaced = [before.replies[key] for key in replies if key in before.replies]
    were = _holding_words(replaced, before.place, shown_on)
    are = _holding_words(replies.values(), step.place, shown_on)
    return dict.fromkeys(were - are, False) | dict.fromkeys(are - were, True)


def is_correctable(before: Conversation, step: Step, message_id: str, shown_on: Container[Channel]) -> bool:
    """Whether a message can be corrected after a step."""
    replies = {**before.replies, **{reply.key: reply for reply in step.replies}}
    return message_id in _holding_words(replies.values(), step.place, shown_on)


def _holding_words(replies: Iterable[Reply], place: Place, shown_on: Container[Channel]) -> set[str]:
    """The channel's names of the messages that these replies, and words not yet placed, are in."""
    found = {each.message_id for each in (place.held, place.to_pass) if each is not None and each.message_id}
    for reply in replies:
        is_own = reply.channel in shown_on and reply.prompt_id != EVIDENCE
        if is_own and reply.given is not Given.WITHDRAWN:
            found |= {reply.message_id, *(part.message_id for part in reply.parts)}
    return found
