"""The cards of a complaint about how somebody's data is used, for whoever writes it.

Its words are on none of the cards that are open: only on those that are shown once.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from content.phrases import Phrases, long_date
from conversations.actions import ActionKind, choice
from conversations.calendar.complaint_days import DAYS
from conversations.cards.view import View
from conversations.groups.round_view import WhoSees
from conversations.outgoing import Button, Card, Line, Rank, Style
from conversations.state import (
    SURE_TO_TAKE_BACK,
    OpenComplaint,
    Screen,
)


def complaint_card(view: View, screen: Screen) -> Card:
    """The card of one of the screens of a complaint."""
    found = view.conversation.complaint
    match screen:
        case Screen.COMPLAIN:
            return _write_it(view)
        case Screen.COMPLAINT_NAME:
            return _say_who(view)
        case screen if screen in SURE_TO_TAKE_BACK.values():
            return _are_you_sure(view)  # asked is asked: a no typed here must be no words of a complaint
        case _ if found is None or not found.waits or screen is Screen.COMPLAINT_READ:
            return _read_it(view, found)
        case _:
            return _received(view, is_named=found.is_named)


def _write_it(view: View) -> Card:
    p, round_ = view.phrases, view.conversation.round
    lines = [
        *invitation_to_complain(
            p,
            round_.organisation or p.say("the try-out"),
            round_.complaint_contact,
            has_reader=round_.has_complaint_reader,
        )
    ]
    lines.insert(-1, Line(p.say("They see in which round you wrote it: “{title}”.", title=round_.title)))
    if round_.who_sees is WhoSees.ANONYMOUS:
        lines.insert(-1, Line(_shown_from_tomorrow(p)))
        lines.append(
            Line(
                p.say("Have you complained before? Send /complain and your reference behind it."), Style.HELP
            )
        )
    leave = choice(p.say("Not now"), ActionKind.END_COMPLAINT, p.say("not now"), Rank.ASIDE)
    return Card(tuple(lines), ((leave,),), asks_words=True, field_label=p.say("Your complaint"))


def _shown_from_tomorrow(phrases: Phrases) -> str:
    """From when on a complaint out of an anonymous round is read, whenever it was written."""
    return phrases.say(
        "Whoever reads complaints sees what you write today from tomorrow on, so that the moment does not "
        "tell who was writing."
    )


def invitation_to_complain(
    phrases: Phrases, organisation: str, contact: str, *, has_reader: bool
) -> list[Line]:
    """What a complaint is, and who gets it: the first lines for whoever wants to write one."""
    p = phrases
    if has_reader:
        read_by = p.say(
            "Only whoever reads complaints for {organisation} gets it: not those who run this round. Whoever "
            "reads it may take part in this round too. Whoever looks after the computer could read it.",
            organisation=organisation,
        )
        beside = p.say("You can also write to: {contact}", contact=contact) if contact else ""
        then = p.say("You see at once that it was received. It is to be answered within {n} days.", n=DAYS)
    else:
        read_by = p.say(
            "Nobody reads complaints for {organisation} in Closer Look yet. "
            "Yours is kept until somebody does.",
            organisation=organisation,
        )
        then = p.say("You see at once that it was received.")
        beside = p.say("So please write to this address too: {contact}", contact=contact)
        if not contact:
            beside = p.say(
                "So please ask the data protection officer of {organisation} too.", organisation=organisation
            )
    return [
        Line(p.say("Complain about how your data is used"), Style.TITLE),
        Line(p.say("Write what went wrong, in your own words. It is kept apart from your replies.")),
        Line(then),
        Line(read_by),
        *([Line(beside)] if beside else []),
        Line(p.say("They are not told who you are, unless you say so.")),
        Line(information_commissioner(p), Style.HELP),
    ]


def who_is_told_of_complaint(phrases: Phrases) -> str:
    """Who learns of a complaint: the answer to that very question."""
    return phrases.say(
        "Of a complaint, those who run this round are told nothing. Only whoever reads complaints sees it, "
        "and whether it was taken back. They see your name only if you give it. Whoever looks after the "
        "computer could read it."
    )


def information_commissioner(phrases: Phrases) -> str:
    """Where else one can complain."""
    return phrases.say("You can also complain to the Information Commissioner's Office: ico.org.uk")


def _received(view: View, *, is_named: bool) -> Card:
    p = view.phrases
    is_anonymous = view.conversation.round.who_sees is WhoSees.ANONYMOUS
    lines = received_lines(p, _day(view), is_named=is_named, is_unknown=is_anonymous)
    if is_anonymous:
        noted = p.say("Only your reference leads to the answer. Note it down before you go on.")
        lines.insert(1, Line(noted, Style.ASK))
        lines.insert(3, Line(_shown_from_tomorrow(p)))
    buttons = [] if is_named else [choice(p.say("Say who I am"), ActionKind.SAY_WHO, p.say("say who"))]
    label = p.say("Done, I have noted my reference") if is_anonymous else p.say("Done")
    last = [*buttons, _take_it_back(p), choice(label, ActionKind.END_COMPLAINT, p.say("done"))]
    return Card(tuple(lines), _one_a_row(last), field_label=added_to_it(p))


def added_to_it(phrases: Phrases) -> str:
    """What stands at the box for words while a complaint is open."""
    return phrases.say("What you write is added to your complaint")


def received_lines(phrases: Phrases, day: str, *, is_named: bool, is_unknown: bool = False) -> list[Line]:
    """That a complaint was received, and what can be done about it.

    ``is_unknown``: it is out of an anonymous round, so only its reference leads to its writer.
    """
    p = phrases
    lines = [
        Line(p.say("Your complaint was received on {day}.", day=day), Style.TITLE),
        Line(p.say("What you write now is added to it, until you are done.")),
        Line(
            p.say(
                "It stays on record, even if you erase everything about you. If you take it back, its words "
                "are erased. Answered or taken back, it is erased by itself in the end; /complain and its "
                "number then show the day."
            )
            if not is_unknown
            else p.say(
                "It stays on record, even if you erase everything about you. If you take it back, its words "
                "are erased. Answered or taken back, it is erased by itself in the end; /complain and your "
                "reference then show the day."
            )
        ),
    ]
    if is_named and is_unknown:
        told = p.say(
            "They are told who you are once they see your complaint: from the day after you sent it."
        )
        return [*lines, Line(told), Line(name_stays(p))]
    if is_named:
        return [*lines, Line(p.say("They are told who you are."))]
    return [
        *lines,
        Line(
            p.say("Shall those who read complaints know who you are? They are told only if you say so."),
            Style.ASK,
        ),
    ]


def name_stays(phrases: Phrases) -> str:
    """What happens to a name that was given with a complaint out of an anonymous round, and how it goes."""
    return phrases.say(
        "If you erase everything while your complaint is open here, your name goes from it. Later nothing "
        "leads from you to it, so your name stays. To remove it then, send /complain and your reference, and "
        "take it back. If it is answered, erase everything while it is open."
    )


def complaints_stay(phrases: Phrases) -> str:
    """That somebody's complaints stay when everything else about them is erased."""
    return phrases.say(
        "Your complaints stay on record, without your name. An answer to one that waits cannot reach you "
        "any more. To erase the words of one that waits, take it back first: /complain"
    )


