"""Who reads what, as people are told: before they begin, and whenever they ask.

What is said follows the table of :mod:`conversations.who_sees_what`. It says nothing about single people.
"""

from content.model import Closing, Guide
from content.phrases import Phrases
from conversations.actions import ActionKind, choice
from conversations.cards.delegated import is_asked_of_some, what_colleague_sees, what_passing_shows
from conversations.cards.keeping import how_long_kept, how_long_kept_at_all
from conversations.cards.view import View, notice_button, sentence_start, way_back
from conversations.groups.round_view import RoundView
from conversations.kinds.kind_table import has_prompts_without_words
from conversations.outgoing import Button, Card, Line, Style
from conversations.reading.notice import is_address
from conversations.state import Screen
from conversations.who_sees_what import Datum, Sees, Told, Viewer, least_group, seen_by, told_of


def notice_row(phrases: Phrases, round_: RoundView) -> tuple[tuple[Button, ...], ...]:
    """The row of the notice's button, in a round that has one."""
    return ((notice_button(phrases),),) if round_.notice else ()


# Before people begin, and on paper


def before_one_writes(phrases: Phrases, round_: RoundView, guide: Guide) -> tuple[str, ...]:
    """Who reads what, one sentence each: those who run the round, its report, and what remains possible."""
    return (
        who_reads(phrases, round_),
        _quoted_so_leave_out(phrases, round_),
        *_quoted_with_them(phrases, round_, guide),
        *_remains_possible(phrases, round_),
    )


def for_those_on_paper(phrases: Phrases, round_: RoundView, guide: Guide) -> tuple[str, ...]:
    """Who reads what is written on paper, one sentence each: whoever types it in, all others, until when."""
    p = phrases
    is_unknown = told_of(round_.who_sees) is Told.NEITHER
    if is_unknown:
        later = p.say("Once they are typed in, nobody can find yours again to change or to erase them.")
    else:
        later = p.say("To have yours changed or erased later, ask the person who gave you this sheet.")
    return (
        _whoever_types_in(p, is_unknown=is_unknown),
        _others_who_read_paper(p, round_),
        _quoted_so_leave_out(p, round_),
        *_quoted_with_them(p, round_, guide),
        *_remains_possible(p, round_),
        how_long_kept_at_all(p, round_),
        later,
    )


def _whoever_types_in(phrases: Phrases, *, is_unknown: bool) -> str:
    """That somebody types the sheet in, and what they learn and keep by it."""
    if is_unknown:
        return phrases.say(
            "One of the people who run this round types in your replies, without a name, and so reads them. "
            "They may know your handwriting, and their chat keeps what they typed."
        )
    return phrases.say(
        "One of the people who run this round types in your replies, and so reads them with your name. "
        "Their chat keeps what they typed."
    )


def _others_who_read_paper(phrases: Phrases, round_: RoundView) -> str:
    """Who else reads what was typed in. That somebody gave a sheet is seen, so nothing is said of that."""
    p = phrases
    if round_.is_tryout or told_of(round_.who_sees) is Told.WHO_WROTE_WHAT:
        return who_reads(p, round_)
    if told_of(round_.who_sees) is Told.HOW_FAR:
        return p.say(
            "The others who run this round read replies without names after closing; whoever looks after the "
            "computer can read everything, with names."
        )
    return p.say(
        "All who run this round read replies without names after closing; whoever looks after the computer "
        "can read everything, under a number."
    )


def who_reads(phrases: Phrases, round_: RoundView) -> str:
    """Who may read what somebody writes in a round, in a sentence or two."""
    p = phrases
    if round_.is_tryout:
        return p.say(
            "This is a try-out: whoever runs it or looks after its computer can read what you write."
        )
    match told_of(round_.who_sees):
        case Told.WHO_WROTE_WHAT:
            return p.say(
                "The people who run this round can read your replies with your name, and so can whoever "
                "looks after the computer."
            )
        case Told.HOW_FAR:
            return p.say(
                "The people who run this round see who has joined, how far each is and who was reminded, not "
                "what each wrote. After closing they read replies without names; whoever looks after the "
                "computer can read everything, with names."
            )
        case Told.NEITHER:
            return p.say(
                "The people who run this round cannot see who took part, and read replies without names "
                "after closing; whoever looks after the computer can read everything, under a number."
            )


