"""What is said about pictures, recordings and whatever else is sent that is not words, and so is not kept."""

from content.phrases import Phrases
from conversations.incoming import MessageKind


def what_instead(phrases: Phrases, kind: MessageKind) -> str:
    """That a message without words is not kept, and what its sender can do instead."""
    p = phrases
    match kind:
        case MessageKind.VOICE:
            return p.say("I cannot listen to recordings, so this one is not kept. Please write it in words.")
        case MessageKind.PHOTO | MessageKind.VIDEO | MessageKind.DOCUMENT:
            return p.say(
                "I cannot take pictures or files, so this one is not kept. "
                "Please describe it in words: its title, where it is and its date."
            )
        case MessageKind.CONTACT | MessageKind.LOCATION:
            return p.say(
                "Please send no contacts or places. This one is not kept. Write your reply in words instead."
            )
        case MessageKind.FORWARDED:
            return p.say(
                "I cannot take forwarded messages, as they may be somebody else's words, so this one is not "
                "kept. Please write it yourself."
            )
        case _:
            return p.say("I can only read words, so this is not kept. Please write your reply.")


def only_the_words(phrases: Phrases, beside: MessageKind) -> str:
    """That only the words of a message count, and not what they were sent with."""
    match beside:
        case MessageKind.VOICE:
            return phrases.say("I read only the words. The recording that they came with is not kept.")
        case _:
            return phrases.say("I read only the words. The picture or file that they came with is not kept.")
