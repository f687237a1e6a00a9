"""After a silence of ours: Telegram keeps a tap for 150 seconds only, so the busy ones are asked again."""

from datetime import datetime, timedelta

from bot.arrivals import Arrivals
from bot.told import Told
from content.phrases import phrases_in
from storage import people
from storage.conversations import load
from storage.database import Transaction

NOTICEABLE = timedelta(seconds=120)
"""A silence shorter than this loses no tap."""

BUSY_WITHIN = timedelta(minutes=15)
"""Who had been sent something so shortly before the silence was probably about to reply."""


def ask_again(tx: Transaction, arrivals: Arrivals, since: datetime, now: datetime) -> Told:
    """Say the open card once more to everybody who may have tapped it while we were away."""
    told = Told()
    senders = people.busy_on_telegram(tx, since - BUSY_WITHIN, now)
    for sender in senders:
        loaded = load(tx, [sender])[sender]
        conversation = loaded.conversation
        if not conversation.round.is_open(now):
            continue
        note = phrases_in(conversation.language).say(
            "I was away for a while. If you tapped a button meanwhile, please tap it again."
        )
        told.add(arrivals.pose_again(tx, loaded, now, note))
        told.changed.add(loaded.person_id)
    return told
