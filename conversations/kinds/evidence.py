"""The closing prompt for how one knows: kinds of evidence, which are the same in every guide."""

from collections.abc import Collection
from typing import Final

from content.phrases import Phrases
from content.prompt_kinds import KindsOfEvidence
from conversations.actions import Action, ActionKind, choice
from conversations.kinds.on_card import Chosen, KindRows, OnCard
from conversations.reading.typed import numbers, plain
from conversations.state import EVIDENCE_KINDS, Reply


def evidence_name(phrases: Phrases, kind: str) -> str:
    """A kind of evidence in words."""
    names = {
        "figures": phrases.say("Figures"),
        "documents": phrases.say("Documents"),
        "people": phrases.say("Views of people who use services and carers"),
        "staff": phrases.say("Views of staff and partners"),
        "observation": phrases.say("Direct observation"),
        "none": phrases.say("No evidence yet"),
    }
    return names[kind]


def evidence_in_words(phrases: Phrases, kinds: Collection[str]) -> str:
    """Several kinds of evidence in words."""
    return phrases.with_semicolons(evidence_name(phrases, kind) for kind in EVIDENCE_KINDS if kind in kinds)


def _to_tick(phrases: Phrases, _: KindsOfEvidence, picked: tuple[str, ...]) -> KindRows:
    rows = []
    for number, kind in enumerate(EVIDENCE_KINDS, start=1):
        # The action says what the tap leads to, so that a double tap does not undo itself.
        action = Action(ActionKind.UNTICK if kind in picked else ActionKind.TICK, number)
        label = f"{number}. {evidence_name(phrases, kind)}"
        rows.append((choice(label, action, str(number), is_chosen=kind in picked),))
    return tuple(rows)


def _kinds_in(phrases: Phrases, _: KindsOfEvidence, text: str) -> Chosen | None:
    """The kinds of evidence that a text names: by their numbers, or one by its name."""
    chosen = numbers(text)
    if chosen and all(1 <= number <= len(EVIDENCE_KINDS) for number in chosen):
        return Chosen(choices=tuple(dict.fromkeys(EVIDENCE_KINDS[number - 1] for number in chosen)))
    wanted = plain(text)
    named = tuple(kind for kind in EVIDENCE_KINDS if plain(evidence_name(phrases, kind)) == wanted)
    return Chosen(choices=named) if named else None


def _picked(_: KindsOfEvidence, number: int) -> Chosen | None:
    return Chosen(choices=(EVIDENCE_KINDS[number - 1],)) if 1 <= number <= len(EVIDENCE_KINDS) else None


def _said(phrases: Phrases, _: KindsOfEvidence, reply: Reply) -> str:
    return evidence_in_words(phrases, reply.choices)


KINDS_OF_EVIDENCE: Final = OnCard[KindsOfEvidence](
    is_ticked=True,
    buttons=_to_tick,
    helps=lambda p, _: p.say(
        "Tap each one, or type the numbers, such as 1 3. Then tap or type Done. No files are taken here."
    ),
    field_label=lambda p, _: p.say("Tap what applies, or write the numbers"),
    reads=_kinds_in,
    picks=_picked,
    in_words=_said,
    ids=lambda _: EVIDENCE_KINDS,
    alone=EVIDENCE_KINDS[-1],
)
