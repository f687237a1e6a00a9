"""Everything kept about one person, as one file that they can read."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from content.model import Guide
from content.phrases import Phrases, long_date, phrases_in
from conversations.kinds.closing_words import closing_title
from conversations.kinds.kind_table import ask_in_words
from conversations.state import Given, PassedOn, Reply
from reports.layout.acts_in_words import act_in_words
from reports.layout.characters import with_marks
from reports.layout.templating import language_tag, style_sheet, template
from reports.layout.wording import given_name, with_a_colleague, words_of


@dataclass(frozen=True, slots=True)
class OwnFinish:
    """That a person finished a theme: for which time, and when."""

    theme_id: str
    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class DayRead:
    """On which day replies of a named round were read with names, and which, in words."""

    day: date
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnRound:
    """A person's part in one round, with every version of each of their replies.

    ``invited_as`` are name, team and e-mail address on the list of people invited, as far as they are kept.
    ``asked_as`` is what they said they are, where that decides which prompts they are asked.
    ``held`` are words that wait until the person says what they answer. ``for_colleagues`` are replies that
    they gave to prompts that colleagues passed on to them, ``passed_on`` the prompts that they passed on and
    that are not back. ``asked_about`` are kept words that they were asked about and that have no answer yet.
    ``read_on`` are the days on which those who run the round read replies with names.
    """

    title: str
    organisation: str
    pseudonym: str
    language: str
    joined_at: datetime
    guide: Guide
    replies: tuple[Reply, ...]
    finishes: tuple[OwnFinish, ...] = ()
    held: str = ""
    left_at: datetime | None = None
    for_colleagues: tuple[Reply, ...] = ()
    passed_on: tuple[PassedOn, ...] = ()
    invited_as: str = ""
    asked_as: str = ""
    is_anonymous: bool = False
    asked_about: tuple[str, ...] = ()
    read_on: tuple[DayRead, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnAddress:
    """Where we reach a person: a channel, their address in it, and since when it is kept."""

    channel: str
    address: str
    since: datetime


@dataclass(frozen=True, slots=True)
class OwnAct:
    """Something that a person did in a role, or that was done to them in it, as it is on record.

    ``about`` is what it was done to, in words.
    """

    at: datetime
    act: str
    about: str
    outcome: str


@dataclass(frozen=True, slots=True)
class OwnRoles:
    """What is kept of a person as one who has a role or had one.

    ``about`` are sentences on their roles. ``begun`` is the command that they have begun and not done, with
    what they have ``given`` to it.
    """

    about: tuple[str, ...]
    begun: str = ""
    given: tuple[str, ...] = ()
    acts: tuple[OwnAct, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnComplaint:
    """A complaint of the person's: what is known of it in a sentence, and its words with their answer."""

    about: str
    words: tuple[str, ...]


def own_data_file(
    rounds: tuple[OwnRound, ...], addresses: tuple[OwnAddress, ...], language: str, **about: Any
) -> bytes:
    """The same as bytes, its phrases in the language with this code: a plain call for a child process."""
    return own_data_html(rounds, addresses, phrases_in(language), **about).encode()


def own_data_html(
    rounds: tuple[OwnRound, ...],
    addresses: tuple[OwnAddress, ...],
    phrases: Phrases,
    *,
    made_at: datetime,
    zone: tzinfo,
    own_words: tuple[str, ...] = (),
    about_reminders: tuple[str, ...] = (),
    in_roles: OwnRoles | None = None,
    complaints: tuple[OwnComplaint, ...] = (),
    browsers: tuple[str, ...] = (),
) -> str:
    """The file: who we know this person as, how we reach them, and all that they gave.

    ``browsers`` says of each in which they are signed in what is kept of it. Days and times are those in
    ``zone``, where the person is. Of an anonymous round only the day is kept, as its beginning in UTC: such
    a day is told as it is, because converted it could be the one before.
    """

    def day(moment: datetime, *, only_day: bool = False) -> str:
        return long_date(moment.astimezone(UTC if only_day else zone).date(), phrases.language)

    def at_time(moment: datetime, *, only_day: bool = False) -> str:
        if only_day:
            return day(moment, only_day=True)
        return phrases.say("{day} at {time}", day=day(moment), time=f"{moment.astimezone(zone):%H:%M}")

    def read_on(each: DayRead) -> str:
        read = with_marks(phrases.with_semicolons(each.what))
        return phrases.say("On {day}: {what}.", day=long_date(each.day, phrases.language), what=read)

    style, style_hash = style_sheet("own_data.css")
    return template("own_data.html.j2").render(
        language=language_tag(phrases.language),
        direction=phrases.direction,
        style=style,
        style_hash=style_hash,
        say=phrases.say,
        count=phrases.count,
        day=day,
        at_time=at_time,
        zone=str(zone),
        act=lambda each: act_in_words(phrases, each.act, with_marks(each.about), each.outcome),
        read_on=read_on,
        made_at=made_at,
        addresses=addresses,
        browsers=browsers,
        about_reminders=about_reminders,
        in_roles=_roles_readable(in_roles) if in_roles else None,
        complaints=[(each.about, [with_marks(words) for words in each.words]) for each in complaints],
        has_anonymous=any(each.is_anonymous for each in rounds),
        own_words=[with_marks(each) for each in own_words],
        rounds=[
            (
                _readable(each),
                _given_in_all(each),
                _replies(each.guide, each.replies, phrases),
                _replies(each.guide, each.for_colleagues, phrases),
            )
            for each in rounds
        ],
    )


@dataclass(frozen=True, slots=True)
class _Row:
    theme: str
    ask: str
    given: str
    text: str
    written_at: datetime
    version: int
    channel: str


def _readable(part: OwnRound) -> OwnRound:
    known = tuple(each for each in part.finishes if part.guide.has_theme(each.theme_id))
    return replace(
        part,
        finishes=known,
        held=with_marks(part.held),
        invited_as=with_marks(part.invited_as),
        asked_about=tuple(map(with_marks, part.asked_about)),
    )


def _roles_readable(own: OwnRoles) -> OwnRoles:
    return replace(own, about=tuple(map(with_marks, own.about)), given=tuple(map(with_marks, own.given)))


def _given_in_all(part: OwnRound) -> int:
    """How many replies were given, however often each was changed."""
    return len({reply.key for reply in part.replies if part.guide.has_theme(reply.theme_id)})


def _replies(guide: Guide, replies: tuple[Reply, ...], phrases: Phrases) -> list[_Row]:
    return [
        _Row(
            guide.theme(reply.theme_id).title,
            _ask(guide, reply, phrases),
            _given(reply, phrases),
            with_marks(words_of(guide, reply, phrases)),
            reply.written_at,
            reply.version,
            reply.channel,
        )
        for reply in sorted(replies, key=lambda reply: reply.written_at)
        if guide.has_theme(reply.theme_id)
    ]


def _ask(guide: Guide, reply: Reply, phrases: Phrases) -> str:
    theme = guide.theme(reply.theme_id)
    if theme.has_prompt(reply.prompt_id):
        return ask_in_words(phrases, theme.prompt(reply.prompt_id))
    return closing_title(phrases, reply.prompt_id)


def _given(reply: Reply, phrases: Phrases) -> str:
    if reply.given is Given.WITHDRAWN:
        return phrases.say("Withdrawn")
    name = given_name(phrases, reply.given)
    if reply.is_erased:
        name = phrases.say("Its words are erased")
    return f"{name}. {with_a_colleague(phrases).rstrip('.')}" if reply.given_by is not None else name
