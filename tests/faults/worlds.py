"""Two worlds: whoever runs an anonymous round sees in no answer, figure or file what one person did.

Rounds at random, each in two worlds that differ in one person or in which two have each other's replies. Some
doors at random are tried in each round by the values that files are made of, and in some rounds by the bytes.
In others people do the same in another order, and every row of the store is compared.
"""

import random
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import replace

from bot.acts.permissions import Command, may
from conversations.groups.round_view import WhoSees
from conversations.who_sees_what import Datum
from reports.group.threshold import in_steps, insiders_in, step_of
from storage.roles.organisations import Role
from tests.faults.campaign import Campaign, Outcome, Plan
from tests.faults.twins import seen_through
from tests.worlds.comparing import Difference, differences, files_as_bytes, files_as_values
from tests.worlds.doors import SCRIPTED, Door, each_address
from tests.worlds.pairs import GIVES, HOW_FAR, MayDiffer, Pair
from tests.worlds.seat import Seat
from tests.worlds.walking import Look, stored, walked
from tests.worlds.world import BEGINS, FINISHES, JOINS, NOTHING, Doing
from tests.worlds.world import Plan as WorldPlan

BY_VALUE = {"short": 16, "twin": 80, "full": 10_000}
BY_BYTES = {"short": 1, "twin": 0, "full": 200}
BY_ROWS = {"short": 3, "twin": 2, "full": 500}
"""How many rounds are compared in which way."""

ENOUGH_PLACES = 6
"""At so many doors the product as it was must be found out; of another twin one is enough."""

CONVERSATIONS_EACH = 3
ADDRESSES_IN = 0.1
"""In so many rounds the addresses that a browser asks for are tried as well."""


async def run(plan: Plan) -> Outcome:
    """Compare worlds, and say at which doors they differ."""
    outcome, chance = Outcome(), random.Random(plan.seed)
    size = "twin" if plan.twin else "short" if plan.is_short else "full"
    doors: set[str] = set()
    tried, enough = 0, ENOUGH_PLACES if plan.twin == "as_before" else 1 if plan.twin else sys.maxsize
    with _broken(plan.twin):
        for number in range(BY_ROWS[size]):
            with files_as_values():
                differing = await _two_orders(chance, f"{plan.seed} rows {number}")
            _note(outcome, doors, f"The store of round {number}", differing)
        for number in range(BY_VALUE[size] + BY_BYTES[size]):
            if len(doors) >= enough:
                break
            is_whole = number >= BY_VALUE[size]
            with files_as_bytes() if is_whole else files_as_values():
                differing, count = await _two_worlds(chance, f"{plan.seed} {number}")
            tried += count
            _note(outcome, doors, f"Round {number}", differing)
    outcome.figures |= {
        "answers, figures and files compared": tried,
        "rounds compared by every byte of their files": BY_BYTES[size],
        "rounds compared by every row of the store": BY_ROWS[size],
        "doors at which two worlds differ": len(doors),
    }
    outcome.trials["round"] = BY_VALUE[size] + BY_BYTES[size] + BY_ROWS[size]
    return outcome


def _note(outcome: Outcome, doors: set[str], what: str, differing: Sequence[Difference]) -> None:
    for each in differing:
        doors.add(_door_of(each))
        outcome.expect(False, f"{what} differs at {each}")


def _door_of(difference: Difference) -> str:
    """The command, address or table that a difference is behind."""
    where = difference.door.partition(": ")[2] or difference.door
    return where.partition(" ")[0]


# --- rounds at random --------------------------------------------------------------------------------------


async def _two_worlds(chance: random.Random, seed: str) -> tuple[list[Difference], int]:
    pair = _pair(chance, seed)
    role = Role.READER if chance.random() < 0.2 else Role.COORDINATOR
    looks: list[Look] = [_conversations(role, chance.getrandbits(32))]
    # A table of replies is one file more, so that files have other numbers.
    if chance.random() < ADDRESSES_IN and MayDiffer.REPLIES not in pair.may_differ(role):
        looks.append(each_address)
    one, other = [await walked(each, role, pair.late, looks) for each in (pair.one, pair.other)]
    return list(differences(one, other, lambda shown: pair.compared(shown, role))), len(one)


