"""What the page that ends mails may ask for."""

from typing import Protocol


class MailDesk(Protocol):
    """Ends mails, by the code in their link."""

    async def round_of(self, code: str) -> str | None:
        """What the round is called whose mails a code ends; None for an unknown code. Changes nothing."""

    async def stop(self, code: str) -> str | None:
        """End the mails, once or again, and say about which round; None for an unknown code.

        Raises ``Busy`` where nothing can be kept now.
        """
