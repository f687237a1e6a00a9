"""A round with people on its list who have an address, and the mails about their invitations."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from conversations.incoming import Channel
from conversations.state import Place
from storage.engine.database import Transaction
from storage.mails import mails
from storage.mails.mail_log import MailState, mailed
from storage.mails.mails import MailKind, MailRequest, WaitingMail
from storage.messages.outbox import PendingEntry, SendOutcome, begin_attempts, record_outcomes
from storage.people import people
from storage.people.people import Joined
from storage.rounds.invitees import Guest, Invited, invite_guests
from storage.rounds.stored_place import place_to_json
from tests.channel_names import MAIL, WEB
from tests.storage.samples import FORTNIGHT, NOW, open_round

TODAY = date(2026, 11, 2)
GUESTS = (
    Guest("Ann Able", mail="ann@example.org"),
    Guest("Ben Best", mail="ben@example.org"),
    Guest("Cy Clear", mail="cy@example.org"),
)


def invited(
    tx: Transaction, guests: Sequence[Guest] = GUESTS, *, closes_at: datetime | None = None
) -> list[Invited]:
    """A round with these people on its list."""
    open_round(tx, closes_at=closes_at)
    return invite_guests(tx, "r1", guests, NOW, valid=FORTNIGHT)


def ask(
    tx: Transaction,
    numbers: Sequence[int] = (1, 2, 3),
    *,
    kind: MailKind = MailKind.INVITATION,
    now: datetime = NOW,
    channel: Channel = MAIL,
) -> str:
    """Ask for mails that may go now."""
    return mails.ask_for_mails(tx, MailRequest("r1", kind, "en", now), numbers, channel, now)


def send(
    tx: Transaction, now: datetime = NOW, *, today: date = TODAY
) -> list[tuple[WaitingMail, str, PendingEntry]]:
    """Pass on all that is due: each mail, the code of its link, and its entry."""
    passed = []
    for each in mails.mails_due(tx, "r1", now, 100):
        if mails.claim_mail(tx, each, now, today=today):
            code = mails.new_mail_code(tx, each, until=now + timedelta(days=30))
            (entry,) = mails.pass_mail_on(tx, each, MAIL, f'{{"to": "{each.to}"}}', now, today=today)
            passed.append((each, code, entry))
    return passed


def arrives(tx: Transaction, entry: PendingEntry, now: datetime = NOW, *, name: str = "a-name") -> None:
    """Let the mail server take a mail."""
    begin_attempts(tx, [(entry.key, None)], now)
    record_outcomes(tx, [SendOutcome(entry.key, name, now)])


def joins(tx: Transaction, code: str, now: datetime = NOW) -> Joined | None:
    """Let somebody come in by a link."""
    return people.join(tx, code, WEB, None, now, place=place_to_json(Place()), language="en")


def states(tx: Transaction) -> dict[int, MailState]:
    """What happened to the mails about each invitation."""
    return {number: each.state for number, each in mailed(tx, "r1").items()}
