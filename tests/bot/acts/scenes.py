"""Every act of a role holder, called as a page outside the chat would call it: with facts and without a card.

The acts are found in their package. A scene says how one is called, and what the store holds of it.
"""

import inspect
import pkgutil
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib import import_module
from typing import Any, Final

from bot import acts
from bot.acts import (
    complaint_acts,
    digest_acts,
    exercise,
    guides,
    link_acts,
    paper_acts,
    people,
    reminder_acts,
    reply_acts,
    result_acts,
    role_acts,
    round_acts,
    shared_link_acts,
    theme_acts,
)
from bot.acts.acting import Acting, Actor, Done
from bot.acts.exercise import checklist_acts, letter_acts
from bot.acts.guides import guide_acts
from bot.acts.people import correction_acts, mail_acts, shared_mail_acts
from bot.acts.people.correction_acts import PersonCorrection
from bot.acts.people.mail_acts import MailOrder
from bot.acts.permissions import Command
from bot.acts.reminder_acts import ReminderDays
from bot.acts.round_acts import NewRound
from bot.acts.undo import Undo
from bot.schedule.reminder_preview import Group
from bot.schedule.reminder_requests import ReminderRequests
from bot.settings.settings import Settings
from content.drafts.guide_lines import GuideLine, LineUse, as_seen_line
from content.drafts.moving import LineStep
from content.drafts.new_draft import NewDraft
from content.phrases import phrases_in
from conversations.exercise.exercise_days import from_opening
from conversations.exercise.letter_kinds import LetterKind
from conversations.groups.themes_asked import GroupKind, ThemesAsked
from conversations.paper_codes import read_typed_in
from storage.engine.database import Transaction
from storage.mails.mails import MailKind
from storage.reminders.digests import HowOften
from storage.roles.complaints import ComplaintWriter, file_complaint
from storage.roles.organisations import Organisation, Role
from storage.roles.role_holders import load_role_holders
from storage.roles.role_list import colleague_numbered
from storage.rounds import rounds
from storage.rounds.invitees import Guest
from tests.bot.coordinator.role_chat import RoleChat
from tests.bot.workshop import ROUND, example
from tests.channel_names import MAIL

PAGE: Final = "page"
"""Where they act, as it is on record: no channel that there is."""
DAY: Final = timedelta(days=1)
COMPLAINTS: Final = "83"
"""Where whoever reads complaints is reached."""


@dataclass(frozen=True)
class World:
    """A round with two people in it, somebody who coordinates and somebody who reads; and another council."""

    chat: RoleChat
    organisation: Organisation
    requests: ReminderRequests

    def acting(self, tx: Transaction, address: str) -> Acting:
        """Whoever is reached there, about to act on a page."""
        sender = f"telegram:{address}"
        role_holder = load_role_holders(tx, [sender])[sender]
        return Acting(tx, Actor(role_holder.person_id, PAGE, role_holder.roles), self.chat.shop.clock())


@dataclass(frozen=True)
class Scene:
    """One act: the right it needs, how it is called, what is on record, and what of the store it changes.

    ``holds`` is a query whose answer the act changes, and which its undo makes what it was. None: it changes
    nothing but the record. ``prepare`` brings about what it needs, done by whoever acts: ``by`` is where they
    are reached.
    """

    act: Callable[..., Done[Any]]
    command: Command
    call: Callable[[Acting, World], Done[Any]]
    record: tuple[str, str]
    holds: str | None = None
    is_undone: bool = False
    by: str = "77"
    prepare: Callable[[Acting, World], object] = lambda _acting, _world: None


def _replies() -> Any:
    return read_typed_in(example().guide, "T1.P1 We ask each in turn.\nT1.R 4", phrases_in("en")).replies


def _type_in(acting: Acting, number: int | None) -> Done[Any]:
    return paper_acts.type_in(acting, ROUND, number, _replies(), guide=example().guide)


def _links(acting: Acting) -> Done[Any]:
    return link_acts.make_links(acting, ROUND, [Guest(team="Home care")] * 2, valid=DAY)


def _links_with_addresses(acting: Acting) -> None:
    guests = [Guest("Ann", mail="ann@example.org"), Guest("Ben", mail="ben@example.org")]
    link_acts.make_links(acting, ROUND, guests, valid=DAY)


_REMINDS = MailOrder(MailKind.REMINDER, "en", MAIL)


