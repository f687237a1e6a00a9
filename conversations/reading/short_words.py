"""Short words that are no reply: those that name an act or a button, and others that look like a wish.

Only whole messages count, never a word in a sentence. Each language has its own lists, in its phrases.
"""

import re
from functools import lru_cache

from content.phrases import Phrases
from conversations.reading.typed import COMMANDS, LONGEST_CHOICE, TypedCommand, command, listed, plain

_LONGEST = 40
"""No longer message is looked up: it is a reply."""

UNDO = "undo"
TAKE_BACK = "take back"
"""The act of taking back what was handed to somebody, by its button's words where there is no such button."""

_SIGNS = re.compile(r"[^\w\s'/]")


def command_in(phrases: Phrases, text: str) -> TypedCommand | None:
    """The command that a text is: with its slash, or one of the few words that count without one."""
    found = command(text, help_word=_help_word(phrases))
    if found is None and len(text) <= LONGEST_CHOICE and plain(text) == _complaint_word(phrases):
        return TypedCommand("complain", "")
    return found


@lru_cache(maxsize=8)
def _help_word(phrases: Phrases) -> str:
    """The bare word that asks for help."""
    return phrases.say("help")


@lru_cache(maxsize=8)
def _complaint_word(phrases: Phrases) -> str:
    """The bare word that begins a complaint."""
    return plain(phrases.say("complain"))


@lru_cache(maxsize=8)
def _acts_by_word(phrases: Phrases) -> dict[str, str]:
    """The acts that have a word of their own at any moment, by all the words that people type for each."""
    p = phrases
    words = {
        "back": p.say("back; go back; go back one; previous; previous one; previous question; last question"),
        "undo": p.say("undo; undo that; undo it; delete that; take that back"),
        TAKE_BACK: p.say("take it back; take back"),
        "pause": p.say("stop; pause; stop now; stop here; stop for now; pause now; take a break"),
        "themes": p.say("menu; main menu; go to menu; back to menu; themes; list of themes"),
        "pass": p.say("pass; pass on; pass it on; pass this on"),
        "review": p.say("review; my replies; show my replies"),
        "resume": p.say("resume; continue; go on; carry on; keep going"),
        "language": p.say("change language; other language"),
        "leave": p.say("leave round; leave the round; leave this round"),
    }
    return {word: act for act, listed_words in words.items() for word in listed(listed_words)}


def act_meant(phrases: Phrases, text: str) -> TypedCommand | None:
    """The act that a message names by its word, without a slash; None where it is no such word."""
    if len(text) > LONGEST_CHOICE:
        return None
    act = _acts_by_word(phrases).get(plain(text))
    return TypedCommand(act, "") if act else None


def asks_for_way_back(phrases: Phrases, text: str) -> bool:
    """Whether a message says no more than that its writer wants to go back."""
    act = act_meant(phrases, text)
    return act is not None and act.name == "back"


def is_wish(phrases: Phrases, text: str) -> bool:
    """Whether a message looks as if its writer wanted something, or said something to us, and did not reply.

    Marks such as a thumbs-up do not change what a word means. Without any word, they are a wish themselves.
    """
    if len(text) > _LONGEST:
        return False
    words = _without_signs(text)
    return not words or words in _wishes(phrases) or words in _named_elsewhere(phrases)


def is_no_reply(phrases: Phrases, text: str) -> bool:
    """Whether a message looks like a wish, or is the word that takes something back."""
    act = act_meant(phrases, text)
    return is_wish(phrases, text) or (act is not None and act.name == TAKE_BACK)


def asks_to_erase(phrases: Phrases, text: str) -> bool:
    """Whether a message is one of the wishes to have something erased."""
    return len(text) <= _LONGEST and _without_signs(text) in _wishes_to_erase(phrases)


