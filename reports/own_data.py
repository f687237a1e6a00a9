"""Everything kept about one person, as one file that they can read."""

from dataclasses import dataclass, replace
from datetime import datetime

from content.model import Guide
from content.phrases import Phrases, long_date
from conversations.cards.prompts import closing_title, evidence_name
from conversations.state import Given, PassedOn, Reply
from reports.layout.characters import with_marks
from reports.layout.templating import language_tag, style_sheet, template
from reports.layout.wording import given_name, with_a_colleague


@dataclass(frozen=True, slots=True)
class OwnFinish:
    """That a person finished a theme: for which time, and when."""

    theme_id: str
    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class OwnRound:
    """A person's part in one round, with every version of each of their replies.

    ``invited_as`` are the name and the team on the list of people invited, as far as they are kept.
    ``held`` are words that wait until the person says what they answer. ``for_colleagues`` are replies that
    they gave to prompts that colleagues passed on to them, ``passed_on`` the prompts that they passed on and
    that are not back.
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


@dataclass(frozen=True, slots=True)
class OwnAddress:
    """Where we reach a person: a channel, their address in it, and since when it is kept."""

    channel: str
    address: str
    since: datetime


@dataclass(frozen=True, slots=True)
class OwnAct:
    """Something that a person did in a role, or that was done to them in it, as it is on record."""

    at: datetime
    act: str
    subject: str
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


def own_data_html(
    rounds: tuple[OwnRound, ...],
    addresses: tuple[OwnAddress, ...],
    phrases: Phrases,
    *,
    made_at: datetime,
    own_words: tuple[str, ...] = (),
    about_reminders: tuple[str, ...] = (),
    in_roles: OwnRoles | None = None,
) -> str:
    """The file: who we know this person as, how we reach them, and all that they gave."""

    def day(moment: datetime) -> str:
        return long_date(moment.date(), phrases.language)

    style, style_hash = style_sheet("own_data.css")
    return template("own_data.html.j2").render(
        language=language_tag(phrases.language),
        style=style,
        style_hash=style_hash,
        say=phrases.say,
        count=phrases.count,
        day=day,
        made_at=made_at,
        addresses=addresses,
        about_reminders=about_reminders,
        in_roles=_roles_readable(in_roles) if in_roles else None,
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
    return replace(part, finishes=known, held=with_marks(part.held), invited_as=with_marks(part.invited_as))


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
            with_marks(_words(guide, reply, phrases)),
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
        return theme.prompt(reply.prompt_id).ask
    return closing_title(phrases, reply.prompt_id)


def _given(reply: Reply, phrases: Phrases) -> str:
    if reply.given is Given.WITHDRAWN:
        return phrases.say("Withdrawn")
    name = given_name(phrases, reply.given)
    return f"{name}. {with_a_colleague(phrases).rstrip('.')}" if reply.given_by is not None else name


def _words(guide: Guide, reply: Reply, phrases: Phrases) -> str:
    if reply.level is not None:
        return f"{reply.level} {guide.scale.level(reply.level).name}"
    if reply.choices:
        return "; ".join(evidence_name(phrases, kind) for kind in reply.choices)
    return reply.text
