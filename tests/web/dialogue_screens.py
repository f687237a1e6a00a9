"""What a participant's page shows at each step of the dialogues, as the markup of its log."""

from collections.abc import Iterator

from content.phrases import phrases_in
from tests.channel_names import WEB
from tests.players.dialogue import all_dialogues, load
from tests.players.flow_player import FlowPlayer
from tests.web.desk_double import AT
from web.backend import ChatEntry
from web.pages import open_pages

PAGES = open_pages()


def screens_of_participants() -> Iterator[str]:
    """The newest entries after each exchange of every dialogue that can be played in the web chat."""
    for path in all_dialogues():
        dialogue = load(path)
        if not dialogue.can_be_played_on(WEB):
            continue
        player = FlowPlayer.on(dialogue.scene, WEB)
        for exchange in dialogue.exchanges:
            player.act(exchange.act)
            yield _drawn(player)


def _drawn(player: FlowPlayer) -> str:
    """The cards of a conversation as its page shows them now."""
    own = player.conversation.place.card
    entries = [
        ChatEntry(number, number, AT, card, is_open=number >= own)
        for number, card in sorted(player.cards.items())
    ]
    return "".join(PAGES.fragment(each, phrases_in("en"), "t") for each in entries[-8:])