def _quoted_so_leave_out(phrases: Phrases, round_: RoundView) -> str:
    if round_.report_is_final:
        return report_was_made(phrases)
    return phrases.say(
        "Strengths and areas for improvement are quoted without names in the group's report, which chosen "
        "readers and all who took part may get: leave out what shows who somebody is."
    )


def _quoted_with_them(phrases: Phrases, round_: RoundView, guide: Guide) -> tuple[str, ...]:
    """That first steps are quoted as well, where the guide asks for them."""
    if round_.report_is_final or not guide.ends_with(Closing.NEXT_STEPS):
        return ()
    return (phrases.say("The first steps that you name are quoted in the same way."),)


def report_was_made(phrases: Phrases) -> str:
    """That nothing written in a round that is open again gets into its one report."""
    return phrases.say("The group's report was made already. Nothing written from now on is in it.")


def quoted(phrases: Phrases, round_: RoundView) -> str:
    """What stands on the cards that ask for strengths, areas for improvement and first steps."""
    if round_.report_is_final:
        return report_was_made(phrases)
    if told_of(round_.who_sees) is Told.WHO_WROTE_WHAT and not round_.is_tryout:
        return phrases.say(
            "These are quoted word for word, without your name, in the group's report. Those who run this "
            "round can read them with it."
        )
    return phrases.say("These are quoted word for word, without your name, in the group's report.")


def _remains_possible(phrases: Phrases, round_: RoundView) -> tuple[str, ...]:
    """What could still show who wrote something, where nobody is to know. The page says more."""
    if round_.is_tryout or told_of(round_.who_sees) is not Told.NEITHER:
        return ()
    return (
        phrases.say(
            "What could still give you away: how you write, somebody taking part several times, a search "
            "of that computer, or, if all take part, the number that the report shows."
        ),
    )


def _several_places(phrases: Phrases, round_: RoundView) -> tuple[str, ...]:
    """The same where it is known who takes part, and not who wrote what."""
    if round_.is_tryout or told_of(round_.who_sees) is not Told.HOW_FAR:
        return ()
    return (
        phrases.say(
            "What could still give you away: how you write, or somebody taking part several times in a "
            "small group."
        ),
    )


# Whenever they ask


def readers_card(view: View) -> Card:
    """The answer to "Who reads this?": everybody who may, one line each."""
    p, round_ = view.phrases, view.conversation.round
    said = _in_a_tryout(view) if round_.is_tryout else _in_a_round(view)
    complain = choice(p.say("Complain"), ActionKind.COMPLAIN, p.say("complain"))
    return Card(
        (
            Line(p.say("Who reads this?"), Style.TITLE),
            *(Line(each, Style.ITEM) for each in (*_whoever_passed_it_on(view), *said)),
            *(Line(each) for each in _remains_possible(p, round_) or _several_places(p, round_)),
            *(Line(note) for note in _about_the_channel(view)),
            *(Line(each) for each in _who_can_be_asked(p, round_) if not round_.is_tryout),
            Line(_who_reads_complaints(p), Style.HELP),
            Line(how_long_kept(p, round_), Style.HELP),
        ),
        (*way_back(p), *notice_row(p, round_), (complain,)),
    )


def _who_reads_complaints(phrases: Phrases) -> str:
    """Who does not read what somebody complains about, and where it is said who does."""
    return phrases.say("Those who run this round are not shown a complaint. “Complain” says who reads it.")


