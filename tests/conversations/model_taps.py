"""What a tap on the open card does, and what a command does, written once more for the model."""

from collections.abc import Callable
from copy import deepcopy

from tests.conversations.model import KINDS, SURE, Model

SHOWN_BESIDE = ("examples", "features", "prompts", "levels", "about", "readers", "notice", "again")

ABOUT_COMPLAINT = (
    "complain",
    "saywho",
    "unnamed",
    "takebackcomplaint",
    "leavecomplaint",
    "surelytakeback",
    "complained",
)
"""What still does something once the round is closed."""


def tapped(model: Model, action: str) -> None:
    """Let the model take a button of the open card."""
    name, _, number = action.partition("-")
    if name not in SHOWN_BESIDE and (not model.is_closed or name in ABOUT_COMPLAINT):
        _losing_none(model, lambda: TAPS[name](model, number), says=name in ("use", "drop", "move"))


def _losing_none(model: Model, do: Callable[[], None], *, says: bool = False) -> None:
    """Do it, unless it loses words that wait to be used or left out: then their question comes again."""
    before = deepcopy(vars(model))
    do()
    if before["held"] and not model.held and not says:
        vars(model).update(before)
        model.resume()


def asked(model: Model, command: str) -> None:
    """Let the model take a command. In a closed round it only ends a complaint that is being written."""
    if model.is_closed and command not in ("/who", "/complain"):
        model.end_complaint()
    else:
        _losing_none(model, lambda: COMMANDS[command](model))


def _theme(model: Model, number: str) -> None:
    model.go("theme", list(model.asked)[int(number) - 1])


def _change(model: Model, number: str) -> None:
    model.pose(model.asked[model.theme][int(number) - 1])


def _add(model: Model, number: str) -> None:
    model.pose(model.asked[model.theme][int(number) - 1], is_adding=True)


def _entry(model: Model, number: str) -> None:
    model.changing, model.writing = model.entries(model.prompt)[int(number) - 1], "change"


def _keep(model: Model, _: str) -> None:
    if model.changing:
        model.pose(model.prompt)
    else:
        model.forward()


def _finish(model: Model, _: str) -> None:
    if model.still_open():
        model.pose(model.still_open()[0])
    else:
        model.finished[model.theme] = model.finished.get(model.theme, 0) + 1
        model.go("finished", model.theme)


def _tick(model: Model, number: str) -> None:
    kind = KINDS[int(number) - 1]
    model.picked = {kind} if kind == "none" else model.picked - {"none"} | {kind}


def _untick(model: Model, number: str) -> None:
    model.picked = model.picked - {KINDS[int(number) - 1]}


def _done(model: Model, _: str) -> None:
    if model.prompt == "evidence":
        model.choose(" ".join(kind for kind in KINDS if kind in model.picked) or "skipped")
    elif model.prompt in model.still_open():
        model.choose("skipped")
    else:
        model.forward()


def _remove(model: Model, _: str) -> None:
    del model.kept[model.entries(model.prompt)[-1]]
    model.pose(model.prompt)


def _back(model: Model, _: str) -> None:
    order = model.asked[model.theme]
    model.pose(order[order.index(model.prompt) - 1])


def _use(model: Model, _: str) -> None:
    held, model.held = model.held, []
    model.put([("", "\n".join(text for _, text in held))] if len(held) > 1 else held)


def _drop(model: Model, _: str) -> None:
    model.held = []


TAPS: dict[str, Callable[[Model, str], None]] = {
    "begin": lambda model, _: model.go("themes"),
    "themes": lambda model, _: model.go("themes"),
    "theme": _theme,
    "start": lambda model, _: model.forward(),
    "review": lambda model, _: model.go("review", model.theme),
    "change": _change,
    "add": _add,
    "entry": _entry,
    "pause": lambda model, _: model.set_aside("paused"),
    "resume": lambda model, _: model.resume(),
    "complain": lambda model, _: model.set_aside("complain"),
    "saywho": lambda model, _: model.set_aside("complaint_name"),
    "unnamed": lambda model, _: model.set_aside("complained"),
    "takebackcomplaint": lambda model, _: model.set_aside(SURE[model.screen]),
    "leavecomplaint": lambda model, _: model.set_aside(
        {asks: screen for screen, asks in SURE.items()}[model.screen]
    ),
    "surelytakeback": lambda model, _: model.end_complaint(),
    "complained": lambda model, _: model.end_complaint(),
    "finish": _finish,
    "skip": lambda model, _: model.choose("skipped"),
    "dk": lambda model, _: model.choose("dont_know"),
    "na": lambda model, _: model.choose("not_applicable"),
    "level": lambda model, number: model.choose(number),
    "tick": _tick,
    "untick": _untick,
    "done": _done,
    "keep": _keep,
    "remove": _remove,
    "back": _back,
    "use": _use,
    "drop": _drop,
    "move": lambda model, _: model.move(),
}


def _review_asked(model: Model) -> None:
    if model.theme:
        model.go("review", model.theme)
    else:
        model.go("themes")


COMMANDS: dict[str, Callable[[Model], None]] = {
    "/pause": lambda model: model.set_aside("paused"),
    "/resume": lambda model: model.go_on(),
    "/help": lambda model: model.end_complaint(),
    "/start": lambda model: model.resume(),
    "/review": _review_asked,
    "/themes": lambda model: model.go("themes"),
    "/theme 2": lambda model: model.go("theme", "supervision"),
    "/who": lambda _: None,
    "/complain": lambda model: model.set_aside("complain"),
}
"""What each command does. Any but the last two ends a complaint that is being written."""
