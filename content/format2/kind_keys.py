"""Which keys a prompt of each kind needs, and which it may have besides. One table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class KeysOfKind:
    """The keys that a kind of prompt needs, and those that it may have."""

    needs: tuple[str, ...] = ()
    may_have: tuple[str, ...] = ()


KEYS_OF_KIND: Final[Mapping[str, KeysOfKind]] = {
    "words": KeysOfKind(),
    "one choice": KeysOfKind(needs=("options",)),
    "several choices": KeysOfKind(needs=("options",)),
    "number": KeysOfKind(needs=("least", "most"), may_have=("decimals", "unit")),
    "date": KeysOfKind(may_have=("earliest", "latest")),
    "scale": KeysOfKind(may_have=("scale",)),
}
"""The kinds by the words that a pack calls them."""

KIND_NAMES: Final = tuple(KEYS_OF_KIND)

OF_ONE_KIND: Final = frozenset(
    key for keys in KEYS_OF_KIND.values() for key in (*keys.needs, *keys.may_have) if key != "scale"
)
"""The keys that only some kinds have. A scale is also used by what rates a prompt of another kind."""
