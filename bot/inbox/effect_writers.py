"""How each effect of a turn is written: one function for each type, in one table.

A new effect is one type and one function in this table. Nothing is sent here. What is said next is decided
elsewhere; only somebody who goes to another round is asked again there what was open.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bot.acts.own import own_acts
from bot.inbox.complaint_effects import (
    file_complaints,
    leave_complaints,
    name_writers,
    show_own_complaints,
    take_back_complaints,
)
from bot.inbox.handoff import delegate, hand_back, take_back
from bot.inbox.own_messages import show_own_messages
from bot.inbox.turn_effects import (
    CloseCommands,
    Decided,
    Erase,
    MarkReachable,
    MarkUnreachable,
    MessageFailed,
    Saving,
    ShowOwnMessages,
)
from bot.inbox.words_taken_out import drop_messages, take_words_out
from bot.messages.after_commit import Transient
from bot.messages.browsers import AsksAboutBrowsers, answer_about_browsers
from bot.messages.outbox_entries import said_entry
from bot.messages.sign_in_link import own_link
from bot.schedule.returned_prompts import erase_and_tell
from content.phrases import phrases_in
from conversations.calendar.availability import WantedWay
from conversations.cards.browsers import BrowserOwner
from conversations.cards.view import way_back
from conversations.effects import (
    AnswerAboutBrowsers,
    AskForJob,
    ChooseSet,
    Delegate,
    DropMessage,
    Effect,
    FileComplaint,
    FinishTheme,
    Forget,
    GoToRound,
    HandBack,
    KeepReply,
    LeaveComplaint,
    LeaveRound,
    NameWriter,
    OfferSignInLink,
    RejoinRound,
    SetAvailability,
    ShowComplaint,
    SpeakLanguage,
    TakeBack,
    TakeBackComplaint,
    TakeOutWords,
    TryAgain,
)
from conversations.groups.round_view import WhoSees
from conversations.interruptions.signing_out import browser_button
from conversations.outgoing import Say
from storage.messages import inbox, jobs
from storage.messages.job_details import requested_job
from storage.messages.jobs import Job
from storage.people import membership, people
from storage.people.availability import keep_availability
from storage.people.own_addresses import start_own_notices
from storage.people.return_words import has_return_word
from storage.roles.role_holders import turn_from_commands
from storage.roles.role_list import roles_of
from storage.rounds.conversations import load
from storage.turns import save_turn


def _mark_reachable(saving: Saving, back: Sequence[MarkReachable]) -> None:
    people.mark_reachable(saving.tx, [each.sender for each in back])


def _mark_unreachable(saving: Saving, gone: Sequence[MarkUnreachable]) -> None:
    for each in gone:
        people.mark_unreachable(saving.tx, each.sender, "blocked", saving.now)


def _keep_replies(saving: Saving, decided: Sequence[Decided[KeepReply]]) -> None:
    saving.rows.replies += [(each.known.participant_id, each.effect.reply) for each in decided]
    saving.rows.not_anonymous |= {
        each.known.participant_id
        for each in decided
        if each.known.conversation.round.who_sees is not WhoSees.ANONYMOUS
    }


def _finish_themes(saving: Saving, decided: Sequence[Decided[FinishTheme]]) -> None:
    saving.rows.finished += [(each.known.participant_id, each.effect.theme_id) for each in decided]


def _speak_languages(saving: Saving, decided: Sequence[Decided[SpeakLanguage]]) -> None:
    saving.rows.languages += [(each.known.person_id, each.effect.language) for each in decided]


def _choose_sets(saving: Saving, decided: Sequence[Decided[ChooseSet]]) -> None:
    for each in decided:
        membership.choose_set(saving.tx, each.known.participant_id, each.effect.set_id)


def _set_availability(saving: Saving, decided: Sequence[Decided[SetAvailability]]) -> None:
    for each in decided:
        keep_availability(saving.tx, each.known.person_id, each.effect.availability, saving.now)
        if each.effect.availability.way is WantedWay.MAIL:
            start_own_notices(saving.tx, each.known.participant_id, saving.now)


def _ask_for_jobs(saving: Saving, decided: Sequence[Decided[AskForJob]]) -> None:
    for each in decided:
        known, details = each.known, requested_job(each.effect.kind, each.effect.theme_id)
        job = Job(details, known.person_id, known.participant_id, known.channel, known.address)
        jobs.ask_once(saving.tx, job, saving.now)
    saving.after_commit.has_work = True


def _offer_sign_in_links(saving: Saving, decided: Sequence[Decided[OfferSignInLink]]) -> None:
    for each in decided:
        known = each.known
        card = own_link(
            saving.tx,
            known.person_id,
            known.conversation.round.id,
            saving.now,
            web_url=saving.web_url or "",
            phrases=phrases_in(known.language),
        )
        saving.rows.entries.append(said_entry(known, Say(each.effect.number, card)))


def _try_again(saving: Saving, decided: Sequence[Decided[TryAgain]]) -> None:
    for each in decided:
        own_acts.take_up_again(saving.tx, each.known.person_id, each.known.sender, saving.now)
        saving.after_commit.has_work = True
        saving.after_commit.has_received = True


def _answer_about_browsers(saving: Saving, decided: Sequence[Decided[AnswerAboutBrowsers]]) -> None:
    for each in decided:
        known, effect = each.known, each.effect
        roles = roles_of(saving.tx, known.person_id)
        owner = BrowserOwner(
            effect.browser,
            gets_links=saving.channels[known.channel].has_way_back or saving.web_url is not None,
            pseudonym=known.pseudonym,
            has_role=bool(roles),
            has_return_word=not roles and has_return_word(saving.tx, known.person_id),
            is_anonymous=known.conversation.round.who_sees is WhoSees.ANONYMOUS,
        )
        p = phrases_in(known.language)
        who = AsksAboutBrowsers(known.person_id, owner, p, browser_button, way_back(p))
        card = answer_about_browsers(saving.tx, who, effect.asked, saving.now, saving.limits)
        saving.rows.entries.append(said_entry(known, Say(effect.number, card)))


def _leave_rounds(saving: Saving, decided: Sequence[Decided[LeaveRound]]) -> None:
    for each in decided:
        membership.leave_round(saving.tx, each.known.participant_id, saving.now)


def _rejoin_rounds(saving: Saving, decided: Sequence[Decided[RejoinRound]]) -> None:
    for each in decided:
        membership.rejoin_round(saving.tx, each.known.participant_id)


def _close_commands(saving: Saving, turned: Sequence[CloseCommands]) -> None:
    for each in turned:
        turn_from_commands(saving.tx, each.person_id)


def _note_failed(saving: Saving, failed: Sequence[MessageFailed]) -> None:
    for each in failed:
        if not each.is_counted:
            inbox.count_message_failure(saving.tx, each.id, is_begun=each.is_begun)
        if each.until is None:
            inbox.put_aside(saving.tx, each.id, saving.now)
        else:
            inbox.put_off(saving.tx, each.id, each.until)


def _go_to_rounds(saving: Saving, decided: Sequence[Decided[GoToRound]]) -> None:
    """Let people go on in another round of theirs, where they were in it."""
    for each in decided:
        known, participant_id = each.known, each.effect.participant_id
        if membership.switch_to(saving.tx, known.person_id, participant_id):
            there = load(saving.tx, [known.sender])[known.sender]
            saving.after_commit.due += saving.invitations.pose_again(saving.tx, there, saving.now)


def _forget(saving: Saving, decided: Sequence[Decided[Forget]]) -> None:
    who = [each.known for each in decided]
    _erase(saving, [Erase(each.person_id, each.channel, each.address, each.language) for each in who])


def _erase(saving: Saving, leavers: Sequence[Erase]) -> None:
    # Only here: acts on roles bring their undo along, and no reply needs either.
    from bot.acts.role_acts import note_erased

    for each in leavers:
        note_erased(saving.tx, each.person_id, each.channel, saving.now)
        erase_and_tell(saving.tx, saving.shelf, each.person_id, saving.now)
        saving.after_commit.has_work = True
        saving.after_commit.has_erased = True
        saving.after_commit.changed.add(each.person_id)
        text = saving.channels[each.channel].farewell(phrases_in(each.language))
        if text:
            farewell = Transient(each.channel, each.address, text, is_farewell=True)
            saving.after_commit.passing.append(farewell)


Writer = Callable[[Saving, Any], None]

WRITERS: Final[dict[type[Effect], Writer]] = {
    # Whoever is back, or has gone, is so for all that follows.
    MarkReachable: _mark_reachable,
    MarkUnreachable: _mark_unreachable,
    KeepReply: _keep_replies,
    DropMessage: drop_messages,
    FinishTheme: _finish_themes,
    SpeakLanguage: _speak_languages,
    ChooseSet: _choose_sets,
    SetAvailability: _set_availability,
    TakeBack: take_back,
    HandBack: hand_back,
    Delegate: delegate,
    OfferSignInLink: _offer_sign_in_links,
    FileComplaint: file_complaints,
    NameWriter: name_writers,
    TakeBackComplaint: take_back_complaints,
    ShowComplaint: show_own_complaints,
    LeaveComplaint: leave_complaints,
    AnswerAboutBrowsers: _answer_about_browsers,
    AskForJob: _ask_for_jobs,
    TryAgain: _try_again,
    LeaveRound: _leave_rounds,
    RejoinRound: _rejoin_rounds,
    CloseCommands: _close_commands,
    ShowOwnMessages: show_own_messages,
    MessageFailed: _note_failed,
}
"""What writes each type of effect, in this order: into the rows that are written together, or at once."""

AFTER_SAVING: Final[dict[type[Effect], Writer]] = {
    TakeOutWords: take_words_out,
    GoToRound: _go_to_rounds,
    Forget: _forget,
    Erase: _erase,
}
"""What writes the effects that need everything else to be written first, in this order too."""


def save(saving: Saving) -> None:
    """Write everything that the turn brought about, type by type in the order of the tables.

    Raises ``LookupError`` for a type that nothing writes.
    """
    wanted = saving.effects.by_type.keys()
    unwritten = wanted - WRITERS.keys() - AFTER_SAVING.keys()
    if unwritten:
        raise LookupError(f"nothing writes {unwritten}")
    _write(saving, WRITERS)
    saving.after_commit.due += save_turn(saving.tx, saving.rows, saving.now, shown_on=saving.effects.shown_on)
    if wanted & AFTER_SAVING.keys():
        _write(saving, AFTER_SAVING)


def _write(saving: Saving, writers: Mapping[type[Effect], Writer]) -> None:
    for kind, write in writers.items():
        if kind in saving.effects.by_type:
            write(saving, saving.effects.by_type[kind])
