"""The form of a round as its page has it: fields, boxes, and what would be asked as it stands."""

from collections.abc import Callable
from typing import Any

from bot.acts.round_acts import NewRound
from bot.coordinator.commands.rounds.open_round_fields import usual_threshold
from bot.coordinator.commands.rounds.round_guide import fitted
from bot.coordinator.form_answers import NOT_GIVEN
from bot.coordinator.forms import Field
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.round_pages.filling import (
    CHOSEN,
    Boxes,
    Filled,
    no_prompt_left,
    prompt_code,
    value_of,
)
from content.model import Guide, Theme
from content.phrases import Phrases
from conversations.calendar.day_bounds import HERE
from conversations.cards.entrance import time_in_all
from conversations.cards.readers import before_one_writes
from conversations.groups.round_view import WhoSees
from web.desk.new_round_desk import (
    AskedSoFar,
    ChoiceOnPage,
    FieldOnPage,
    NewRoundPage,
    PostedFields,
    PromptOnPage,
    RoundSoFar,
    SetOnPage,
    ThemeOnPage,
)


def page_of_round(
    p: Phrases, filled: Filled, posted: PostedFields, *, says_wrong: bool
) -> Callable[[], NewRoundPage]:
    """The form as it stands. Making it takes a while, and needs nothing of the store any more.

    ``says_wrong``: what is wrong is said, and not only what the figures cannot be worked out for.
    """
    wrong = filled.wrong if says_wrong else {}
    fields = {each.name: _field(p, each, posted, wrong.get(each.name, "")) for each in filled.fields}
    boxes = filled.boxes

    def make() -> NewRoundPage:
        if boxes is None:
            return NewRoundPage(fields)
        return NewRoundPage(
            fields,
            "/".join(filled.answers.guide),
            tuple(
                SetOnPage(number, each.title, number in boxes.sets())
                for number, each in enumerate(boxes.guide.sets, 1)
            ),
            tuple(
                _theme(p, boxes, number, theme, says_wrong=says_wrong)
                for number, theme in enumerate(boxes.guide.themes, 1)
            ),
            so_far(p, filled),
            _told_by_each(p, boxes.guide),
        )

    return make


def _field(p: Phrases, field: Field[Any], posted: PostedFields, wrong: str) -> FieldOnPage:
    given = posted.get(field.name, HERE if field.name == "zone" else "")
    choices: tuple[ChoiceOnPage, ...] = ()
    if field.name in CHOSEN:
        choices = tuple(
            ChoiceOnPage(
                value_of(each),
                each.label,
                value_of(each) == given if given else _is_usual(field, each.value),
            )
            for each in field.choices
        )
    return FieldOnPage(field.name, field.title, field.question, _help(p, field), given, wrong, choices)


def _is_usual(field: Field[Any], value: object) -> bool:
    return field.default is not NOT_GIVEN and value == field.default


def _help(p: Phrases, field: Field[Any]) -> str:
    match field.name:
        case "opens":
            return p.say("For example 30 November. Leave it empty to open at once.")
        case "threshold":
            return p.say(
                "Left empty it is {usual}, and {least} in an anonymous round.",
                usual=usual_threshold(None),
                least=usual_threshold(WhoSees.ANONYMOUS),
            )
    return field.help


def _theme(p: Phrases, boxes: Boxes, number: int, theme: Theme, *, says_wrong: bool) -> ThemeOnPage:
    left_out, guide = boxes.left_out(number), boxes.guide
    prompts = tuple(
        PromptOnPage(
            place,
            prompt_code(number, place),
            prompt.numbered_ask,
            place not in left_out,
            p.with_commas(each.title for each in guide.sets_of(prompt)),
        )
        for place, prompt in enumerate(theme.prompts, 1)
    )
    is_empty = says_wrong and number in boxes.empty_themes()
    return ThemeOnPage(
        number,
        theme.numbered_title,
        number in boxes.themes(),
        prompts,
        boxes.posted.get(f"own-{number}", ""),
        no_prompt_left(p) if is_empty else "",
    )


def _told_by_each(p: Phrases, guide: Guide) -> tuple[tuple[str, str], ...]:
    """What people are told before they write, by who sees what, as the word for it and the sentences."""
    told = []
    for who in WhoSees:
        view = NewRound("", "", who_sees=who, threshold=usual_threshold(who)).view("")
        told.append((who.value, " ".join(before_one_writes(p, view, guide))))
    return tuple(told)


def so_far(p: Phrases, filled: Filled) -> RoundSoFar:
    """What would be asked, and how long that takes, by the guide as it would be for this round."""
    for name in ("sets", "themes", "prompts"):
        if name in filled.wrong:
            return RoundSoFar(sentence=filled.wrong[name])
    if filled.pack is None:
        return RoundSoFar()
    try:
        guide = fitted(p, filled.pack, filled.answers).guide
    except InvalidInput as fault:
        return RoundSoFar(sentence=str(fault))
    if not guide.sets:
        return RoundSoFar((_asked(p, guide, ""),))
    return RoundSoFar(tuple(_asked(p, guide.for_set(each.id), each.title) for each in guide.sets))


def _asked(p: Phrases, guide: Guide, who: str) -> AskedSoFar:
    prompts = sum(len(theme.prompts) for theme in guide.themes)
    return AskedSoFar(who, len(guide.themes), prompts, time_in_all(guide, p))
