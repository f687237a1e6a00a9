"""Our own guides that are gone through theme by theme, each read once by the product's own parser."""

import pytest

from content.model import Guide
from tests.guides import shipped

OUR_GUIDES = ("managing-performance", "working-together")
"""The guides that are held to all of this: to be plain, open to all, and honest about whose they are."""


@pytest.fixture(scope="session", params=OUR_GUIDES)
def guide(request: pytest.FixtureRequest) -> Guide:
    name: str = request.param
    return shipped(name)