def _share_anonymously(acting: Acting) -> None:
    acting.tx.run("UPDATE round SET who_sees = 'anonymous' WHERE id = :id", {"id": ROUND})
    _share(acting)


def _mail_shared(acting: Acting) -> Done[Any]:
    order = MailOrder(MailKind.INVITATION, "en", MAIL)
    addresses = ["ann@example.org", "ben@example.org"]
    return shared_mail_acts.mail_shared_link(acting, ROUND, 1, addresses, order)


def _have_been_mailed(acting: Acting) -> None:
    _share_anonymously(acting)
    _mail_shared(acting)
    acting.tx.run("UPDATE mail SET state = 'passed_on'")


def _close(acting: Acting, _world: World) -> None:
    rounds.close_round(acting.tx, ROUND, acting.now)


def _links_and_sheet(acting: Acting, _world: World) -> None:
    _links(acting)
    _type_in(acting, 1)


def _send(acting: Acting, world: World) -> Done[Any]:
    found = acting.tx.row("SELECT batch FROM reminder WHERE state = 'proposed'")
    return reminder_acts.send_reminders(acting, world.requests, ROUND, found[0] if found else "none")


DRAFT: Final = NewDraft(
    (
        GuideLine(1, LineUse.TITLE, "Our guide"),
        GuideLine(2, LineUse.ABOUT, "Ours."),
        GuideLine(3, LineUse.THEME, "Listening"),
        GuideLine(4, LineUse.PROMPT, "How do we listen?"),
        GuideLine(5, LineUse.LEFT_OUT, "Ben wrote this."),
    )
)
"""What a small document gives."""


def _a_guide(acting: Acting, world: World) -> Done[Any]:
    return guide_acts.keep_draft(acting, world.organisation.id, DRAFT, language="en")


def _a_guide_of_two_prompts(acting: Acting, world: World) -> Done[Any]:
    draft = replace(DRAFT, lines=(*DRAFT.lines, GuideLine(6, LineUse.PROMPT, "Who listens?")))
    return guide_acts.keep_draft(acting, world.organisation.id, draft, language="en")


def _a_guide_that_asks_how_we_know(acting: Acting, world: World) -> Done[Any]:
    draft = replace(DRAFT, lines=(*DRAFT.lines, GuideLine(6, LineUse.PROMPT, "How do we know?")))
    return guide_acts.keep_draft(acting, world.organisation.id, draft, language="en")


def _two_guides(acting: Acting, world: World) -> Done[Any]:
    _a_guide(acting, world)
    return _a_guide(acting, world)


def _make_next_version(acting: Acting, _world: World) -> Done[Any]:
    one, other = (str(row[0]) for row in acting.tx.rows("SELECT id FROM own_guide ORDER BY id"))
    return guide_acts.make_next_version(acting, one, other)


_DOWN: Final = guide_acts.LineMove(4, LineStep.DOWN)


def _guide_id(acting: Acting) -> str:
    found = acting.tx.row("SELECT id FROM own_guide")
    assert found is not None
    return str(found[0])


def _correct(acting: Acting, _world: World) -> Done[Any]:
    (prompt,) = [each for each in DRAFT.lines if each.used_as is LineUse.PROMPT]
    mended = guide_acts.LineCorrection(4, LineUse.PROMPT, "Whom do we listen to?", 0, as_seen_line(prompt))
    return guide_acts.correct_draft(acting, _guide_id(acting), [mended])


def _for_participant(acting: Acting, _world: World) -> Done[str]:
    found = acting.tx.row("SELECT person_id FROM participant")
    assert found is not None
    return link_acts.make_link_for_participant(acting, ROUND, found[0], valid=DAY)


def _notice(language: str, organisation: Organisation) -> str:
    return f"{organisation.name}: your role ({language})"


def _end_role(acting: Acting, world: World) -> Done[Any]:
    shown = colleague_numbered(acting.tx, world.organisation.id, 2, acting.now)
    assert shown is not None
    return role_acts.end_role(acting, world.organisation, shown, notice=_notice)


def _complain(acting: Acting, world: World) -> None:
    (person_id,) = acting.tx.row("SELECT person_id FROM participant") or (0,)
    writer = ComplaintWriter(person_id, world.organisation.id, "Autumn", is_unknown=False)
    assert file_complaint(acting.tx, writer, "It hung in the kitchen.", acting.now) is not None


