"""Postcards as a carrier: notices go out, and nothing is ever heard."""

from datetime import UTC, datetime

import orjson

from bot.messages.channel_contract import Buttons, Carrier, Delivered, Pace, Shows
from bot.messages.failures import DeliveryFailed, Failure
from bot.messages.host import Host
from conversations.incoming import Channel
from conversations.outgoing import card_from_json
from storage.messages.outbox import PendingEntry

POSTCARD = Channel("postcard")

_REFUSALS = {"moved away": Failure.DEACTIVATED, "strike": Failure.NOT_SENT}
"""What the post office says, and what it means: this carrier's own table of failures."""


class PostcardCarrier(Carrier):
    """Sends words on a card; ``refused`` holds what the post office says of an address, once."""

    name = POSTCARD
    shows = Shows(buttons=Buttons.LEFT_OUT, pictures=False, files=False, edits=False)
    pace = Pace(per_second=5.0, per_chat_per_second=1.0, at_once=2)
    sent: list[tuple[str, str]]
    refused: dict[str, str]

    async def open(self, host: Host) -> bool:  # noqa: ARG002
        self.sent, self.refused = [], {}
        return True

    async def send(self, entry: PendingEntry, part: int) -> Delivered:  # noqa: ARG002
        refusal = self.refused.pop(entry.address, None)
        if refusal is not None:
            raise DeliveryFailed(_REFUSALS[refusal])
        card = card_from_json(orjson.loads(entry.body))
        assert not card.buttons
        self.sent.append((entry.address, card.text))
        return Delivered(f"card {len(self.sent)}", datetime.now(UTC))
