"""The form of a round as its page has it: fields, boxes, and what would be asked as it stands."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from bot.acts.round_acts import NewRound
from bot.coordinator.commands.rounds.open_round_fields import usual_threshold
from bot.coordinator.commands.rounds.open_round_parsing import (
    LARGEST_THRESHOLD,
    LONGEST_OWN_PROMPT,
    LONGEST_PURPOSE,
    smallest_threshold,
)
from bot.coordinator.commands.rounds.round_guide import fitted
from bot.coordinator.form_answers import NOT_GIVEN
from bot.coordinator.forms import LONGEST_NAME, Field
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.round_pages.filling import (
    BOXES,
    CHOSEN,
    ON_FIRST_PAGE,
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
from conversations.reading.notice import LONGEST_NOTICE
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


def page_of_round(p: Phrases, filled: Filled, *, says_wrong: bool) -> Callable[[], NewRoundPage]:
    """The form as it stands. Making it takes a while, and needs nothing of the store any more.

    ``says_wrong``: what is wrong is said, and not only what the figures cannot be worked out for, and that a
    guide is gone.
    """
    boxes, posted = filled.boxes, filled.posted
    said = filled.wrong if says_wrong and boxes is not None and BOXES in posted else {}
    if boxes is None and (says_wrong or filled.is_guide_gone):
        said = {name: filled.wrong[name] for name in ON_FIRST_PAGE if name in filled.wrong}
    fields = {each.name: _field(p, each, posted, said.get(each.name, "")) for each in filled.fields}

    def make() -> NewRoundPage:
        if boxes is None:
            return NewRoundPage(fields, so_far=so_far(p, filled))
        return NewRoundPage(
            fields,
            boxes.pack.sha256,
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
            _that_boxes_are_new(p, boxes) if boxes.are_others else "",
            boxes.written_before(),
            LONGEST_OWN_PROMPT,
        )

    return make


def _that_boxes_are_new(p: Phrases, boxes: Boxes) -> str:
    return p.say(
        "Below are the themes and prompts of “{guide}” as it is now, all of them ticked. Please look through "
        "them.",
        guide=boxes.guide.title,
    )


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
    # A question that only has the title's words is no help to anybody.
    question = "" if field.question == f"{field.title}?" else field.question
    hint = " ".join(each for each in (question, _help(p, field), _limit(p, field)) if each)
    return FieldOnPage(field.name, field.title, hint, given, wrong, choices)


def _is_usual(field: Field[Any], value: object) -> bool:
    return field.default is not NOT_GIVEN and value == field.default


def _help(p: Phrases, field: Field[Any]) -> str:
    match field.name:
        case "opens":
            return p.say("For example 30 November. Leave it empty to open at once.")
        case "contact":
            return p.say(
                "For example: Jo Bloggs, service manager, 01234 567890. Leave it empty to leave it to your "
                "organisation."
            )
        case "notice":
            return p.say(
                "People can open it before they begin and at any time. Leave it empty to use that of your "
                "organisation."
            )
        case "threshold":
            return p.say(
                "A number from {least} to {most}, and from {least_anonymous} in an anonymous round. Left "
                "empty it is {usual}, and {usual_anonymous} in an anonymous round.",
                least=smallest_threshold(None),
                least_anonymous=smallest_threshold(WhoSees.ANONYMOUS),
                most=LARGEST_THRESHOLD,
                usual=usual_threshold(None),
                usual_anonymous=usual_threshold(WhoSees.ANONYMOUS),
            )
    return field.help


_LONGEST: Final = {
    "title": LONGEST_NAME,
    "purpose": LONGEST_PURPOSE,
    "contact": LONGEST_NAME,
    "notice": LONGEST_NOTICE,
}
"""The most characters of what is written in words."""


def _limit(p: Phrases, field: Field[Any]) -> str:
    longest = _LONGEST.get(field.name)
    return p.say("At most {most} characters.", most=f"{longest:,}") if longest else ""


def _theme(p: Phrases, boxes: Boxes, number: int, theme: Theme, *, says_wrong: bool) -> ThemeOnPage:
    left_out, guide = boxes.left_out(number), boxes.guide
    prompts = tuple(
        PromptOnPage(
            place,
            prompt_code(number, place),
            prompt.numbered_ask,
            place not in left_out,
            p.with_semicolons(each.title for each in guide.sets_of(prompt)),
        )
        for place, prompt in enumerate(theme.prompts, 1)
    )
    is_empty = says_wrong and number in boxes.empty_themes()
    return ThemeOnPage(
        number,
        guide.behind_place(theme),
        number in boxes.themes(),
        prompts,
        boxes.own_text(number),
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
    for name in ("guide", "sets", "themes", "prompts"):
        if name in filled.wrong:
            return RoundSoFar(sentence=filled.wrong[name])
    boxes = filled.boxes
    if boxes is None:
        return RoundSoFar()
    try:
        guide = fitted(p, boxes.pack, filled.answers).guide
    except InvalidInput as fault:
        return RoundSoFar(sentence=str(fault))
    whole_of = boxes.guide.title if boxes.are_others else ""
    people = {each.title: guide.for_set(each.id) for each in guide.sets} or {"": guide}
    asked = tuple(_asked(p, each, who) for who, each in people.items())
    return RoundSoFar(asked, whole_of=whole_of, in_short=_in_short(p, guide, list(people.values())))


def _asked(p: Phrases, guide: Guide, who: str) -> AskedSoFar:
    return AskedSoFar(who, len(guide.themes), _prompts(guide), time_in_all(p, guide))


def _prompts(guide: Guide) -> int:
    return sum(len(theme.prompts) for theme in guide.themes)


def _in_short(p: Phrases, whole: Guide, guides: Sequence[Guide]) -> str:
    """What is asked of anybody, from the least to the most where it depends on who they are."""
    least, most = min(map(_prompts, guides)), max(map(_prompts, guides))
    prompts = p.count("{n} prompt", "{n} prompts", most)
    if least < most:
        prompts = p.count("{least} to {n} prompt", "{least} to {n} prompts", most, least=least)
    themes = p.count("{n} theme", "{n} themes", len(guides[0].themes))
    return p.with_commas([themes, prompts, time_in_all(p, whole)])