def unknown_complaints_stay(phrases: Phrases) -> str:
    """The same of complaints out of an anonymous round. It is said to all, so that it shows nobody."""
    return phrases.say(
        "Whoever complained in an anonymous round: the complaint stays on record. If a name was given with "
        "it, that stays too, unless the complaint is open here now. To remove it, first send /complain and "
        "the reference, and take it back. If it is answered, come here while it is open. After erasing, an "
        "answer is shown only to whoever takes part here again and has the reference."
    )


def _take_it_back(p: Phrases) -> Button:
    return choice(p.say("Take it back"), ActionKind.TAKE_BACK_COMPLAINT, p.say("take back"))


def _are_you_sure(view: View) -> Card:
    p = view.phrases
    yes = choice(p.say("Yes, take it back"), ActionKind.SURELY_TAKE_BACK, p.say("yes"))
    no = choice(p.say("No, leave it"), ActionKind.LEAVE_COMPLAINT, p.say("no"))
    return Card((Line(sure_to_take_back(p), Style.ASK),), ((yes,), (no,)), field_label=added_to_it(p))


def sure_to_take_back(phrases: Phrases) -> str:
    """The question before a complaint is taken back."""
    return phrases.say(
        "Take your complaint back? Its words are erased, and you cannot have them back. If it is shown to "
        "those who read complaints by now, they see at once that it was taken back."
    )


