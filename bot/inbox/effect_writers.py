"""How each effect of a turn is written: one function for each type, in one table, in one order.

A new effect is one type and one function in this table. Nothing is decided here, and nothing is sent.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

from bot.coordinator.end_role import note_erased
from bot.inbox.handoff import delegate, hand_back, take_back
from bot.inbox.own_messages import show_own_messages
from bot.inbox.turn_effects import (
    AddEntry,
    CloseCard,
    CloseCommands,
    Decided,
    Erase,
    MarkReachable,
    MarkUnreachable,
    MessageDone,
    MessageFailed,
    RedrawCard,
    SaveNumber,
    SavePlace,
    Saving,
    ShowOwnMessages,
)
from bot.messages.after_commit import Transient
from bot.messages.outbox_entries import add_entries, body_of, said_entry
from bot.messages.sign_in_link import own_link
from content.phrases import phrases_in
from conversations.effects import (
    AskForJob,
    Delegate,
    Effect,
    FinishTheme,
    Forget,
    GoToRound,
    HandBack,
    KeepReply,
    LeaveRound,
    OfferSignInLink,
    RejoinRound,
    SetAvailability,
    SpeakLanguage,
    TakeBack,
)
from conversations.outgoing import Say
from storage.erasure import erase_person
from storage.messages import inbox, jobs, outbox
from storage.people import membership, people
from storage.people.availability import keep_availability
from storage.roles.role_holders import turn_from_commands
from storage.rounds import conversations


def _mark_reachable(saving: Saving, back: Sequence[MarkReachable]) -> None:
    people.mark_reachable(saving.tx, [each.sender for each in back])


def _mark_unreachable(saving: Saving, gone: Sequence[MarkUnreachable]) -> None:
    for each in gone:
        people.mark_unreachable(saving.tx, each.sender, "blocked", saving.now)


def _keep_replies(saving: Saving, decided: Sequence[Decided[KeepReply]]) -> None:
    replies = [(each.known.participant_id, each.effect.reply) for each in decided]
    conversations.keep_replies(saving.tx, replies)


def _finish_themes(saving: Saving, decided: Sequence[Decided[FinishTheme]]) -> None:
    themes = [(each.known.participant_id, each.effect.theme_id) for each in decided]
    conversations.finish_themes(saving.tx, themes, saving.now)


def _speak_languages(saving: Saving, decided: Sequence[Decided[SpeakLanguage]]) -> None:
    for each in decided:
        people.keep_language(saving.tx, each.known.person_id, each.effect.language)


def _set_availability(saving: Saving, decided: Sequence[Decided[SetAvailability]]) -> None:
    for each in decided:
        keep_availability(saving.tx, each.known.person_id, each.effect.availability, saving.now)


def _ask_for_jobs(saving: Saving, decided: Sequence[Decided[AskForJob]]) -> None:
    for each in decided:
        known, effect = each.known, each.effect
        job = jobs.Job(
            0,
            effect.kind,
            known.person_id,
            known.participant_id,
            effect.theme_id,
            known.channel,
            known.address,
            0,
        )
        jobs.ask(saving.tx, job, saving.now)
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
        saving.effects.add(AddEntry(said_entry(known, Say(each.effect.number, card))))


def _leave_rounds(saving: Saving, decided: Sequence[Decided[LeaveRound]]) -> None:
    for each in decided:
        membership.leave_round(saving.tx, each.known.participant_id, saving.now)


def _rejoin_rounds(saving: Saving, decided: Sequence[Decided[RejoinRound]]) -> None:
    for each in decided:
        membership.rejoin_round(saving.tx, each.known.participant_id)


def _save_places(saving: Saving, places: Sequence[SavePlace]) -> None:
    conversations.save_places(saving.tx, [each.step for each in places])


def _close_commands(saving: Saving, turned: Sequence[CloseCommands]) -> None:
    for each in turned:
        turn_from_commands(saving.tx, each.person_id)


def _save_numbers(saving: Saving, said: Sequence[SaveNumber]) -> None:
    for each in said:
        people.count_said(saving.tx, each.person_id, each.number)


def _add_entries(saving: Saving, said: Sequence[AddEntry]) -> None:
    entries = [each.entry for each in said]
    shown_on = saving.effects.shown_on
    saving.after_commit.due += add_entries(saving.tx, entries, saving.now, shown_on=shown_on)


def _redraw_cards(saving: Saving, redrawn: Sequence[RedrawCard]) -> None:
    for each in redrawn:
        redraw = each.redraw
        body = body_of(redraw.card)
        outbox.redraw_shown(saving.tx, each.person_id, redraw.number, redraw.change, body)


def _close_cards(saving: Saving, closed: Sequence[CloseCard]) -> None:
    for each in closed:
        outbox.close_shown(saving.tx, each.person_id, each.open_card, each.next_card)


def _note_done(saving: Saving, done: Sequence[MessageDone]) -> None:
    inbox.done(saving.tx, [each.id for each in done])


def _note_failed(saving: Saving, failed: Sequence[MessageFailed]) -> None:
    for each in failed:
        if not each.is_counted:
            inbox.begin_attempt(saving.tx, each.id)
        if each.until is None:
            inbox.put_aside(saving.tx, each.id)
        else:
            inbox.put_off(saving.tx, each.id, each.until)


def _go_to_rounds(saving: Saving, decided: Sequence[Decided[GoToRound]]) -> None:
    """Let people go on in another round of theirs, where they were in it."""
    for each in decided:
        known, participant_id = each.known, each.effect.participant_id
        if membership.switch_to(saving.tx, known.person_id, participant_id):
            there = conversations.load(saving.tx, [known.sender])[known.sender]
            saving.after_commit.due += saving.invitations.pose_again(saving.tx, there, saving.now)


def _forget(saving: Saving, decided: Sequence[Decided[Forget]]) -> None:
    for each in decided:
        known = each.known
        saving.effects.add(Erase(known.person_id, known.channel, known.address, known.language))


def _erase(saving: Saving, leavers: Sequence[Erase]) -> None:
    for each in leavers:
        note_erased(saving.tx, each.person_id, each.channel, saving.now)
        erase_person(saving.tx, each.person_id, saving.now)
        saving.after_commit.has_erased = True
        saving.after_commit.changed.add(each.person_id)
        text = saving.channels[each.channel].farewell(phrases_in(each.language))
        if text:
            farewell = Transient(each.channel, each.address, text, is_farewell=True)
            saving.after_commit.passing.append(farewell)


Writer = Callable[[Saving, Any], None]

WRITERS: Final[dict[type[Effect], Writer]] = {
    MarkReachable: _mark_reachable,
    MarkUnreachable: _mark_unreachable,
    KeepReply: _keep_replies,
    FinishTheme: _finish_themes,
    SpeakLanguage: _speak_languages,
    SetAvailability: _set_availability,
    TakeBack: take_back,
    HandBack: hand_back,
    Delegate: delegate,
    OfferSignInLink: _offer_sign_in_links,
    AskForJob: _ask_for_jobs,
    LeaveRound: _leave_rounds,
    RejoinRound: _rejoin_rounds,
    CloseCommands: _close_commands,
    ShowOwnMessages: show_own_messages,
    SavePlace: _save_places,
    SaveNumber: _save_numbers,
    AddEntry: _add_entries,
    RedrawCard: _redraw_cards,
    CloseCard: _close_cards,
    MessageDone: _note_done,
    MessageFailed: _note_failed,
    GoToRound: _go_to_rounds,
    Forget: _forget,
    Erase: _erase,
}
"""What writes each type of effect, in the order in which they are written.

A writer may add effects of a type that comes after its own: a link that was made is said as an entry.
"""


def save(saving: Saving) -> None:
    """Write everything that the turn brought about. Raises ``LookupError`` for a type that nothing writes."""
    for kind, write in WRITERS.items():
        found = saving.effects.take(kind)
        if found:
            write(saving, found)
    if saving.effects.left:
        raise LookupError(f"nothing writes {[each.__name__ for each in saving.effects.left]}")