def _number(acting: Acting) -> int:
    (number,) = acting.tx.row("SELECT number FROM complaint") or (1,)
    return int(number)


_WORKING_LINKS = (
    "SELECT number, expires_at FROM invitation WHERE revoked_at IS NULL AND used_at IS NULL AND number > 0"
)
_TYPED_IN = "SELECT participant_id, text FROM reply"
_SHARED_LINKS = "SELECT number, people, team, stopped_at FROM shared_link WHERE withdrawn = 0"


def _share(acting: Acting) -> Done[Any]:
    return shared_link_acts.share_link(acting, ROUND, 20, team="Home care", listed_as=[Guest("Ann")])


SCENES: Final = (
    Scene(
        round_acts.open_round,
        Command.ROUND,
        lambda acting, world: round_acts.open_round(
            acting, world.organisation.id, example(), NewRound("Autumn", "Example Council")
        ),
        ("round.open", "done"),
        "SELECT id FROM round",
        is_undone=True,
    ),
    Scene(
        round_acts.change_last_day,
        Command.EXTEND,
        lambda acting, _: round_acts.change_last_day(acting, ROUND, date(2026, 12, 24)),
        ("round.extend", "done"),
        "SELECT closes_on, closes_at FROM round",
        is_undone=True,
    ),
    Scene(
        round_acts.reopen_round,
        Command.REOPEN,
        lambda acting, _: round_acts.reopen_round(acting, ROUND, None),
        ("round.reopen", "done"),
        "SELECT closed_at FROM round",
        prepare=_close,
    ),
    Scene(
        round_acts.close_round,
        Command.CLOSE,
        lambda acting, _: round_acts.close_round(acting, ROUND),
        ("round.close", "done"),
        "SELECT closed_at, ended_at FROM round",
    ),
    Scene(
        guide_acts.keep_draft, Command.GUIDE, _a_guide, ("guide.draft", "done"), "SELECT id FROM own_guide"
    ),
    Scene(
        guide_acts.correct_draft,
        Command.GUIDE,
        _correct,
        ("guide.correct", "done"),
        "SELECT words FROM own_guide_line",
        prepare=_a_guide,
    ),
    Scene(
        guide_acts.move_line,
        Command.GUIDE,
        lambda acting, _: guide_acts.move_line(
            acting, _guide_id(acting), guide_acts.LineMove(4, LineStep.DOWN)
        ),
        ("guide.correct", "done"),
        "SELECT number, position FROM own_guide_line",
        prepare=_a_guide_of_two_prompts,
    ),
    Scene(
        guide_acts.ask_for_evidence,
        Command.GUIDE,
        lambda acting, _: guide_acts.ask_for_evidence(acting, _guide_id(acting), ours=False),
        ("guide.correct", "done"),
        "SELECT number, kept FROM own_guide_line",
        prepare=_a_guide_that_asks_how_we_know,
    ),
    Scene(
        guide_acts.make_next_version,
        Command.GUIDE,
        _make_next_version,
        ("guide.correct", "done"),
        "SELECT id, next_of FROM own_guide",
        prepare=_two_guides,
    ),
    Scene(
        guide_acts.publish_guide,
        Command.GUIDE,
        lambda acting, _: guide_acts.publish_guide(acting, _guide_id(acting), change=1),
        ("guide.publish", "version 1"),
        "SELECT version FROM own_guide_version",
        prepare=_a_guide,
    ),
    Scene(
        guide_acts.delete_guide,
        Command.GUIDE,
        lambda acting, _: guide_acts.delete_guide(acting, _guide_id(acting)),
        ("guide.delete", "done"),
        "SELECT id FROM own_guide",
        prepare=_a_guide,
    ),
    Scene(
        round_acts.rehearse_round,
        Command.REHEARSE,
        lambda acting, _: round_acts.rehearse_round(acting, ROUND),
        ("round.rehearse", "done"),
    ),
    Scene(
        link_acts.make_links,
        Command.INVITE,
        lambda acting, _: _links(acting),
        ("invitation.make", "2 links"),
        _WORKING_LINKS,
        is_undone=True,
    ),
    Scene(
        link_acts.make_link_for_participant,
        Command.INVITE,
        _for_participant,
        ("conversation.link", "done"),
        "SELECT code_hash FROM invitation",
    ),
    Scene(
        link_acts.take_back_links,
        Command.PEOPLE,
        lambda acting, _: link_acts.take_back_links(acting, ROUND, [1, 2]),
        ("invitation.revoke", "2 links"),
        _WORKING_LINKS,
        is_undone=True,
        prepare=lambda acting, _: _links(acting),
    ),
    Scene(
        correction_acts.correct_people,
        Command.PEOPLE,
        lambda acting, _: correction_acts.correct_people(
            acting, ROUND, [PersonCorrection(1, Guest("Isla Reid", "Day care", "Example Trust"))]
        ),
        ("invitation.correct", "1 links"),
        "SELECT number, name, team, partner FROM invitation",
        is_undone=True,
        prepare=lambda acting, _: _links(acting),
    ),
    Scene(
        mail_acts.send_mails,
        Command.INVITE,
        lambda acting, _: mail_acts.send_mails(
            acting, ROUND, [1, 2], MailOrder(MailKind.INVITATION, "en", MAIL)
        ),
        ("mails.send", "2 mails"),
        "SELECT mailbox FROM mail WHERE state = 'waiting'",
        is_undone=True,
        prepare=lambda acting, _: _links_with_addresses(acting),
    ),
    Scene(
        mail_acts.try_mail,
        Command.INVITE,
        lambda acting, _: mail_acts.try_mail(
            acting, ROUND, "me@example.org", MailOrder(MailKind.INVITATION, "en", MAIL)
        ),
        ("mails.try", "done"),
        "SELECT address FROM trial_mail",
    ),
    Scene(
        mail_acts.correct_address,
        Command.PEOPLE,
        lambda acting, _: mail_acts.correct_address(acting, ROUND, 1, "new@example.org"),
        ("invitation.address", "done"),
        "SELECT number, mail FROM invitation",
        prepare=lambda acting, _: _links_with_addresses(acting),
    ),
    Scene(
        link_acts.replace_link,
        Command.PEOPLE,
        lambda acting, _: link_acts.replace_link(acting, ROUND, 1, valid=DAY),
        ("invitation.make", "1 links"),
        _WORKING_LINKS,
        is_undone=True,
        prepare=lambda acting, _: _links(acting),
    ),
    Scene(
        shared_link_acts.share_link,
        Command.LINK,
        lambda acting, _: _share(acting),
        ("link.share", "20 people"),
        _SHARED_LINKS,
        is_undone=True,
    ),
    Scene(
        shared_link_acts.stop_link,
        Command.LINK,
        lambda acting, _: shared_link_acts.stop_link(acting, ROUND, 1),
        ("link.stop", "done"),
        _SHARED_LINKS,
        is_undone=True,
        prepare=lambda acting, _: _share(acting),
    ),
    Scene(
        shared_link_acts.replace_shared_link,
        Command.LINK,
        lambda acting, _: shared_link_acts.replace_shared_link(acting, ROUND, 1),
        ("link.share", "20 people"),
        _SHARED_LINKS,
        is_undone=True,
        prepare=lambda acting, _: _share(acting),
    ),
    Scene(
        shared_link_acts.take_off_list,
        Command.PEOPLE,
        lambda acting, _: shared_link_acts.take_off_list(acting, ROUND, Guest("Ann")),
        ("invitation.erase", "done"),
        "SELECT name FROM listed_person",
        prepare=lambda acting, _: _share(acting),
    ),
    Scene(
        shared_mail_acts.mail_shared_link,
        Command.INVITE,
        lambda acting, _: _mail_shared(acting),
        ("mails.send", "2 mails"),
        "SELECT mailbox FROM mail WHERE state = 'waiting'",
        is_undone=True,
        prepare=lambda acting, _: _share_anonymously(acting),
    ),
    Scene(
        shared_mail_acts.mail_everybody_alike,
        Command.PEOPLE,
        lambda acting, _: shared_mail_acts.mail_everybody_alike(acting, ROUND, _REMINDS),
        ("mails.send", "2 mails"),
        "SELECT mailbox FROM mail WHERE state = 'waiting' AND kind = 'reminder'",
        is_undone=True,
        prepare=lambda acting, _: _have_been_mailed(acting),
    ),
    Scene(
        shared_mail_acts.correct_shared_address,
        Command.PEOPLE,
        lambda acting, _: shared_mail_acts.correct_shared_address(
            acting, ROUND, "ann@example.org", "new@example.org", MailOrder(MailKind.INVITATION, "en", MAIL)
        ),
        ("mails.send", "1 mails"),
        "SELECT address FROM listed_address",
        prepare=lambda acting, _: _have_been_mailed(acting),
    ),
    Scene(
        shared_mail_acts.take_off_address,
        Command.PEOPLE,
        lambda acting, _: shared_mail_acts.take_off_address(acting, ROUND, "ann@example.org"),
        ("invitation.erase", "done"),
        "SELECT address FROM listed_address",
        prepare=lambda acting, _: _have_been_mailed(acting),
    ),
    Scene(
        paper_acts.type_in,
        Command.TYPEIN,
        lambda acting, _: _type_in(acting, None),
        ("replies.typein", "2 replies"),
        _TYPED_IN,
        is_undone=True,
    ),
    Scene(
        paper_acts.erase_sheet,
        Command.TYPEIN,
        lambda acting, _: paper_acts.erase_sheet(acting, ROUND, 1),
        ("replies.typein", "erased"),
        _TYPED_IN,
        prepare=_links_and_sheet,
    ),
    Scene(
        result_acts.read_results,
        Command.RESULTS,
        lambda acting, _: result_acts.read_results(acting, ROUND),
        ("results.read", "done"),
        "SELECT number FROM group_report",
        prepare=_close,
    ),
    Scene(
        reply_acts.read_replies,
        Command.REPLIES,
        lambda acting, _: reply_acts.read_replies(acting, ROUND, "T1.P1"),
        ("replies.read", "T1.P1"),
        "SELECT number FROM group_report",
        prepare=_close,
    ),
    Scene(
        result_acts.release_results,
        Command.RELEASE,
        lambda acting, _: result_acts.release_results(acting, ROUND),
        ("results.release", "2 people"),
        "SELECT count(*) FROM work WHERE kind = 'released_report'",
        prepare=_close,
    ),
    Scene(
        reminder_acts.send_reminders,
        Command.REMIND,
        _send,
        ("reminders.send", "2 reminders"),
        "SELECT count(*) FROM reminder WHERE state = 'waiting'",
        is_undone=True,
        prepare=lambda acting, world: world.requests.preview(acting.tx, ROUND, Group.ALL, acting.now),
    ),
    Scene(
        reminder_acts.send_reminders_unseen,
        Command.REMIND,
        lambda acting, world: reminder_acts.send_reminders_unseen(acting, world.requests, ROUND, Group.ALL),
        ("reminders.send", "reminders"),
        "SELECT count(*) FROM reminder WHERE state = 'waiting'",
        is_undone=True,
    ),
    Scene(
        reminder_acts.plan_reminders,
        Command.PLAN,
        lambda acting, world: reminder_acts.plan_reminders(
            acting, world.requests, ROUND, ReminderDays((3,), (7, 1)), 4
        ),
        ("reminders.plan", "3 / 7 1"),
        "SELECT reminder_plan, reminders_a_week FROM round",
        is_undone=True,
    ),
    Scene(
        theme_acts.ask_themes,
        Command.ASK,
        lambda acting, _: theme_acts.ask_themes(
            acting, ROUND, ThemesAsked(GroupKind.EVERYBODY, "", (example().guide.themes[0].id,))
        ),
        ("themes.ask", f"everybody: {example().guide.themes[0].id}"),
        "SELECT themes_asked FROM round",
        is_undone=True,
    ),
    Scene(
        digest_acts.choose_digest,
        Command.DIGEST,
        lambda acting, _: digest_acts.choose_digest(acting, ROUND, HowOften.WEEKLY),
        ("digest.choose", "weekly"),
        "SELECT person_id, round_id, how_often FROM digest",
        is_undone=True,
    ),
    Scene(
        complaint_acts.read_complaint,
        Command.COMPLAINTS,
        lambda acting, world: complaint_acts.read_complaint(acting, world.organisation.id, _number(acting)),
        ("complaint.read", "done"),
        by=COMPLAINTS,
        prepare=_complain,
    ),
    Scene(
        complaint_acts.answer_complaint,
        Command.COMPLAINTS,
        lambda acting, world: complaint_acts.answer_complaint(
            acting,
            world.organisation.id,
            _number(acting),
            "The list is gone.",
            notice=lambda language, complaint: f"{complaint.number} ({language})",
        ),
        ("complaint.answer", "done"),
        "SELECT text FROM complaint_words WHERE is_answer = 1",
        by=COMPLAINTS,
        prepare=_complain,
    ),
    Scene(
        role_acts.offer_role_link,
        Command.COLLEAGUE,
        lambda acting, world: role_acts.offer_role_link(
            acting, world.organisation.id, Role.READER, label="Cy", valid=DAY
        ),
        ("role.offer", "done"),
        "SELECT label FROM role_invitation WHERE used_at IS NULL",
    ),
    Scene(
        checklist_acts.choose_exercise_days,
        Command.CHECKLIST,
        lambda acting, _: checklist_acts.choose_exercise_days(acting, ROUND, from_opening(date(2027, 1, 11))),
        ("checklist.days", "from 2027-01-11"),
        "SELECT opens_on, closes_on, committee_on FROM exercise WHERE opens_on <> ''",
        is_undone=True,
    ),
    Scene(
        checklist_acts.tick_tasks,
        Command.CHECKLIST,
        lambda acting, _: checklist_acts.tick_tasks(acting, ROUND, ["mandate"], is_done=True),
        ("checklist.task", "ticked"),
        "SELECT task, done_on, note FROM exercise_task",
        is_undone=True,
    ),
    Scene(
        checklist_acts.note_task,
        Command.CHECKLIST,
        lambda acting, _: checklist_acts.note_task(acting, ROUND, "trial", "ask Pat"),
        ("checklist.task", "noted"),
        "SELECT task, done_on, note FROM exercise_task",
        is_undone=True,
    ),
    Scene(
        letter_acts.name_letter_sender,
        Command.LETTERS,
        lambda acting, _: letter_acts.name_letter_sender(acting, ROUND, "Jo Bloggs"),
        ("letters.sender", "named"),
        "SELECT sender FROM exercise WHERE sender <> ''",
        is_undone=True,
    ),
    Scene(
        letter_acts.word_letter,
        Command.LETTERS,
        lambda acting, world: letter_acts.word_letter(
            acting, world.organisation.id, LetterKind.PAPER, "en", "Title"
        ),
        ("letters.wording", "own wording"),
        "SELECT letter, language, text FROM letter_wording",
        is_undone=True,
    ),
    Scene(
        role_acts.end_role,
        Command.COLLEAGUES,
        _end_role,
        ("role.end", "done"),
        "SELECT person_id, role, number FROM role",
        is_undone=True,
    ),
)