def _say_who(view: View) -> Card:
    p = view.phrases
    unnamed = choice(p.say("They need not know"), ActionKind.STAY_UNNAMED, p.say("no"))
    label = p.say("Your name, and how to reach you")
    is_anonymous = view.conversation.round.who_sees is WhoSees.ANONYMOUS
    asks = Line(who_you_are(p, is_in_history=not is_anonymous), Style.ASK)
    stays = [Line(name_stays(p))] if is_anonymous else []
    return Card((asks, *stays), ((unnamed,),), asks_words=True, field_label=label)


def who_you_are(phrases: Phrases, *, is_in_history: bool) -> str:
    """The question who a complaint is from, and where that is kept: in its writer's history too or not."""
    if is_in_history:
        return phrases.say(
            "Write your name, and how they can reach you. It is kept with your complaint, in this chat and "
            "in your /mydata. Whoever reads the complaint sees it in their chat too. It goes from there when "
            "you take the complaint back, or erase everything about you."
        )
    return phrases.say(
        "Write your name, and how they can reach you. It is kept with your complaint. Whoever reads that "
        "sees it in their chat too. It goes from there when you take the complaint back."
    )


def _read_it(view: View, found: OpenComplaint | None) -> Card:
    """What can be done about a complaint that was looked up: only one that waits can be taken back."""
    p, waits = view.phrases, found is not None and found.waits
    done = choice(p.say("Done"), ActionKind.END_COMPLAINT, p.say("done"))
    if found is None:
        first = Line(p.say("No complaint of yours is open here."))
    else:
        first = Line(p.say("What is known of that complaint stands above."))
    return Card(
        (first, Line(what_becomes_of_words(p, waits=waits)), Line(looked_up(p), Style.HELP)),
        _one_a_row([*([_take_it_back(p)] if waits else []), done]),
        field_label=p.say("What you write goes to those who read complaints"),
    )


def what_becomes_of_words(phrases: Phrases, *, waits: bool) -> str:
    """What is done with words that are written below a complaint."""
    if waits:
        return phrases.say("While it waits for its answer, you can add to it: write it now.")
    return phrases.say("What you write now becomes a new complaint.")


def looked_up(phrases: Phrases) -> str:
    """What names another complaint, and is no part of one."""
    return phrases.say("A number or a reference is looked up.")


def filed_card(phrases: Phrases, number: int, reference: str, due: str) -> Card:
    """What leads its writer back to a complaint: its number, or the reference that only they have."""
    p = phrases
    if not reference:
        return Card(
            (
                Line(
                    p.say(
                        "It has the number {number}. It is to be answered by {day}.", number=number, day=due
                    )
                ),
                Line(
                    p.say(
                        "You are told here when it is answered, and /complain {number} shows it.",
                        number=number,
                    )
                ),
            )
        )
    return Card(
        (
            Line(p.say("Your reference: {reference}", reference=reference), Style.ASK),
            Line(p.say("Note it down now: I cannot show it again.")),
            Line(
                p.say(
                    "It is to be answered by {day}. /complain {reference} then shows the answer.",
                    day=due,
                    reference=reference,
                )
            ),
            Line(
                p.say(
                    "Within two hours I keep nothing about your complaint in this conversation, so I cannot "
                    "tell you when it is answered. Whoever can read the stored data may see that messages "
                    "are missing, and guess why. Whoever has the reference can read the complaint."
                ),
                Style.HELP,
            ),
        )
    )


def was_shown_once(phrases: Phrases) -> Card:
    """What stands in the history where something about a complaint was shown once."""
    return Card((Line(phrases.say("Something about a complaint was shown here once."), Style.NOTE),))


def words_kept_apart(phrases: Phrases) -> str:
    """What stands in a person's history for their own words that are kept with a complaint only."""
    return phrases.say("(words about a complaint, kept only with it)")


def day_shown(phrases: Phrases, moment: datetime, time_zone: str) -> str:
    """A day as people write it, where they are."""
    return long_date(moment.astimezone(ZoneInfo(time_zone)).date(), phrases.language)


def _day(view: View) -> str:
    return day_shown(view.phrases, view.now, view.conversation.round.time_zone)


def _one_a_row(buttons: list[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple((each,) for each in buttons)
