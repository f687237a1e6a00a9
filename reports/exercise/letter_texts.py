"""Our wording of the letters, each on one page. What an organisation must add is in [square brackets]."""

from collections.abc import Callable, Mapping
from typing import Final

from content.phrases import Phrases
from conversations.exercise.letter_kinds import LetterKind
from reports.exercise.letter import Letter, heading, items, letter_of
from reports.exercise.letter_facts import LetterFacts


def our_letter(p: Phrases, kind: LetterKind, facts: LetterFacts) -> Letter:
    """A letter in our wording, with these facts."""
    return _LETTERS[kind](p, facts)


def _invitation(p: Phrases, f: LetterFacts) -> Letter:
    return letter_of(
        p.say("Please take part in “{round}”", round=f.round),
        p.say("Dear colleague,"),
        p.say("We are looking at our own work with the guide “{guide}”.", guide=f.guide),
        f.purpose,
        heading(p.say("What we ask of you")),
        items(
            [
                p.say("Reply to prompts on the themes below. That takes {minutes}.", minutes=f.minutes),
                p.say("You can reply on {day}.", day=f.opens)
                if f.opens == f.closes
                else p.say("You can reply from {opens} to {closes}.", opens=f.opens, closes=f.closes),
                p.say("Reply in work time. You can stop at any moment and go on later."),
                p.say("Taking part is voluntary. You can leave out what you cannot or will not reply to."),
                f.sets,
            ]
        ),
        heading(p.say("Themes")),
        f.themes,
        heading(p.say("Who reads what you write")),
        f.readers,
        f.small_groups,
        p.say("It is about how we work, and not about single persons."),
        heading(p.say("What happens with it")),
        p.say(
            "We talk about the result on {meeting}. It goes to committee on {committee}.",
            meeting=f.meeting,
            committee=f.committee,
        ),
        p.say("By {follow_up} we tell you what we will do.", follow_up=f.follow_up),
        heading(p.say("Questions, help, paper, another language")),
        p.say("Please ask: {contact}.", contact=f.contact),
        p.say("Privacy notice: {notice}", notice=f.notice),
        f.sender,
        f.organisation,
    )


def _briefing(p: Phrases, f: LetterFacts) -> Letter:
    return letter_of(
        p.say("Briefing for team leaders: “{round}”, 20 minutes", round=f.round),
        heading(p.say("Say this to your team, in two minutes")),
        items(
            [
                p.say("On {day} we look at our own work with “{guide}”.", day=f.opens, guide=f.guide)
                if f.opens == f.closes
                else p.say(
                    "From {opens} to {closes} we look at our own work with “{guide}”.",
                    opens=f.opens,
                    closes=f.closes,
                    guide=f.guide,
                ),
                f.purpose,
                p.say("It takes {minutes}, in work time. It is voluntary.", minutes=f.minutes),
                p.say("It is about how we work, and not about single persons."),
            ]
        ),
        heading(p.say("Five questions that will come")),
        items(
            [
                p.say(
                    "Who reads it? {readers} {small_groups}", readers=f.readers, small_groups=f.small_groups
                ),
                p.say("Is it about me? No. It rates how we work, and nobody's own work."),
                p.say("Why again? [What was changed after the last time.]"),
                p.say(
                    "What comes of it? We meet on {meeting}. By {follow_up} you hear what we will do.",
                    meeting=f.meeting,
                    follow_up=f.follow_up,
                ),
                p.say("When shall I do it? In work time. You can stop, and go on where you were."),
            ]
        ),
        heading(p.say("What you arrange")),
        items(
            [
                p.say("Time and cover, for night shifts and part-time staff too."),
                p.say("Paper sheets for those without a device."),
                p.say("Word to those who are on leave, so that nobody is left out."),
            ]
        ),
        heading(p.say("What you leave to each person")),
        items(
            [
                p.say("Do not collect replies, and do not look over anybody's shoulder."),
                p.say("Do not ask who took part or what they wrote."),
            ]
        ),
        p.say("Questions: {contact}.", contact=f.contact),
        f.sender,
    )


def _agenda(p: Phrases, f: LetterFacts) -> Letter:
    return letter_of(
        p.say("Meeting on “{round}”, {length}", round=f.round, length=f.length),
        p.say("Day: {meeting}. Place: [room, or link].", meeting=f.meeting),
        p.say(
            "Facilitator: [name]. Scribe: [name]. Critical friend: [name]. Sponsor: {sender}.",
            sender=f.sender,
        ),
        f.agenda,
        f.order,
        heading(p.say("Ground rules")),
        items(
            [
                p.say("Practice, not persons. One voice, one view. Not agreeing is useful."),
                p.say("A level needs evidence. Without it, the record says “view only”."),
                p.say("Nobody guesses whose words they are."),
                p.say("What is agreed is read back. Another view is recorded in one sentence."),
            ]
        ),
    )


