"""All chance of the product from one seed, so that two worlds can be compared byte by byte."""

import random
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from web import pages


@contextmanager
def same_chance(seed: str) -> Iterator[None]:
    """Let whatever is drawn meanwhile come from this seed. Each act has a seed of its own.

    So it draws the same in both worlds, also where somebody else drew more in one of them before it.
    """
    chance = random.Random(seed)

    def one_of(choices: Sequence[Any]) -> Any:
        return chance.choice(choices)

    with (
        patch.object(secrets, "token_bytes", lambda count=32: chance.randbytes(count or 32)),
        patch.object(secrets, "randbelow", chance.randrange),
        patch.object(secrets, "choice", one_of),
        patch.object(secrets, "SystemRandom", lambda: chance),
        # Names that were drawn before this act, for many messages at once, are not taken now.
        patch.object(pages, "_names", []),
    ):
        yield
