"""``/round``: opening a round, after everything that will hold in it has been shown."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.days import HERE, LONGEST, beginning_of, day_written, end_of
from bot.office.access import Command
from bot.office.asking import Ask, Choice, Form, Given, Unreadable, done, named_parts, parts_shown
from bot.office.visit import Visit, button
from bot.tryout import frozen, new_round_id
from content.library import Pack
from content.model import Guide
from content.phrases import long_date
from content.tailoring import CannotTailor, OwnPrompt, tailored
from conversations.clean import clean_text
from conversations.outgoing import Line, Style
from conversations.state import RoundView, WhoSees
from conversations.typed import numbers, plain
from storage import rounds
from storage.rounds import FrozenGuide

LONGEST_NAME = 120
LONGEST_PURPOSE = 400
SMALLEST_THRESHOLD = 3
LARGEST_THRESHOLD = 50

ALL = "all"
NOW = "now"
NEVER = "never"
NONE = "none"

_PROMPT_CODE = re.compile(r"T(\d{1,2})\.P(\d{1,2})", re.IGNORECASE)
_OWN_PROMPT = re.compile(r"T(\d{1,2})\s*:\s*(\S.*)", re.IGNORECASE | re.DOTALL)


class OpenRound(Form):
    """Opens a round."""

    command = Command.ROUND

    def asks(self, visit: Visit, given: Mapping[str, str]) -> Sequence[Ask]:
        """The parts of a round, each asked for once what it depends on is known."""
        pack = _pack(visit, given)
        asks = [*_whose(visit), _guide(visit), _title(visit), _purpose(visit), _name(visit, given)]
        asks += _parts_of_guide(visit, pack.guide) if pack else []
        return [*asks, *_days(visit), *_who_sees(visit)]

    def line(self, visit: Visit, text: str) -> Given:
        """Parts by name, or nothing but the title."""
        if ":" not in text:
            return {"title": _one_line(visit, text)}
        return named_parts(self, visit, text)

    def preview(self, visit: Visit, given: Mapping[str, str]) -> tuple[Sequence[Line], str]:
        """All that will hold in the round."""
        p = visit.phrases
        _days_of(visit, given)
        guide = _tailored_guide(visit, given)
        view = _view(given, "")
        lines = [
            Line(p.say("Open this round?"), Style.TITLE),
            *parts_shown(visit, self, given),
            Line(_told(visit, view), Style.HELP),
            Line(
                p.say(
                    "The guide stays as it is now for this round: {prompts}. Once somebody has joined, "
                    "only its last day can be changed.",
                    prompts=p.count("{n} prompt", "{n} prompts", _prompts_in(guide)),
                ),
                Style.HELP,
            ),
        ]
        return lines, p.say("Open the round")

    def act(self, visit: Visit, given: Mapping[str, str]) -> None:
        """Open it."""
        p, tx = visit.phrases, visit.tx
        guide = _tailored_guide(visit, given)
        view = _view(given, new_round_id())
        organisation_id = _organisation(visit, given)
        rounds.keep_guide(tx, guide)
        rounds.open_round(tx, view, guide.sha256, visit.now, organisation_id=organisation_id)
        visit.round_id = view.id
        visit.note(organisation_id, "round.open", view.id)
        done(
            visit,
            [
                Line(p.say("“{title}” is open.", title=view.title)),
                Line(p.say("Next, invite people to it."), Style.HELP),
            ],
            button(p.say("Invite people"), "do-invite", "/invite"),
            undo=view.id,
            form=self,
        )

    def undo(self, visit: Visit, what: str) -> None:
        """Take the round back while nobody has joined it."""
        p = visit.phrases
        listed = next((each for each in visit.rounds_for(self.command) if each.view.id == what), None)
        if listed is None or not rounds.remove_round(visit.tx, what):
            visit.remark(p.say("Somebody has joined already, so it stays. /close ends it."))
            return
        visit.round_id = None
        visit.note(listed.organisation_id, "round.undo", what)
        done(visit, [Line(p.say("Undone. There is no such round any more."))])


# --- what is asked ------------------------------------------------------------------------------------


def _whose(visit: Visit) -> list[Ask]:
    organisations = visit.organisations(Command.ROUND)
    if len(organisations) == 1:
        return []
    p = visit.phrases
    choices = tuple(Choice(each.name or p.say("Try-out"), each.id) for each in organisations)
    return [_choose("for", p.say("For"), p.say("Which organisation is the round for?"), choices, visit)]


def _guide(visit: Visit) -> Ask:
    p = visit.phrases
    packs = visit.surroundings.library()
    choices = tuple(
        Choice(f"{pack.guide.title} ({pack.guide.language})", "/".join(key))
        for key, pack in sorted(packs.items())
    )
    return _choose("guide", p.say("Guide"), p.say("Which guide shall people go through?"), choices, visit)


def _title(visit: Visit) -> Ask:
    p = visit.phrases
    return Ask(
        "title",
        p.say("Title"),
        p.say("What is the round called?"),
        lambda text: _one_line(visit, text),
        help=p.say("People see it first. For example: Adult services, autumn 2026."),
    )


def _purpose(visit: Visit) -> Ask:
    p = visit.phrases
    return Ask(
        "purpose",
        p.say("Purpose"),
        p.say("What is it for, in a sentence or two?"),
        lambda text: "" if plain(text) in ("skip", NONE) else _limited(visit, text, LONGEST_PURPOSE),
        help=p.say("People read it before they begin."),
        choices=(Choice(p.say("Skip"), ""),),
        shown=lambda value: value or p.say("not given"),
    )


def _name(visit: Visit, given: Mapping[str, str]) -> Ask:
    p = visit.phrases
    known = next((each.name for each in visit.organisations(Command.ROUND)), "")
    chosen = next(
        (each.name for each in visit.organisations(Command.ROUND) if each.id == given.get("for")), known
    )
    return Ask(
        "asker",
        p.say("Who asks"),
        p.say("What does the organisation call itself?"),
        lambda text: _one_line(visit, text),
        default=chosen if chosen != p.say("Try-out") else "",
        shown=lambda value: value or p.say("not given"),
    )


def _parts_of_guide(visit: Visit, guide: Guide) -> list[Ask]:
    p = visit.phrases
    named = "\n".join(f"{number}. {theme.title}" for number, theme in enumerate(guide.themes, 1))
    return [
        Ask(
            "themes",
            p.say("Themes"),
            p.say("Which themes?"),
            lambda text: _themes(visit, guide, text),
            help=p.say("Type their numbers, such as 1 3. The themes are:\n{themes}", themes=named),
            choices=(Choice(p.say("All themes"), ALL),),
            shown=lambda value: p.say("all") if value == ALL else value,
        ),
        Ask(
            "prompts",
            p.say("Changes to prompts"),
            p.say("Which prompts are left out or added?"),
            lambda text: _prompt_changes(visit, guide, text),
            help=p.say(
                "One a line: T1.P3 leaves out prompt 3 of theme 1, and “T1: How do we …?” adds one to it."
            ),
            choices=(Choice(p.say("No changes"), NONE),),
            default=NONE,
            shown=lambda value: p.say("none") if value == NONE else value,
        ),
    ]


def _days(visit: Visit) -> list[Ask]:
    p = visit.phrases

    def shown(value: str) -> str:
        return long_date(date.fromisoformat(value), p.language)

    return [
        Ask(
            "opens",
            p.say("Opens"),
            p.say("From which day on can people take part?"),
            lambda text: NOW if plain(text) == NOW else _day(visit, text),
            choices=(Choice(p.say("At once"), NOW),),
            default=NOW,
            shown=lambda value: p.say("at once") if value == NOW else shown(value),
        ),
        Ask(
            "closes",
            p.say("Closes"),
            p.say("Which is the last day?"),
            lambda text: NEVER if plain(text) in (NEVER, NONE) else _day(visit, text),
            help=p.say("For example 30 November. You can change it later."),
            choices=(Choice(p.say("No last day"), NEVER),),
            shown=lambda value: p.say("no last day") if value == NEVER else shown(value),
        ),
        Ask(
            "zone",
            p.say("Time zone"),
            p.say("In which time zone are the people?"),
            lambda text: _zone(visit, text),
            help=p.say("For example Europe/London."),
            choices=(Choice(HERE, HERE),),
            default=HERE,
        ),
    ]


def _who_sees(visit: Visit) -> list[Ask]:
    p = visit.phrases
    names = {
        WhoSees.NAMED: p.say("Named: you can read who wrote what"),
        WhoSees.CONFIDENTIAL: p.say("Confidential: you see who has finished, never who wrote what"),
        WhoSees.ANONYMOUS: p.say("Anonymous: you see neither"),
    }
    choices = tuple(Choice(label, who.value) for who, label in names.items())
    return [
        _choose("sees", p.say("Who sees what"), p.say("Who sees what?"), choices, visit),
        Ask(
            "threshold",
            p.say("Smallest group shown"),
            p.say("How many people must a group have before a report tells anything of it?"),
            lambda text: _threshold(visit, text),
            help=p.say("Five is usual. Never fewer than {least}.", least=SMALLEST_THRESHOLD),
            default="5",
        ),
    ]


def _choose(name: str, title: str, question: str, choices: tuple[Choice, ...], visit: Visit) -> Ask:
    labels = {choice.value: choice.label for choice in choices}

    def read(text: str) -> str:
        wanted = plain(text)
        for choice in choices:
            if wanted in (plain(choice.value), plain(choice.label), plain(choice.label.partition(":")[0])):
                return choice.value
            if wanted and choice.value.startswith(f"{wanted}/"):
                return choice.value
        raise Unreadable(visit.phrases.say("Please choose one of these."))

    return Ask(name, title, question, read, choices=choices, shown=lambda value: labels.get(value, value))


# --- reading what is given ---------------------------------------------------------------------------


def _one_line(visit: Visit, text: str) -> str:
    cleaned = " ".join(clean_text(text).text.split())
    if not cleaned:
        raise Unreadable(visit.phrases.say("Please write it in words."))
    return _limited(visit, cleaned, LONGEST_NAME)


def _limited(visit: Visit, text: str, longest: int) -> str:
    cleaned = clean_text(text).text
    if len(cleaned) > longest:
        raise Unreadable(
            visit.phrases.say("That has {n} characters. At most {most} fit.", n=len(cleaned), most=longest)
        )
    return cleaned


def _day(visit: Visit, text: str) -> str:
    p, today = visit.phrases, visit.now.date()
    day = day_written(text, today)
    if day is None:
        raise Unreadable(p.say("I could not read that day. Write it like 30 November 2026."))
    if day < today:
        raise Unreadable(p.say("{day} has passed.", day=long_date(day, p.language)))
    if day > today + LONGEST:
        raise Unreadable(p.say("{day} is too far away.", day=long_date(day, p.language)))
    return day.isoformat()


def _zone(visit: Visit, text: str) -> str:
    try:
        return ZoneInfo(text.strip()).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Unreadable(
            visit.phrases.say("I do not know that time zone. Write it like Europe/London.")
        ) from None


def _threshold(visit: Visit, text: str) -> str:
    asked = text.strip()
    if not asked.isdecimal() or not SMALLEST_THRESHOLD <= int(asked) <= LARGEST_THRESHOLD:
        raise Unreadable(
            visit.phrases.say(
                "Please give a number from {least} to {most}.",
                least=SMALLEST_THRESHOLD,
                most=LARGEST_THRESHOLD,
            )
        )
    return str(int(asked))


def _themes(visit: Visit, guide: Guide, text: str) -> str:
    if plain(text) in (ALL, plain(visit.phrases.say("All themes"))):
        return ALL
    chosen = sorted(set(numbers(text)))
    if not chosen or chosen[-1] > len(guide.themes) or chosen[0] < 1:
        raise Unreadable(
            visit.phrases.say("Please type numbers from 1 to {most}, such as 1 3.", most=len(guide.themes))
        )
    return ALL if len(chosen) == len(guide.themes) else " ".join(map(str, chosen))


def _prompt_changes(visit: Visit, guide: Guide, text: str) -> str:
    if plain(text) in (NONE, plain(visit.phrases.say("No changes"))):
        return NONE
    lines = [line.strip() for line in clean_text(text).text.splitlines() if line.strip()]
    for line in lines:
        _change(visit, guide, line)
    return "\n".join(lines)


def _change(visit: Visit, guide: Guide, line: str) -> tuple[str, str] | OwnPrompt:
    """The prompt that a line leaves out, or the one that it adds. Raises ``Unreadable``."""
    if found := _PROMPT_CODE.fullmatch(line):
        theme, prompt = int(found[1]), int(found[2])
        is_there = 1 <= theme <= len(guide.themes) and 1 <= prompt <= len(guide.themes[theme - 1].prompts)
        if is_there:
            return guide.themes[theme - 1].id, guide.themes[theme - 1].prompts[prompt - 1].id
    elif (found := _OWN_PROMPT.fullmatch(line)) and 1 <= int(found[1]) <= len(guide.themes):
        return OwnPrompt(guide.themes[int(found[1]) - 1].id, found[2])
    raise Unreadable(
        visit.phrases.say("I could not read “{line}”. Write T1.P3, or “T1: How do we …?”.", line=line[:80])
    )


# --- what comes of it --------------------------------------------------------------------------------


def _pack(visit: Visit, given: Mapping[str, str]) -> Pack | None:
    guide_id, _, language = given.get("guide", "").partition("/")
    return visit.surroundings.library().get((guide_id, language))


def _organisation(visit: Visit, given: Mapping[str, str]) -> str:
    mine = [each.id for each in visit.organisations(Command.ROUND)]
    wanted = given.get("for", mine[0] if mine else "")
    if wanted not in mine:
        raise Unreadable(visit.phrases.say("That is not for you to do."))
    return wanted


def _tailored_guide(visit: Visit, given: Mapping[str, str]) -> FrozenGuide:
    pack = _pack(visit, given)
    if pack is None:
        raise Unreadable(visit.phrases.say("That guide is not here any more."))
    kept = frozen(pack)
    if given["themes"] == ALL and given["prompts"] == NONE:
        return kept
    guide = pack.guide
    chosen = numbers(given["themes"])
    changes = [] if given["prompts"] == NONE else given["prompts"].splitlines()
    made = [_change(visit, guide, line) for line in changes]
    try:
        source = tailored(
            pack.source,
            without_themes=[
                theme.id
                for number, theme in enumerate(guide.themes, 1)
                if given["themes"] != ALL and number not in chosen
            ],
            without_prompts=[each for each in made if isinstance(each, tuple)],
            own=[each for each in made if isinstance(each, OwnPrompt)],
            help_text=visit.phrases.say("In your own words. A sentence or two is enough."),
        )
    except CannotTailor:
        raise Unreadable(
            visit.phrases.say("Each theme needs at least one prompt, and each prompt at most 300 characters.")
        ) from None
    version = f"{guide.version}"
    digest = sha256(source.encode()).hexdigest()
    return FrozenGuide(digest, guide.id, version, guide.language, source)


def _prompts_in(guide: FrozenGuide) -> int:
    from content.pack import parse_guide

    parsed, _ = parse_guide(guide.source, guide.guide_id)
    return sum(len(theme.prompts) for theme in parsed.themes) if parsed else 0


def _days_of(visit: Visit, given: Mapping[str, str]) -> None:
    """See that the days are in order. Raises ``Unreadable``."""
    opens, closes = given["opens"], given["closes"]
    if opens != NOW and closes != NEVER and date.fromisoformat(closes) < date.fromisoformat(opens):
        raise Unreadable(visit.phrases.say("The last day would be before the first. Begin again: /round"))


def _view(given: Mapping[str, str], round_id: str) -> RoundView:
    zone = given["zone"]
    closes_on = None if given["closes"] == NEVER else date.fromisoformat(given["closes"])
    opens_on = None if given["opens"] == NOW else date.fromisoformat(given["opens"])
    return RoundView(
        id=round_id,
        title=given["title"],
        organisation=given["asker"],
        is_tryout=False,
        closes_on=closes_on,
        closes_at=end_of(closes_on, zone) if closes_on else None,
        closed_at=None,
        purpose=given["purpose"],
        opens_at=beginning_of(opens_on, zone) if opens_on else None,
        time_zone=zone,
        who_sees=WhoSees(given["sees"]),
        threshold=int(given["threshold"]),
    )


def _told(visit: Visit, view: RoundView) -> str:
    from conversations.cards.entrance import who_reads

    return visit.phrases.say("People are told: “{told}”", told=who_reads(visit.phrases, view))
