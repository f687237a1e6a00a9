"""Where an address opens, and that nobody is handed a link without being told where it does not."""

import pytest

from content.phrases import phrases_in
from conversations.cards.delegated import handed_over
from conversations.cards.where_links_open import (
    Opens,
    link_lines,
    opens,
    web_link_card,
    what_to_set,
    where_it_opens,
)
from conversations.outgoing import Card

ENGLISH = phrases_in("en")
HERE = "http://127.0.0.1:8080/join/c"
INSIDE = "http://192.168.1.20:8080/join/c"
EVERYWHERE = "https://closer-look.example.org/join/c"
ON_THE_COMPUTER = "It opens only on the computer that Closer Look runs on."
IN_THE_NETWORK = "It opens only inside the network that Closer Look runs in."


@pytest.mark.parametrize(
    ("host", "where"),
    [
        ("127.0.0.1", Opens.ON_ITS_COMPUTER),
        ("127.8.9.1:8080", Opens.ON_ITS_COMPUTER),
        ("0.0.0.0", Opens.ON_ITS_COMPUTER),  # noqa: S104
        ("localhost:8080", Opens.ON_ITS_COMPUTER),
        ("LOCALHOST.", Opens.ON_ITS_COMPUTER),
        ("look.localhost", Opens.ON_ITS_COMPUTER),
        ("[::1]:8080", Opens.ON_ITS_COMPUTER),
        ("[::]", Opens.ON_ITS_COMPUTER),
        ("[::ffff:127.0.0.1]", Opens.ON_ITS_COMPUTER),
        ("10.1.2.3", Opens.IN_ITS_NETWORK),
        ("172.16.0.9:8080", Opens.IN_ITS_NETWORK),
        ("192.168.1.20", Opens.IN_ITS_NETWORK),
        ("169.254.3.4", Opens.IN_ITS_NETWORK),
        ("100.64.0.7", Opens.IN_ITS_NETWORK),
        ("[fd00::5]", Opens.IN_ITS_NETWORK),
        ("[fe80::5]", Opens.IN_ITS_NETWORK),
        ("closerlook", Opens.IN_ITS_NETWORK),
        ("closer-look.local", Opens.IN_ITS_NETWORK),
        ("look.council.internal", Opens.IN_ITS_NETWORK),
        ("look.home.arpa", Opens.IN_ITS_NETWORK),
        ("closer-look.example.org", Opens.EVERYWHERE),
        ("localhost.example.org", Opens.EVERYWHERE),
        ("t.me", Opens.EVERYWHERE),
        ("8.8.8.8", Opens.EVERYWHERE),
        ("[2606:4700::1111]", Opens.EVERYWHERE),
    ],
)
def test_an_address_tells_from_where_it_can_be_opened(host: str, where: Opens) -> None:
    assert opens(f"http://{host}/join/c") is where


def test_only_what_does_not_open_everywhere_is_spoken_of() -> None:
    assert [where_it_opens(ENGLISH, each) for each in (HERE, INSIDE, EVERYWHERE)] == [
        ON_THE_COMPUTER,
        IN_THE_NETWORK,
        "",
    ]
    assert what_to_set(ENGLISH, EVERYWHERE) == ""
    assert what_to_set(ENGLISH, HERE).startswith(ON_THE_COMPUTER)
    assert "can set an address that opens everywhere" in what_to_set(ENGLISH, INSIDE)


def _own(link: str) -> Card:
    return web_link_card(ENGLISH, link, 24)


def _for_a_colleague(link: str) -> Card:
    return handed_over(ENGLISH, [link], 7)


@pytest.mark.parametrize("card", [_own, _for_a_colleague])
@pytest.mark.parametrize(
    ("link", "told"), [(HERE, ON_THE_COMPUTER), (INSIDE, IN_THE_NETWORK), (EVERYWHERE, "")]
)
def test_a_card_with_a_link_says_where_it_does_not_open(card, link: str, told: str) -> None:  # type: ignore[no-untyped-def]
    text = card(link).text
    assert link in text
    assert ("It opens only" in text) == bool(told)
    assert told in text


def test_each_link_can_be_copied_by_a_label_of_its_own() -> None:
    assert [line.copy for line in link_lines(ENGLISH, [HERE])] == ["Copy the link"]
    assert [line.copy for line in link_lines(ENGLISH, [HERE, INSIDE])] == ["Copy link 1", "Copy link 2"]
