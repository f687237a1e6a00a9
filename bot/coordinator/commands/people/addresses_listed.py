"""E-mail addresses on a list of people: what is kept of them, and what they are for.

Nothing here sends anything.
"""

from collections.abc import Sequence

from bot.coordinator.request import Request
from conversations.groups.round_view import WhoSees
from conversations.incoming import Words
from conversations.outgoing import Line
from conversations.reading.lists.what_stays import without_contacts
from storage.rounds.invitees import Guest
from storage.rounds.rounds import RoundListed


def addresses_shown(request: Request, listed: RoundListed, guests: Sequence[Guest]) -> list[Line]:
    """For how many people a list has an address, and what happens with it; or why none is kept."""
    p, number = request.phrases, sum(bool(each.mail) for each in guests)
    if not number:
        return []
    if listed.view.who_sees is WhoSees.ANONYMOUS:
        return [Line(p.say("This round is anonymous, so the e-mail addresses on the list are not kept."))]
    return [
        Line(
            p.count(
                "{n} has an e-mail address. The table has it next to the link, with a message to send.",
                "{n} have an e-mail address. The table has it next to the link, with a message to send.",
                number,
            )
        )
    ]


def keep_no_contacts(request: Request) -> None:
    """Let the history show what was typed without the addresses and telephone numbers in it."""
    if isinstance(request.incoming, Words):
        request.own_words = without_contacts(request.incoming.text)
