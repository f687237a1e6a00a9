"""The cards around the themes: welcome, pause, help, erasing, the choice of a language."""

from collections.abc import Iterable, Iterator
from functools import reduce
from zoneinfo import ZoneInfo

from content.model import Guide
from content.phrases import Phrases, language_name, long_date
from content.reading_time.time_span import TimeSpan
from content.tailoring import version_in_words
from conversations.actions import Action, ActionKind, choice
from conversations.cards.browsers import way_back_lines
from conversations.cards.complaints import complaints_stay, unknown_complaints_stay
from conversations.cards.keeping import how_long_kept, what_stays
from conversations.cards.readers import before_one_writes, channel_note, notice_row
from conversations.cards.view import View, in_span, notice_button, readers_button, sentence_start, way_back
from conversations.groups.round_view import RoundView, WhoSees
from conversations.groups.time_asked import time_asked, time_of
from conversations.outgoing import Card, Line, Style
from conversations.state import NEVER


def welcome_card(view: View) -> Card:
    """The first card: who asks and until when, who reads what, how long it is kept, and how it is erased."""
    p, round_ = view.phrases, view.conversation.round
    set_title = view.guide.title_of_set(view.conversation.prompt_set)
    told = (_who_asks(view), *before_one_writes(p, round_, view.guide), how_long_kept(p, round_))
    return Card(
        (
            Line(round_.title, Style.TITLE),
            Line(_what_it_takes(view), Style.PROGRESS),
            *([Line(p.say("What it is for: {purpose}", purpose=round_.purpose))] if round_.purpose else []),
            *([Line(_as_whom(view, set_title))] if set_title else []),
            *(Line(each) for each in told),
            *(Line(note, Style.HELP) for note in channel_note(view)),
        ),
        (
            (choice(p.say("Begin"), ActionKind.BEGIN, p.say("begin")),),
            (readers_button(p), *(notice_button(p) for _ in notice_row(p, round_))),
        ),
    )


def _as_whom(view: View, set_title: str) -> str:
    """Which prompts somebody is asked whose list said it for them, and how they change that."""
    return view.phrases.say("These are the prompts for: {who}. /iam changes that.", who=set_title)


def _what_it_takes(view: View) -> str:
    """How many themes are asked of the person, and how long they take: each, and in all."""
    p, asked = view.phrases, view.asked_themes()
    each = reduce(TimeSpan.around, [time_of(view.guide, theme) for theme in asked])
    in_all = time_asked(view.guide, [theme.id for theme in asked])
    values = {
        "guide": view.guide.title,
        "minutes": in_span(p, each),
        "in_all": in_span(p, in_all),
    }
    if len(asked) == 1 and view.other_themes():
        return p.say("“{guide}”: one theme is asked of you, {minutes}", **values)
    if len(asked) == 1:
        return p.say("“{guide}”: one theme, {minutes}", **values)
    if view.other_themes():
        return p.count(
            "“{guide}”: {n} theme is asked of you, {minutes} each, {in_all} in all",
            "“{guide}”: {n} themes are asked of you, {minutes} each, {in_all} in all",
            len(asked),
            **values,
        )
    return p.count(
        "“{guide}”: {n} theme, {minutes} each, {in_all} in all",
        "“{guide}”: {n} themes, {minutes} each, {in_all} in all",
        len(asked),
        **values,
    )


def time_in_all(phrases: Phrases, guide: Guide) -> str:
    """How long all themes of a guide take together, as people are told it when they come in."""
    return in_span(phrases, time_asked(guide))


def _who_asks(view: View) -> str:
    """Who asks and who to ask back, until when, and that nobody has to."""
    p, round_ = view.phrases, view.conversation.round
    asker = sentence_start(view.asker())
    if round_.contact:
        asker = p.say("{asker} ({contact})", asker=asker, contact=round_.contact)
    day = view.closing_day()
    if day is None:
        return p.say(
            "{asker} asks you to take part; it is voluntary, and you can stop whenever you like and come "
            "back.",
            asker=asker,
        )
    return p.say(
        "{asker} asks you to take part until {day}; it is voluntary, and you can stop whenever you like and "
        "come back.",
        asker=asker,
        day=day,
    )