async def _two_orders(chance: random.Random, seed: str) -> list[Difference]:
    plan = _plan(chance, seed)
    people = list(range(len(plan.doings)))
    orders = [chance.sample(people, len(people)) for _ in range(2)]
    one, other = [await stored(plan, order) for order in orders]
    return list(differences(one, other))


def _conversations(role: Role, seed: int) -> Look:
    """Some of what the role can ask for, the same in both worlds."""

    async def conversations(seat: Seat) -> AsyncIterator[Door]:
        chance = random.Random(seed)
        for command in chance.sample([each for each in Command if may(role, each)], CONVERSATIONS_EACH):
            scripted = SCRIPTED.get(command, ((f"/{command}", chance.choice(("1", "yes", "all"))),))
            for text in chance.choice(scripted):
                yield text, await seat.says(text)

    return conversations


def _plan(chance: random.Random, seed: str) -> WorldPlan:
    invited = chance.randint(9, 15)
    most = chance.choice((3, 6, invited - 2))
    finishing = chance.choice((0.4, 0.95))
    doings = [_doing(chance, number, finishing) if number < most else NOTHING for number in range(invited)]
    chance.shuffle(doings)
    return WorldPlan(seed, tuple(doings), WhoSees.ANONYMOUS, chance.randint(7, 8))


def _doing(chance: random.Random, number: int, finishing: float = 0.6) -> Doing:
    how_far = FINISHES if chance.random() < finishing else chance.choice((JOINS, BEGINS))
    quotes = f"Quote of {number}." if chance.random() < 0.9 else ""
    return replace(
        how_far, level=chance.randint(1, 6), quotes=quotes, words=f"{number}", leaves=chance.random() < 0.1
    )


def _pair(chance: random.Random, seed: str) -> Pair:
    """A round in two worlds: one person does something else there, or two change places."""
    plan = _plan(chance, seed)
    one, other = chance.sample(range(len(plan.doings)), 2)
    match chance.randrange(3):
        case 0:
            return Pair(plan, plan.swapped(one, other), late=(one, other))
        case 1:
            otherwise = replace(plan.doings[one], words="Otherwise.")
            return Pair(plan, plan.with_doing(one, otherwise), frozenset({Datum.WORDS}), late=(one,))
        case _:
            changed = plan.with_doing(one, _doing(chance, 99) if chance.random() < 0.7 else NOTHING)
            # Whoever runs the round may invite more people: that moves no figure.
            is_next_step = _figures(plan) != _figures(changed)
            return Pair(plan, changed, HOW_FAR | GIVES, is_next_step=is_next_step, late=(one,))


def _figures(plan: WorldPlan) -> list[int]:
    """What the figures of a round are in the steps in which they move, as the decision has them."""
    step, insiders = step_of(plan.threshold, plan.who_sees), insiders_in(plan.who_sees)
    did = [
        [each.joins for each in plan.doings],
        [each.joins and (each.begins or each.finishes) for each in plan.doings],
        [each.finishes for each in plan.doings],
        [each.leaves for each in plan.doings],
    ]
    return [in_steps(sum(each), len(plan.doings), step, insiders) for each in did]


# --- its broken twins ---------------------------------------------------------------------------------------


@contextmanager
def _broken(twin: str | None) -> Iterator[None]:
    with ExitStack() as stack:
        for patched in seen_through.TWINS[twin] if twin else (nullcontext,):
            stack.enter_context(patched())
        yield


CAMPAIGN = Campaign(
    "worlds",
    "Whoever runs an anonymous round, or holds its data, cannot tell what one person did or who was first.",
    tuple(seen_through.TWINS),
    run,
)
