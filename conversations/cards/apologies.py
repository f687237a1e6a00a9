"""What is said where something cannot be taken, as it is not words, or could not be made by our fault."""

from content.phrases import Phrases
from conversations.actions import ActionKind, choice
from conversations.incoming import MessageKind
from conversations.outgoing import Button, Card, Line, Style


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


def apology(phrases: Phrases, *, is_given_up: bool) -> Card:
    """What is said when a fault of ours kept a message from being worked on."""
    if is_given_up:
        text = phrases.say("Something went wrong, and I could not take that message. Please send it again.")
        return Card((Line(text, Style.NOTE),), ((_again(phrases),),))
    return Card((Line(phrases.say("Something went wrong. What you wrote is safe."), Style.NOTE),))


def _again(phrases: Phrases) -> Button:
    return choice(phrases.say("Try again"), ActionKind.RETRY, "/retry")


def not_made(phrases: Phrases, *, is_asked_for: bool) -> Card:
    """What is said when something could not be made, with a button that has it tried again."""
    if is_asked_for:
        text = phrases.say("Something went wrong, and what you asked for could not be made.")
    else:
        text = phrases.say("Something was to reach you here, and it could not be made.")
    safe = phrases.say("What you wrote is safe.")
    return Card((Line(text, Style.NOTE), Line(safe, Style.NOTE)), ((_again(phrases),),))


def links_not_printed(phrases: Phrases) -> Card:
    """What is said when the sheet of links could not be made, which is then kept nowhere."""
    text = phrases.say(
        "Something went wrong, and the sheet of links to print could not be made. The links themselves work, "
        "and the table has them all."
    )
    return Card((Line(text, Style.NOTE),))


def tries_again(phrases: Phrases) -> str:
    """What is said to somebody who has what was given up tried again."""
    return phrases.say("What has not come yet is tried again, and follows in a moment.")