def acts_found() -> dict[str, Callable[..., Done[Any]]]:
    """Every function of the package that returns a result, by its name."""
    return {
        name: function
        for module in _modules()
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and typing.get_origin(typing.get_type_hints(function).get("return")) is Done
    }


def _modules() -> Iterator[Any]:
    for package in (acts, exercise, guides, people):
        for each in pkgutil.iter_modules(package.__path__):
            yield import_module(f"{package.__name__}.{each.name}")


def undoing(undo: Undo) -> Callable[..., Done[Any]]:
    """The act that takes such an undo."""
    (found,) = [
        function
        for function in acts_found().values()
        if typing.get_type_hints(function).get("undo") is type(undo)
    ]
    return found


def undone(acting: Acting, world: World, undo: Undo) -> Done[Any]:
    """Undo an act, by the act that takes such an undo."""
    given = {
        "acting": acting,
        "undo": undo,
        "requests": world.requests,
        "organisation": world.organisation,
        "notice": _notice,
    }
    act = undoing(undo)
    return act(**{name: given[name] for name in inspect.signature(act).parameters})


async def world_of(chat: RoleChat) -> World:
    """Two people take part for two days already; Ben reads; there are complaints, and another council."""
    await chat.gives("78", "Example Council", "reader")
    await chat.gives("80", "Other Council", "coordinator")
    await chat.gives(COMPLAINTS, "Example Council", "complaints")
    await chat.shop.join("91", "92")
    await chat.shop.go_on()
    chat.shop.clock.advance(2 * 86_400)
    organisation_id = await chat.organisation("Example Council")
    requests = ReminderRequests(chat.shop.shelf, Settings().reminder_hours)
    return World(chat, Organisation(organisation_id, "Example Council"), requests)