def of_your_device(phrases: Phrases) -> str:
    """What is kept of a browser, and who sees that: told to whoever asks that very question."""
    return phrases.say(
        "Of your browser only the days are kept on which it signed in and was used last, and nothing of your "
        "device or its address. No screen of those who run this round shows it."
    )


def _whoever_passed_it_on(view: View) -> tuple[str, ...]:
    """Who reads the reply to the prompt that is open, where it is a colleague's."""
    if view.conversation.place.screen is not Screen.ASKED or not view.conversation.asked:
        return ()
    p, round_ = view.phrases, view.conversation.round
    reads = p.say(
        "The colleague who passed this prompt on reads your reply. It is kept among their replies, as "
        "given by you, and comes into their report."
    )
    if told_of(round_.who_sees) is not Told.NEITHER:
        return (reads,)
    return (reads, _kept_with_a_number(p))


def _kept_with_a_number(phrases: Phrases) -> str:
    """What has to be kept so that a reply for a colleague can be erased, and what it could tell them."""
    return phrases.say(
        "Your number is kept with that reply, so that it can be erased with you. Your colleague knows that "
        "it is yours: if they could search the data, they would find all that you wrote."
    )


def _in_a_tryout(view: View) -> tuple[str, ...]:
    return (who_reads(view.phrases, view.conversation.round), *_beside_those_who_run_it(view))


def _in_a_round(view: View) -> tuple[str, ...]:
    """Who reads it, beginning with those that people think of."""
    p, round_ = view.phrases, view.conversation.round
    return (_those_who_run_it(view), _whoever_has_the_data(p, round_), *_beside_those_who_run_it(view))


def _beside_those_who_run_it(view: View) -> tuple[str, ...]:
    p, round_ = view.phrases, view.conversation.round
    return (
        *_in_the_groups_report(view),
        *(_whoever_is_passed_one(view) if round_.is_open(view.now) else ()),
        *([who_sees_the_choice(p, round_)] if view.guide.sets else []),
        _theme_reports(p),
    )


def _whoever_is_passed_one(view: View) -> tuple[str, ...]:
    """Who sees a prompt that is passed on, and what it shows where only some are asked it."""
    told = what_colleague_sees(view.phrases, view.conversation.round)
    prompts = (each for theme in view.guide.themes for each in (theme.whole or theme).prompts)
    if not any(is_asked_of_some(view.guide, each) for each in prompts):
        return (told,)
    return (told, *what_passing_shows(view.phrases, view.conversation.round))


def _what_is_counted(view: View) -> tuple[str, ...]:
    """What the report shows of prompts that take no words, where the guide has any."""
    if not has_prompts_without_words(view.guide):
        return ()
    return (
        view.phrases.say(
            "What you choose is counted there too. Of numbers and dates it shows the middle one."
        ),
    )


def _in_the_groups_report(view: View) -> tuple[str, ...]:
    """What comes into the report, and who gets it; only that it is made where people can still write."""
    round_ = view.conversation.round
    made = (report_was_made(view.phrases),) if round_.report_is_final else ()
    if made and round_.is_open(view.now):
        return made
    counted = view.phrases.count(
        "The group's report counts ratings, and quotes strengths and areas for improvement without "
        "names, from {n} person on. It may go to readers chosen by the organisation, and to everybody "
        "who took part.",
        "The group's report counts ratings, and quotes strengths and areas for improvement without "
        "names, from {n} people on. It may go to readers chosen by the organisation, and to everybody "
        "who took part.",
        least_group(round_.threshold, round_.who_sees),
    )
    first_steps = _quoted_with_them(view.phrases, round_, view.guide)
    return (counted, *first_steps, *_what_is_counted(view), *made)


def _theme_reports(phrases: Phrases) -> str:
    return phrases.say("Your theme reports come only to you.")


