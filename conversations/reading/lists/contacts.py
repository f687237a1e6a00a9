"""What of a list or of a line is never shown or kept: addresses, telephone numbers and others of the kind.

A name is shown, whoever it is: that is what a list is for.
"""

import re
from typing import Final

_CONTACT: Final = re.compile(
    r"[^\s<>,;]{1,200}@[^\s<>,;]{1,200}"
    r"|[+(]?[0-9][0-9 ()-]{5,30}[0-9]"
    r"|\b[A-Za-z]{2} ?(?:[0-9]{2} ?){3}[A-Da-d]\b"
)
"""An e-mail address; a telephone, staff or CHI number; a National Insurance number."""

_GONE: Final = "…"


def without_contacts(text: str) -> str:
    """Some words with three dots wherever an e-mail address or such a number stood in them."""
    return _CONTACT.sub(_GONE, text)