def _without_signs(text: str) -> str:
    return plain(_SIGNS.sub(" ", text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")))


@lru_cache(maxsize=8)
def _named_elsewhere(phrases: Phrases) -> frozenset[str]:
    """The words for buttons and commands of ours, less those that name an act at any moment.

    A button on the open card is pressed by its word before anything is looked up here.
    """
    words = {_without_signs(each) for each in (*button_words(phrases), *COMMANDS)}
    acts = {word for word, act in _acts_by_word(phrases).items() if act != TAKE_BACK}
    return frozenset(words - acts)


@lru_cache(maxsize=8)
def _wishes_to_erase(phrases: Phrases) -> frozenset[str]:
    p = phrases
    return listed(
        p.say(
            "erase; erase it; erase this; erase that; erase all; erase everything; erase me; erase my data; "
            "erase my reply; erase my replies; erase all my replies; erase my answer; erase my answers"
        ),
        p.say(
            "delete; delete it; delete this; delete all; delete everything; delete me; delete my data; "
            "delete my account; delete my reply; delete my replies; delete all my replies; delete my answer; "
            "delete my answers"
        ),
        p.say(
            "remove; remove it; remove this; remove that; remove all; remove everything; remove me; remove "
            "my data; remove my reply; remove my replies; remove my answer; remove my answers"
        ),
        p.say(
            "forget; forget me; forget everything; forget all; wipe everything; wipe my data; clear "
            "everything; right to be forgotten"
        ),
    )


@lru_cache(maxsize=8)
def _wishes(phrases: Phrases) -> frozenset[str]:
    p = phrases
    return listed(
        # To leave, or to have it undone.
        p.say(
            "cancel; cancel that; exit; quit; end; close; log out; logout; sign out; abort; never mind; "
            "nevermind; forget it; forget that; ignore that; ignore me; ignore this; wrong one; wrong "
            "button; my mistake; mistake; oops; sorry; restart; reset; start; start again; start over; "
            "begin again; edit; change; change it; change that; correct; keep it; opt out; withdraw; "
            "withdraw my consent; take me out"
        ),
        # Not now, or on from here.
        p.say(
            "later; not now; maybe later; do this later; do it later; another time; come back later; "
            "wait; hold on; hang on; one moment; next; next one; next please; next question; next prompt; "
            "forward; move on; done; finish; finished; save; send; submit; save and exit; settings; "
            "options; commands; home"
        ),
        # No, and nothing more.
        p.say(
            "no thanks; no thank you; no ta; nah; nah thanks; nope; not really; i'd rather not; rather not; "
            "prefer not to say; i'd rather not say; rather not say"
        ),
        # Not sure what is asked, or in need of help.
        p.say(
            "not sure; unsure; i'm not sure; no idea; no clue; dunno; i dunno; not certain; can't say; "
            "don't understand; i don't understand; don't get it; what; what?; huh; pardon; eh; repeat; "
            "say again; come again; help me; help please; please help; need help; can you help; can you "
            "help me; i need help; what is this; who are you; are you a bot; what do you mean; what now; "
            "what next; talk to a human; call me"
        ),
        # Said to us.
        p.say(
            "thanks; thank you; thanks a lot; many thanks; thank you very much; thanks very much; cheers; "
            "ta; ok; okay; ok thanks; okay thanks; ok thank you; great; great thanks; got it; understood; "
            "will do; hello; hi; hey; hi there; hello there; good morning; good afternoon; good evening; "
            "goodbye; bye; bye bye; see you; test; testing; this is a test; lol"
        ),
        # What would be a command with a slash in front.
        p.say(
            "report; my report; rounds; language; leave; my data; unsubscribe; login; web; privacy; "
            "data protection; gdpr"
        ),
    ) | _wishes_to_erase(p)


def button_words(phrases: Phrases) -> tuple[str, ...]:
    """The words and labels of our buttons, all but what is more often a reply.

    Each stands at its button too, so a language says it only once. A test holds this list to the buttons.
    """
    p = phrases
    return (
        p.say("about"),
        p.say("About the guide"),
        p.say("Add to it"),
        p.say("again"),
        p.say("All complaints"),
        p.say("All guides"),
        p.say("All letters"),
        p.say("All prompts"),
        p.say("All rounds"),
        p.say("All that is late is done"),
        p.say("All themes"),
        p.say("answer"),
        p.say("Answer it"),
        p.say("As a Word file"),
        p.say("Back"),
        p.say("Back to the guide"),
        p.say("Back to where I was"),
        p.say("begin"),
        p.say("By chat only"),
        p.say("By mail"),
        p.say("Bring in a document"),
        p.say("Bring it back"),
        p.say("Calendar and table"),
        p.say("Cancel"),
        p.say("cannot say"),
        p.say("Change a reply"),
        p.say("Change it"),
        p.say("Change the days"),
        p.say("Complain"),
        p.say("Continue"),
        p.say("Do not pass it on"),
        p.say("earlier"),
        p.say("done"),
        p.say("Don't know"),
        p.say("End a role or take back a link"),
        p.say("Erase everything"),
        p.say("Essential features"),
        p.say("examples"),
        p.say("features"),
        p.say("finish"),
        p.say("Finish and get my report"),
        p.say("Give it to everybody"),
        p.say("Go on where I was"),
        p.say("How far it is"),
        p.say("I cannot say"),
        p.say("Invite more"),
        p.say("Invite people"),
        p.say("keep"),
        p.say("Keep everything"),
        p.say("keep it"),
        p.say("Keep it as it is"),
        p.say("Later"),
        p.say("Leave it out"),
        p.say("Leave it so"),
        p.say("Leave this round"),
        p.say("Let in a colleague"),
        p.say("Look again"),
        p.say("Look through it"),
        p.say("Make a link"),
        p.say("No reminders"),
        p.say("Open it"),
        p.say("Mail all of them once more"),
        p.say("Take the links back"),
        p.say("meaning"),
        p.say("move"),
        p.say("next"),
        p.say("no reason"),
        p.say("No, it is my reply"),
        p.say("No, leave it"),
        p.say("No, take it out"),
        p.say("Not applicable"),
        p.say("Not for me"),
        p.say("Not now"),
        p.say("Open a round"),
        p.say("Open it again"),
        p.say("Open the prompt"),
        p.say("Pause"),
        p.say("Privacy notice"),
        p.say("prompts"),
        p.say("Remind people"),
        p.say("Reminders by themselves"),
        p.say("remove"),
        p.say("Remove the last one"),
        p.say("replace"),
        p.say("review"),
        p.say("Review and change"),
        p.say("say who"),
        p.say("Say who I am"),
        p.say("send it"),
        p.say("Shared links"),
        p.say("Skip"),
        p.say("Start"),
        p.say("Stay"),
        p.say("take it out"),
        p.say("Take part again"),
        p.say("The group's report"),
        p.say("Themes"),
        p.say("They need not know"),
        p.say("Try again"),
        p.say("Type in another"),
        p.say("Type replies in"),
        p.say("Undo"),
        p.say("Use it"),
        p.say("What became of them"),
        p.say("What I can do"),
        p.say("What the levels mean"),
        p.say("Where it reaches me"),
        p.say("Who has a role"),
        p.say("Who is invited"),
        p.say("Who reads this?"),
        p.say("Without a reason"),
        p.say("Yes, keep it"),
        p.say("Yes, send it"),
        p.say("Yes, take it back"),
    )