def _paper(p: Phrases, f: LetterFacts) -> Letter:
    return letter_of(
        p.say("Self-evaluation “{round}”", round=f.round),
        p.say(
            "{organisation}. Report to: [name of the committee]. Day: {committee}. Report by: {sender}.",
            organisation=f.organisation,
            committee=f.committee,
            sender=f.sender,
        ),
        heading(p.say("1 Purpose")),
        p.say("This paper reports what we found when we looked at our own work, and what we plan to do."),
        heading(p.say("2 Recommendations")),
        p.say(
            "The committee is asked to note the findings, approve the plan, and ask for a report by [day]."
        ),
        heading(p.say("3 Background")),
        f.purpose,
        p.say("Replies were given on {day} with the guide “{guide}”.", day=f.opens, guide=f.guide)
        if f.opens == f.closes
        else p.say(
            "Replies were given from {opens} to {closes} with the guide “{guide}”.",
            opens=f.opens,
            closes=f.closes,
            guide=f.guide,
        ),
        p.say("[How many were asked, and how many took part, as in the report.]"),
        p.say(
            "A meeting on {meeting} agreed a level for each theme, with its reason. [Peers] tested it.",
            meeting=f.meeting,
        ),
        heading(p.say("4 Main findings")),
        p.say(
            "Levels are not added up. [Show no group of fewer than {threshold} people.]",
            threshold=f.threshold,
        ),
        f.findings,
        heading(p.say("5 What people who use services say")),
        p.say("[Two sentences, with where this is known from.]"),
        heading(p.say("6 Improvement plan")),
        p.say("[Number] actions, each with an owner and a day, are in the appendix."),
        heading(p.say("7 Implications")),
        p.say(
            "Policy: [ ]. Money: [ ]. Staff: [ ]. Law: [ ]. Risk: [ ]. Equality: [impact assessment]. "
            "Children's rights: [ ]. Environment: [ ]. Data protection: [screening]."
        ),
        heading(p.say("8 Consultation, conclusion, background papers")),
        p.say(
            "Consulted: [chief social work officer, finance, legal, unions, partners]. Conclusion: "
            "[one sentence]. Background: the guide, the group's report, the evidence list."
        ),
        p.say("Contact: {contact}.", contact=f.contact),
    )


def _follow_up(p: Phrases, f: LetterFacts) -> Letter:
    return letter_of(
        p.say("What came of “{round}”", round=f.round),
        p.say("Dear colleague,"),
        p.say("On {day} you could reply on how we work. Thank you to all who did.", day=f.opens)
        if f.opens == f.closes
        else p.say(
            "From {opens} to {closes} you could reply on how we work. Thank you to all who did.",
            opens=f.opens,
            closes=f.closes,
        ),
        heading(p.say("Themes")),
        f.themes,
        heading(p.say("You said")),
        items([p.say("[A strength that we keep.]"), p.say("[What has to become better.]")]),
        heading(p.say("We agreed")),
        p.say(
            "We talked about it on {meeting}. It went to committee on {committee}.",
            meeting=f.meeting,
            committee=f.committee,
        ),
        items([p.say("[The level agreed for each theme, with its reason.]")]),
        heading(p.say("We will")),
        items(
            [p.say("[What, who, by when.]"), p.say("[What, who, by when.]"), p.say("[What, who, by when.]")]
        ),
        heading(p.say("We cannot, because")),
        items([p.say("[What was asked for, and why it is not possible now.]")]),
        heading(p.say("When you hear again")),
        p.say("We review the plan after 3, 6, 9 and 12 months, and tell you each time."),
        p.say("Questions: {contact}.", contact=f.contact),
        f.sender,
        f.organisation,
    )


_LETTERS: Final[Mapping[LetterKind, Callable[[Phrases, LetterFacts], Letter]]] = {
    LetterKind.INVITATION: _invitation,
    LetterKind.BRIEFING: _briefing,
    LetterKind.AGENDA: _agenda,
    LetterKind.PAPER: _paper,
    LetterKind.FOLLOW_UP: _follow_up,
}
"""Each letter; a test holds that none is missing."""
