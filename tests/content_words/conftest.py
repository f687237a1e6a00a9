"""The guides that come with Closer Look, as the library has them: every test of words reads a new one too."""

import pytest

from content.model import Guide
from tests.guides import library

SHIPPED = tuple(pack.guide for pack in library().values())
EXAMPLE = "example"
"""The id of the guide that is there to be copied: it shows the parts of a pack and is no guide to use."""

TO_USE = tuple(guide for guide in SHIPPED if guide.id != EXAMPLE)


def _named(guide: Guide) -> str:
    return f"{guide.id}.{guide.language}"


@pytest.fixture(params=SHIPPED, ids=_named)
def guide(request: pytest.FixtureRequest) -> Guide:
    """Each guide that is shipped."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(params=TO_USE, ids=_named)
def guide_to_use(request: pytest.FixtureRequest) -> Guide:
    """Each guide that is shipped to be used, and not to be copied."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def shipped_guides() -> tuple[Guide, ...]:
    """All guides that are shipped."""
    return SHIPPED