def how_long(guide: Guide, phrases: Phrases) -> str:
    """How many themes there are, how long each takes, and that people may stop and come back."""
    each = reduce(TimeSpan.around, [time_of(guide, theme) for theme in guide.themes])
    return phrases.count(
        "There is {n} theme, {minutes}. You can stop whenever you like and come back.",
        "There are {n} themes, {minutes} each. You can stop whenever you like and come back.",
        len(guide.themes),
        minutes=in_span(phrases, each),
    )


def paused(view: View, where: str) -> Card:
    """Everything is kept; any word leads back, and where there is one, a page helps from elsewhere."""
    p = view.phrases
    return Card(
        (
            Line(p.say("Paused. Everything you sent is kept.")),
            Line(brings_back(p, where)),
            *way_back_lines(p, is_there=view.conversation.has_way_back),
        ),
        ((choice(p.say("Continue"), ActionKind.RESUME, p.say("continue")),),),
    )


def brings_back(phrases: Phrases, where: str) -> str:
    """What leads back from a pause."""
    return phrases.say("Any word brings you back to {where}.", where=where)


def forget(view: View) -> Card:
    """The question before everything about a person is erased."""
    p = view.phrases
    rounds = (view.conversation.round, *(each.round for each in view.conversation.elsewhere))
    is_unknown = any(each.who_sees is WhoSees.ANONYMOUS for each in rounds)
    if view.conversation.elsewhere:
        what = p.say(
            "This erases your replies, your reports and your place in all your rounds, "
            "at once and for good. It cannot be undone."
        )
    else:
        what = p.say(
            "This erases your replies, your reports and your place in this round, "
            "at once and for good. It cannot be undone."
        )
    return Card(
        (
            Line(p.say("Erase everything about you?"), Style.TITLE),
            Line(what),
            *what_stays(p, rounds, has_given=view.conversation.has_given),
            *([Line(complaints_stay(p))] if view.conversation.has_complaints else []),
            *([Line(unknown_complaints_stay(p))] if is_unknown else []),
            Line(p.say("To take a copy first, send /mydata."), Style.HELP),
        ),
        (
            (choice(p.say("Keep everything"), ActionKind.KEEP, p.say("keep")),),
            (choice(p.say("Erase everything"), ActionKind.ERASE, p.say("erase everything")),),
        ),
    )


def choose_language(view: View) -> Card:
    """The languages that the interface speaks, each by its own name."""
    p = view.phrases
    names = [(code, language_name(code)) for code in view.conversation.languages]
    return Card(
        (Line(p.say("Which language shall I use?"), Style.TITLE),),
        tuple(
            (choice(name, Action(ActionKind.LANGUAGE, language=code), str(number)),)
            for number, (code, name) in enumerate(names, start=1)
        ),
    )


def about(view: View) -> Card:
    """The guide's introduction and whose words it is."""
    guide, p = view.guide, view.phrases
    lines = [Line(guide.title, Style.TITLE)]
    for passage in guide.introduction:
        lines += [Line(passage.title, Style.ASK), Line(passage.text, folds=True)]
    lines += [
        Line(guide.whose_words, Style.HELP, folds=True),
        Line(p.say("Version {version}.", version=version_in_words(p, guide.version)), Style.HELP),
        Line(what_a_round_is(p), Style.HELP),
    ]
    return Card(tuple(lines), way_back(p))


def what_a_round_is(phrases: Phrases) -> str:
    """The one word of ours that people meet and may not know."""
    return phrases.say("A round is one self-evaluation with a guide, from the invitation until it closes.")


def help_card(view: View) -> Card:
    """What can be typed, here and everywhere. The buttons of the open card are listed by the caller."""
    p = view.phrases
    asked = ("/asked", p.say("a prompt that a colleague passed on to you"))
    i_am = ("/iam", p.say("what you are here, and so which prompts you are asked"))
    commands = (
        ("/themes", p.say("all themes and how far you are")),
        ("/resume", p.say("go on where you were")),
        ("/pause", p.say("stop for now; everything is kept")),
        ("/review", p.say("see and change your replies in this theme")),
        ("/undo", p.say("undo what you did last; once more brings back what can be")),
        ("/about", p.say("about the guide")),
        ("/pass", p.say("pass the open prompt on to a colleague who knows more about it")),
        *([asked] if view.conversation.asked else []),
        *([i_am] if view.guide.sets else []),
        ("/leave", p.say("leave this round; what you gave stays")),
        *_services(view),
    )
    return Card(
        (
            Line(p.say("Help"), Style.TITLE),
            Line(
                p.say(
                    "Write in your own words to reply, or speak them: the microphone of your keyboard writes "
                    "for you. Every button can be typed instead: its word, or the number that stands on it. "
                    "“Again” shows the open card once more."
                )
            ),
            *_listed(p, commands),
            Line(_how_to_change(view), Style.HELP),
            Line(no_place_to_report_harm(p), Style.HELP),
        )
    )


