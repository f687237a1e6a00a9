"""A mail to whoever prepares it, before it goes to all others: a trial, which lets nobody in."""

from bot.acts.people.mail_acts import MailOrder, try_mail
from bot.coordinator.forms import Field
from bot.coordinator.handing_over.by_mail import order_of
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request
from bot.messages.channel_contract import Carrier
from conversations.reading.lists.contacts import without_contacts
from conversations.reading.lists.mail_address import mail_address
from storage.mails.mails import MailKind
from storage.rounds.rounds import RoundListed


def trial_field(request: Request, listed: RoundListed, carrier: Carrier, kind: MailKind) -> Field[str]:
    """Where a trial goes at once, while the question whether all others go stays open."""
    p = request.phrases

    def send(to: str) -> str:
        order: MailOrder = order_of(request, carrier, kind)
        request.did(try_mail(request.acting, listed.view.id, to, order))
        return p.say(
            "A trial goes to {address} now. It says that it is one, and its link opens nothing.", address=to
        )

    return Field(
        "trial",
        p.say("Send it to me first"),
        p.say("Which address shall a trial go to?"),
        lambda text: address_typed(request, text),
        help=p.say(
            "Type your own e-mail address. The trial goes at once, and to nobody else. It is not kept."
        ),
        shown=lambda _: "",
        default="",
        at_once=send,
    )


def address_typed(request: Request, text: str) -> str:
    """One e-mail address. Raises ``InvalidInput``."""
    request.own_words = without_contacts(text)
    found = mail_address(text.strip())
    if found is None:
        raise InvalidInput(request.phrases.say("This is not one e-mail address, such as ann@example.org."))
    return found
