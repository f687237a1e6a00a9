"""How large a picture is."""

import pytest

from bot.messages.png_size import pixels
from tests.web import samples


def test_a_picture_says_itself_how_large_it_is() -> None:
    assert pixels(samples.PICTURE) == samples.PICTURE_PIXELS


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", samples.PICTURE[:20], b"<svg/>" * 10])
def test_what_is_no_whole_picture_has_no_size(content: bytes) -> None:
    assert pixels(content) is None
