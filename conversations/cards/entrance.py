"""The cards around the themes: welcome, pause, help, erasing, the choice of a language, a closed round."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from content.model import Guide
from content.phrases import Phrases, language_name, long_date
from conversations.actions import Action, ActionKind, choice
from conversations.cards.view import View, in_minutes, sentence_start, way_back
from conversations.outgoing import Card, Line, Style
from conversations.state import NEVER, RoundView, WhoSees


def welcome_card(view: View) -> Card:
    """The first card: what this is and who asks, how long it takes, who reads it, and its limits."""
    p, round_ = view.phrases, view.conversation.round
    lines = [
        Line(round_.title, Style.TITLE),
        Line(
            p.say(
                "Closer Look leads you through “{guide}”, one prompt at a time. "
                "{asker} asks you to take part.",
                guide=view.guide.title,
                asker=sentence_start(view.asker()),
            )
        ),
        *([Line(round_.purpose)] if round_.purpose else []),
        Line(how_long(view.guide, p)),
        Line(who_reads(p, round_)),
    ]
    lines += [Line(note)] if (note := _privacy_note(view)) else []
    return Card(
        tuple(lines),
        ((choice(p.say("Begin"), ActionKind.BEGIN, p.say("begin")),),),
    )


def how_long(guide: Guide, phrases: Phrases) -> str:
    """How many themes there are, how long each takes, and that people may stop and come back."""
    minutes = [theme.minutes for theme in guide.themes]
    return phrases.count(
        "There is {n} theme, {minutes}. You can stop whenever you like and come back.",
        "There are {n} themes, {minutes} each. You can stop whenever you like and come back.",
        len(minutes),
        minutes=in_minutes(phrases, round(sum(minutes) / len(minutes))),
    )


def who_reads(phrases: Phrases, round_: RoundView) -> str:
    """Who may read what somebody writes in a round, as they read it before they begin."""
    p = phrases
    if round_.is_tryout:
        return p.say(
            "This is a try-out: what you write stays on the computer that runs it, and whoever looks after "
            "that computer can read it."
        )
    match round_.who_sees:
        case WhoSees.NAMED:
            return p.say(
                "Your theme reports come only to you. The people who run this round can read your replies "
                "with your name: please leave out anything that shows who somebody else is."
            )
        case WhoSees.ANONYMOUS:
            return p.say(
                "Your theme reports come only to you. The people who run this round can read replies, but "
                "not whose they are nor who took part: please leave out names and anything that shows who "
                "somebody is."
            )
        case _:
            return p.say(
                "Your theme reports come only to you. The people who run this round can read your replies, "
                "under a number and not your name: please leave out names and anything that shows who "
                "somebody is."
            )


def _privacy_note(view: View) -> str:
    """What people must know of the channel they write on, and the way to one without that."""
    p, note = view.phrases, view.conversation.privacy_note
    told = note(p) if note is not None else ""
    if not told or not view.conversation.has_web:
        return told
    return f"{told} {p.say('If you would rather use the browser, send /web for your link.')}"


def paused(view: View, where: str) -> Card:
    """Everything is kept; any word leads back."""
    p = view.phrases
    return Card(
        (
            Line(p.say("Paused. Everything you wrote is kept.")),
            Line(p.say("Any word brings you back to {where}.", where=where)),
        ),
        ((choice(p.say("Continue"), ActionKind.RESUME, p.say("continue")),),),
    )


def forget(view: View) -> Card:
    """The question before everything about a person is erased."""
    p = view.phrases
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
        lines += [Line(passage.title, Style.ASK), Line(passage.text)]
    lines += [
        Line(guide.about, Style.HELP),
        Line(p.say("Version {version}.", version=guide.version), Style.HELP),
    ]
    return Card(tuple(lines), way_back(p))


def help_card(view: View) -> Card:
    """What can be typed, here and everywhere. The buttons of the open card are listed by the caller."""
    p = view.phrases
    asked = ("/asked", p.say("a prompt that a colleague passed on to you"))
    commands = (
        ("/themes", p.say("all themes and how far you are")),
        ("/resume", p.say("go on where you were")),
        ("/pause", p.say("stop for now; everything is kept")),
        ("/review", p.say("see and change your replies in this theme")),
        ("/about", p.say("about the guide")),
        ("/pass", p.say("pass the open prompt on to a colleague who knows more about it")),
        *([asked] if view.conversation.asked else []),
        ("/leave", p.say("leave this round; what you gave stays")),
        *_services(view),
    )
    return Card(
        (
            Line(p.say("Help"), Style.TITLE),
            Line(
                p.say(
                    "Write in your own words to reply. "
                    "Every button can be typed instead: its word or its number."
                )
            ),
            *_listed(commands),
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
            *_listed(_services(view)),
        )
    )


def _services(view: View) -> tuple[tuple[str, str], ...]:
    p = view.phrases
    services = [
        ("/report", p.say("get your theme report again; /report html for one file that opens in a browser")),
        ("/mydata", p.say("everything kept about you, as a file")),
        ("/forget", p.say("erase everything about you")),
        ("/reminders", p.say("when I remind you; /reminders off for never")),
        ("/away", p.say("no reminder before a day, such as /away until 14 December")),
        ("/days", p.say("the days you work, such as /days mon-thu")),
        ("/timezone", p.say("the time zone you are in, such as /timezone Europe/London")),
    ]
    if view.conversation.elsewhere:
        services.append(("/mine", p.say("your rounds, and the way from one to the other")))
    if view.conversation.has_web:
        services.append(("/web", p.say("a link to go on in the browser")))
    if len(view.conversation.languages) > 1:
        services.append(("/language", p.say("choose your language")))
    return tuple(services)


def _listed(commands: Iterable[tuple[str, str]]) -> Iterator[Line]:
    return (Line(f"{name}: {meaning}", Style.ITEM) for name, meaning in commands)


def _how_to_change(view: View) -> str:
    p = view.phrases
    if view.conversation.points_at_cards:
        return p.say(
            "To change a reply, edit your message, reply to the earlier card, or send /review. "
            "Deleting a message in the chat does not delete the kept reply."
        )
    return p.say("To change a reply, change your message, or send /review.")


def web_link_card(phrases: Phrases, link: str, hours: int) -> Card:
    """The link with which a person goes on in the browser, where everything is as they left it."""
    return Card(
        (
            Line(phrases.say("Here is your own link to go on in the browser:")),
            Line(link),
            Line(
                phrases.count(
                    "It works once and for {n} hour. Do not pass it on: it opens your conversation.",
                    "It works once and for {n} hours. Do not pass it on: it opens your conversation.",
                    hours,
                ),
                Style.HELP,
            ),
        )
    )


def apology(phrases: Phrases, *, is_given_up: bool) -> Card:
    """What is said when a fault of ours kept a message from being worked on."""
    if is_given_up:
        text = phrases.say("Something went wrong, and I could not take that message. Please send it again.")
    else:
        text = phrases.say("Something went wrong. What you wrote is safe.")
    return Card((Line(text, Style.NOTE),))


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


def closed(view: View) -> Card:
    """The round is over: nothing new counts, everything given before is kept."""
    p = view.phrases
    day = view.closed_day()
    closed_line = p.say("This round closed on {day}.", day=day) if day else p.say("This round is closed.")
    return Card(
        (
            Line(closed_line),
            Line(p.say("What you gave before is kept. Nothing new was added or changed.")),
            Line(still_to_send(view), Style.HELP),
        )
    )


def still_to_send(view: View) -> str:
    """What can still be asked for where nothing can be given."""
    p = view.phrases
    if view.conversation.elsewhere:
        return p.say("You can still send /report, /mydata or /forget. /mine shows your other rounds.")
    return p.say("You can still send /report, /mydata or /forget.")