def no_place_to_report_harm(phrases: Phrases) -> str:
    """What is said to people who know of somebody at risk."""
    return phrases.say(
        "This is not a place to report that somebody is at risk of harm: use your service's own "
        "procedure for that, at once."
    )


def help_outside(view: View, why: str) -> Card:
    """What can still be typed where nothing can be given, opened by the reason."""
    p = view.phrases
    return Card(
        (
            Line(p.say("Help"), Style.TITLE),
            Line(why),
            *_listed(
                p, (each for each in _services(view) if each[0] != "/report" or view.conversation.finished)
            ),
        )
    )


def settings_card(view: View, about_reminders: Iterable[Line]) -> Card:
    """What somebody can set for themselves, from what holds now about reminders."""
    p = view.phrases
    others = (each for each in _services(view) if each[0] in ("/devices", "/language"))
    rest = Line(p.say("/help shows everything else."), Style.HELP)
    return Card(
        (Line(p.say("Settings"), Style.TITLE), *about_reminders, *_listed(p, others), rest), way_back(p)
    )


def _services(view: View) -> tuple[tuple[str, str], ...]:
    p = view.phrases
    services = [
        ("/who", p.say("who reads what you write")),
        ("/privacy", p.say("the privacy notice of those who ask you")),
        ("/report", p.say("get your theme report again; /report html for one file that opens in a browser")),
        ("/retry", p.say("try again what went wrong, such as a report that did not come")),
        ("/mydata", p.say("everything kept about you, as a file")),
        ("/forget", p.say("erase everything about you")),
        ("/complain", p.say("complain about how your data is used")),
        ("/reminders", p.say("when I remind you; /reminders off for never")),
        ("/away", p.say("no reminder before a day, such as /away until 14 December")),
        ("/days", p.say("the days you work, such as /days mon-thu")),
        ("/timezone", p.say("the time zone you are in, such as /timezone Europe/London")),
        ("/settings", p.say("what you can set for yourself")),
    ]
    if view.conversation.elsewhere:
        services.append(("/mine", p.say("your rounds, and the way from one to the other")))
    if view.conversation.has_way_back:
        services.append(("/web", p.say("keep a link to come back")))
    elif view.conversation.has_web:
        services.append(("/web", p.say("a link to go on in the browser")))
    services.append(("/devices", p.say("where you are signed in, and signing out there")))
    if len(view.conversation.languages) > 1:
        services.append(("/language", p.say("choose your language")))
    return tuple(services)


def _listed(p: Phrases, commands: Iterable[tuple[str, str]]) -> Iterator[Line]:
    return (Line(f"{p.apart(name)}: {meaning}", Style.ITEM) for name, meaning in commands)


def _how_to_change(view: View) -> str:
    p = view.phrases
    if view.conversation.points_at_cards:
        return p.say(
            "To change a reply, edit your message, reply to the earlier card, or send /review. "
            "Deleting a message in the chat does not delete the kept reply."
        )
    return p.say("To change a reply, change your message, or send /review.")


def not_yet_open(view: View) -> Card:
    """The round begins later: when, and that there is nothing to do until then."""
    p, round_ = view.phrases, view.conversation.round
    day = first_day(p, round_)
    return Card(
        (
            Line(p.say("“{title}” begins on {day}.", title=round_.title, day=day)),
            Line(p.say("There is nothing to do until then. Any word from that day on brings you in.")),
        )
    )


def first_day(phrases: Phrases, round_: RoundView) -> str:
    """The day on which a round begins, as people write it."""
    zone = ZoneInfo(round_.time_zone)
    return long_date((round_.opens_at or NEVER).astimezone(zone).date(), phrases.language)
