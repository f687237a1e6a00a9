"""How something is done in the store for a page, whatever the store is."""

from typing import Protocol

from storage.engine.database import Result, TransactionJob


class DoInStore(Protocol):
    """Does a job in the store; what it made."""

    async def __call__(self, job: TransactionJob[Result], /) -> Result:
        """Do it. Raises ``Busy``."""
