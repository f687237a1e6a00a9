"""E-mail addresses on a list of people: given back in tables, and in an anonymous round gone at once."""

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest

from conversations.groups.round_view import WhoSees
from storage.engine.database import Transaction
from storage.people import people
from storage.roles.organisations import Role, find_organisation, offer_role, take_role
from tests.bot.coordinator.role_chat import Heard, RoleChat
from tests.channel_names import WEB
from tests.storage.whole_store import columns_with

OPEN = "/round guide: example/en; title: Really; purpose: none; themes: all; closes: never; sees: {sees}"
LIST = "Name,Team,E-mail\nAnn Example,Home care,ann@example.org\nBob Example,Home care,"


def table_in(heard: Heard, name: str) -> list[list[str]]:
    content = next(content for called, content in heard.files if called == name)
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


async def test_addresses_come_back_next_to_the_links_with_a_message_to_send(chat: RoleChat) -> None:
    await chat.says(OPEN.format(sees="named"), "yes")
    shown = await chat.says(f"/invite {LIST}")
    assert "1 has an e-mail address." in shown.text
    heading, ann, bob = table_in(await chat.says("yes"), "links.csv")
    at = heading.index("E-mail")
    assert heading[at + 1] == "Message"
    assert (ann[at], bob[at]) == ("ann@example.org", "")
    assert ann[at + 1].startswith("Hello Ann Example,")


async def test_the_table_of_everybody_invited_has_the_addresses_too(chat: RoleChat) -> None:
    await chat.says(OPEN.format(sees="named"), "yes")
    people = "\n".join(f"Person {n}, Team, p{n}@example.org" for n in range(1, 46))
    await chat.says("/invite", people, "yes")
    heading, first, *_ = table_in(await chat.says("/people"), "people.csv")
    assert (heading[-1], first[-1]) == ("E-mail", "p1@example.org")


async def test_another_link_for_the_same_person_has_their_address_too(chat: RoleChat) -> None:
    await chat.says(OPEN.format(sees="confidential"), "yes")
    await chat.says(f"/invite {LIST}", "yes")
    heading, ann = table_in(await chat.says("/people new 1", "yes"), "links.csv")
    assert ann[heading.index("E-mail")] == "ann@example.org"


async def test_a_list_without_addresses_says_nothing_of_them(chat: RoleChat) -> None:
    await chat.says(OPEN.format(sees="named"), "yes")
    shown = await chat.says("/invite Ann Example, Home care")
    assert "e-mail" not in shown.text
    heading, *_ = table_in(await chat.says("yes"), "links.csv")
    assert "E-mail" not in heading


# --- what a browser shows again as somebody's own words ----------------------------------------------------

PASTED = (
    "Name\tTeam\tE-mail\tPhone\n"
    "Ann Example\tHome care\tann@example.org\t07700 900123\n"
    "Bob Example\tDay care\t\t"
)


async def in_the_browser(chat: RoleChat) -> int:
    """Somebody who coordinates in the browser, and has the round open."""

    def take(tx: Transaction) -> int:
        found = find_organisation(tx, "Example Council")
        assert found is not None
        person_id = people.add_person(tx, "en", chat.shop.clock())
        people.reach(tx, person_id, WEB, str(person_id), chat.shop.clock())
        code = offer_role(tx, found.id, Role.COORDINATOR, chat.shop.clock(), valid=timedelta(days=1))
        assert take_role(tx, code, person_id, chat.shop.clock()) is not None
        return person_id

    return await chat.database.write(take)


async def posts(chat: RoleChat, person_id: int, *texts: str) -> None:
    for text in texts:
        await chat.shop.receive(chat.shop.posted(person_id, str(uuid4()), text))
        await chat.shop.go_on()


async def kept(chat: RoleChat, words: str) -> set[str]:
    return await chat.database.read(lambda tx: columns_with(tx, words))


@pytest.mark.parametrize("then", ["yes", "cancel"])
async def test_in_an_anonymous_round_no_address_is_kept(chat: RoleChat, then: str) -> None:
    person_id = await in_the_browser(chat)
    await posts(chat, person_id, OPEN.format(sees="anonymous"), "yes", "/invite", PASTED)
    said = "This round is anonymous, so the e-mail addresses on the list are not kept."
    assert await kept(chat, said)
    await posts(chat, person_id, then)
    assert await kept(chat, "ann@example.org") == set()
    # What was read of a list that is used stays in its sender's history; one that is cancelled is let go.
    assert bool(await kept(chat, "Ann Example")) is (then == "yes")


@pytest.mark.parametrize("sees", WhoSees)
@pytest.mark.parametrize(
    "pasted",
    [
        PASTED,
        PASTED.replace("Name", "Whose"),
        PASTED.replace("ann@", "ann@@"),
        PASTED + '\n"Cid Example\t',
        PASTED.partition("\n")[2],
    ],
    ids=["read", "without names", "with a wrong address", "with an open quotation mark", "without headings"],
)
async def test_nothing_of_columns_that_are_not_read_is_kept_in_the_browser(
    chat: RoleChat, pasted: str, sees: WhoSees
) -> None:
    person_id = await in_the_browser(chat)
    await posts(chat, person_id, OPEN.format(sees=sees.value), "yes", "/invite", pasted)
    assert await kept(chat, "900123") == set()
    await posts(chat, person_id, "yes", f"/invite {pasted}", "cancel")
    assert await kept(chat, "900123") == set()


@pytest.mark.parametrize("corrected", ["Cid Example, cid@example.org", "Cid Example, 07700 900456"])
async def test_no_address_of_a_line_that_is_put_right_stays_in_an_anonymous_round(
    chat: RoleChat, corrected: str
) -> None:
    person_id = await in_the_browser(chat)
    with_a_fault = "Name\tE-mail\nAnn Example\tann@example.org\nCid Example\tcid@"
    await posts(chat, person_id, OPEN.format(sees="anonymous"), "yes", "/invite", with_a_fault)
    assert await kept(chat, "1 line could not be read.")
    await posts(chat, person_id, corrected)
    await posts(chat, person_id, "yes", "cancel")
    assert await kept(chat, "cid@example.org") == set()
    assert await kept(chat, "900456") == set()


async def test_a_list_of_which_everything_is_read_is_shown_as_it_was_typed(chat: RoleChat) -> None:
    person_id = await in_the_browser(chat)
    await posts(chat, person_id, OPEN.format(sees="named"), "yes", "/invite", "Ann Example ;  Home care")
    assert await kept(chat, "Ann Example ;  Home care") == {"outbox.body"}