def _those_who_run_it(view: View) -> str:
    p, round_ = view.phrases, view.conversation.round
    match told_of(round_.who_sees):
        case Told.WHO_WROTE_WHAT:
            return p.say(
                "The people who run this round see how far you are, on which day you wrote, whether you were "
                "reminded or have left. They can read your replies and your rating at any time, with your "
                "name and team. Each reading is on record, and /mydata shows you when. If you were invited "
                "without a name, you are a number there."
            )
        case Told.HOW_FAR:
            return p.say(
                "The people who run this round see by name and team who has joined, how far each is, who "
                "left and who was reminded. If you were invited without a name, you are a number there. They "
                "see ratings only counted, and read replies without names, in a mixed order, and only after "
                "closing."
            )
        case Told.NEITHER:
            return p.say(
                "The people who run this round see rounded figures, and not who has joined, finished or "
                "left. They see ratings only counted, and read replies without names, in a mixed order, and "
                "only once the round is closed."
            )


def _who_can_be_asked(phrases: Phrases, round_: RoundView) -> tuple[str, ...]:
    if not round_.contact:
        return ()
    return (phrases.say("You can ask: {contact}.", contact=round_.contact),)


def _whoever_has_the_data(phrases: Phrases, round_: RoundView) -> str:
    if seen_by(Viewer.OPERATOR, round_.who_sees, Datum.WORDS) is Sees.NAMED:
        return phrases.say("Whoever looks after the computer or its backups can read everything, with names.")
    if not round_.any_channel:
        return phrases.say(
            "Whoever looks after the computer or its backups can read everything under a number, and cannot "
            "see who took part."
        )
    return phrases.say(
        "Whoever looks after the computer or its backups can read everything under a number. If your link "
        "was made for you by name, they can see that it was used, but not which replies came from it."
    )


def who_sees_the_choice(phrases: Phrases, round_: RoundView) -> str:
    """Who sees what somebody says they are, for their prompts, and what their replies show about it."""
    by_name = seen_by(Viewer.OPERATOR, round_.who_sees, Datum.PROMPT_SET) is Sees.NAMED
    if told_of(round_.who_sees) is Told.WHO_WROTE_WHAT:
        return phrases.say(
            "No screen shows what you say you are. Those who run this round read your replies with your "
            "name, and so see which prompts you were asked. Whoever looks after the computer can read it."
        )
    if by_name:
        return phrases.say(
            "No screen shows what you say you are. A reply to a prompt that only some are asked shows that "
            "one of them wrote it. Whoever looks after the computer can read what you chose, with your name."
        )
    return phrases.say(
        "No screen shows what you say you are. A reply to a prompt that only some are asked shows that one "
        "of them wrote it. Whoever looks after the computer can read what you chose, under a number."
    )


def channel_note(view: View) -> tuple[str, ...]:
    """What people must know of the channel they write on."""
    note = view.conversation.privacy_note
    told = note(view.phrases) if note is not None else ""
    return (told,) if told else ()


def _about_the_channel(view: View) -> tuple[str, ...]:
    """The same, with the way to a channel without that."""
    told = channel_note(view)
    if not told or not view.conversation.has_web:
        return told
    return (*told, view.phrases.say("If you would rather use the browser, send /web for your link."))


def notice_card(view: View) -> Card:
    """The organisation's own notice; where it has none, who can be asked."""
    p, round_ = view.phrases, view.conversation.round
    if round_.notice:
        said = [Line(p.say("From {asker}", asker=sentence_start(view.asker())), Style.HELP)]
        said += [_notice_line(each.strip()) for each in round_.notice.split("\n\n") if each.strip()]
    else:
        said = [Line(p.say("This round has no notice of its own. /who says who reads what."))]
        said += [Line(each) for each in _who_can_be_asked(p, round_)]
    return Card((Line(p.say("Privacy notice"), Style.TITLE), *said), way_back(p))


def _notice_line(text: str) -> Line:
    return Line(text, Style.LINK if is_address(text) else Style.TEXT)
