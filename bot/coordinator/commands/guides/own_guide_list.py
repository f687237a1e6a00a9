"""``/guide``: the guides that somebody's organisations brought in, and what can be done with each.

They are counted in the order in which they came in. What changes one names it, and asks first.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.acts.guides.guide_acts import ask_for_evidence, checked_guide, lines_to_publish
from bot.acts.permissions import Command
from bot.acts.refusal import RefusalReason, refused
from bot.coordinator import asking
from bot.coordinator.actions import Begin
from bot.coordinator.commands.guides.change_guide import ADD, DELETE, PUBLISH, ChangeGuide
from bot.coordinator.commands.guides.typed_forms import VERBS, LinesMeant, lines_meant, version_meant
from bot.coordinator.commands.guides.typed_lines import (
    LINES,
    MOVE,
    WRITE,
    move_typed,
    show_lines,
    write_typed,
)
from bot.coordinator.commands.guides.versions import (
    CHANGES,
    VERSION,
    changed_in_short,
    choose_version,
    version_choices,
)
from bot.coordinator.refusals import NOT_DONE, InvalidInput, why_not
from bot.coordinator.request import Request, button, rows
from bot.coordinator.role_names import organisation_shown
from bot.messages.guides.guide_on_page import (
    ends_left_out,
    not_understood_in,
    phrases_of_guide,
    state_shown,
    states_shown,
    title_shown,
)
from bot.messages.guides.guide_versions import (
    ChangesTold,
    changes_told,
    different_from,
    told_apart,
    version_before,
)
from bot.messages.sign_in_link import own_link
from content.drafts.guide_lines import ASKED_USES, GuideLine, LineUse
from content.own_guides.draft_checks import LineFinding
from content.own_guides.draft_words import doubt_in_words, finding_in_words, place_in_words
from content.own_guides.filled_in import filled_in_words, lines_filled_in
from content.own_guides.own_evidence import (
    asked_once_in_words,
    asked_twice_in_words,
    themes_asked_twice,
    themes_without_ours,
)
from content.phrases import Phrases
from content.whole_numbers import whole_number
from conversations.cards.browsers import no_way_into_the_browser
from conversations.cards.view import shortened
from conversations.outgoing import Button, Card, Line, Rank, Style
from conversations.reading.typed import plain
from storage.guides.draft_lines import draft_lines
from storage.guides.own_guides import ID_LENGTH, OwnGuide, is_own_guide_id, own_guides

MOST_SHOWN = 8
"""So many things to look at, or lines that were not understood, are on a card; the page has all."""

_TRY, _PAGE, _LEFT, _EVIDENCE = "try", "page", "left", "evidence"
_ON, _OFF = "on", "off"
_DONE_WITH = (ADD, PUBLISH, DELETE)
_BEHIND_VERB = re.compile(r"^([a-z]+)-")


def show_guides(request: Request, text: str) -> None:
    """All guides, or what is typed behind the command: a number, and what to do with it."""
    verb, _, rest = _BEHIND_VERB.sub(r"\1 ", plain(text)).partition(" ")
    verb = VERBS.get(verb, verb)
    if verb != LINES:
        rest = rest.replace("-", " ")
    try:
        if verb in (MOVE, WRITE):
            _on_lines(request, verb, rest, text)
        elif verb in _DONE_WITH:
            named = f"{verb} {_named(request, rest).id}" if verb != ADD else verb
            asking.begin(request, ChangeGuide(), named)
        elif verb in _ON_TYPED:
            _ON_TYPED[verb](request, rest)
        elif verb:
            _show_one(request, _named(request, verb))
        else:
            _list(request)
    except NOT_DONE as fault:
        request.notify(why_not(request.phrases, fault))


def _show_lines(request: Request, typed: str) -> None:
    """Show the themes of a guide, the prompts of one, or those of several."""
    if is_own_guide_id(typed[:ID_LENGTH]):
        meant = LinesMeant(typed[:ID_LENGTH], typed[ID_LENGTH:].strip(" -"))
    else:
        meant = lines_meant(typed, len(_guides(request)))
    guide = _named(request, meant.guide)
    show_lines(request, guide, _place_in_list(request, guide), meant.theme, meant.to)


def _on_lines(request: Request, verb: str, rest: str, text: str) -> None:
    """Move or write a line; what is written is taken as it was typed."""
    named, _, behind = rest.partition(" ")
    guide = _named(request, named)
    place = _place_in_list(request, guide)
    if verb == MOVE:
        move_typed(request, guide, place, behind)
    else:
        write_typed(request, guide, place, "".join(text.split(maxsplit=2)[2:]))


def _guides(request: Request) -> list[OwnGuide]:
    return own_guides(request.tx, [each.id for each in request.organisations(Command.GUIDE)])


def _named(request: Request, typed: str) -> OwnGuide:
    """The guide with this place in the list, or with this id. Raises ``ActRefused``."""
    found = _guides(request)
    number = whole_number(typed, least=1, most=len(found))
    if number is not None:
        return found[number - 1]
    by_id = [each for each in found if each.id == typed]
    if not by_id:
        raise refused(RefusalReason.NO_SUCH_GUIDE)
    return by_id[0]


def _place_in_list(request: Request, guide: OwnGuide) -> int:
    return [each.id for each in _guides(request)].index(guide.id) + 1


def _list(request: Request) -> None:
    p, found = request.phrases, _guides(request)
    lines = [Line(p.say("Guides of your own"), Style.TITLE)]
    if not found:
        lines.append(
            Line(
                p.say(
                    "There is none yet. Send a Word document or an Excel workbook, and it becomes the draft "
                    "of a guide that you look through, try and publish."
                )
            )
        )
    several = len(request.organisations(Command.GUIDE)) > 1
    told = told_apart(request.tx, p, found, request.role_holder.person_id, request.now)
    for number, (each, state) in enumerate(zip(found, states_shown(p, found, told), strict=True), 1):
        lines.append(Line(f"{number}. {title_shown(p, each)}", Style.ITEM))
        whose = f" {_whose(request, each)}." if several else ""
        lines.append(Line(f"{state}{whose}", Style.HELP))
    if found:
        lines.append(
            Line(p.say("To look at one, tap or type its number behind /guide: /guide 1"), Style.HELP)
        )
    lines += _page_line(request, "/guide")
    buttons = [
        button(
            f"{number}. {title_shown(p, each)}"[:60], Begin(Command.GUIDE, each.id), str(number), Rank.ANSWER
        )
        for number, each in enumerate(found, 1)
    ]
    bring = button(p.say("Bring in a document"), Begin(Command.GUIDE, ADD), "/guide add", Rank.MAIN)
    request.open(Card(tuple(lines), rows([*buttons, bring])))


def _whose(request: Request, guide: OwnGuide) -> str:
    mine = {each.id: each for each in request.organisations(Command.GUIDE)}
    return organisation_shown(request.phrases, mine[guide.organisation_id])


def _page_line(request: Request, path: str) -> list[Line]:
    return [Line(path, Style.PAGE)] if request.has_pages else []


def _show_one(request: Request, guide: OwnGuide) -> None:
    p, n = request.phrases, _place_in_list(request, guide)
    lines = draft_lines(request.tx, guide.id)
    checked = checked_guide(guide, lines)
    asked, choices = version_choices(request, guide, _guides(request))
    said = [Line(title_shown(p, guide), Style.TITLE), Line(state_shown(p, guide))]
    said += [Line(_counted(p, lines)), *asked]
    told = _changes(request, guide) if not guide.version or guide.is_changed_since else None
    said += changed_in_short(p, told, n)
    if not guide.version and (filled := lines_filled_in(lines)):
        said.append(Line(filled_in_words(p, filled)))
    said += _to_look_at(p, lines, checked.findings)
    twice, once = themes_asked_twice(phrases_of_guide(guide), lines), themes_without_ours(lines)
    if twice:
        said.append(Line(asked_twice_in_words(p, len(twice))))
    if once:
        said.append(Line(asked_once_in_words(p, len(once))))
    said += _page_line(request, f"/guide/{guide.id}")
    buttons = _what_next(guide, n, request, can_be_used=checked.pack is not None, is_changed=told is not None)
    buttons += choices
    if twice:
        leave = p.say("Leave out the question of Closer Look")
        buttons.append(_switch(leave, _OFF, guide, n))
    if once:
        ask = p.say("Ask the question of Closer Look as well")
        buttons.append(_switch(ask, _ON, guide, n))
    if not_understood_in(lines) or ends_left_out(p, lines):
        buttons.append(_go(p.say("What was left out"), _LEFT, guide, n))
    buttons.append(_go(p.say("Delete it"), DELETE, guide, n, Rank.DANGER))
    buttons.append(button(p.say("All guides"), Begin(Command.GUIDE), "/guide", Rank.ASIDE))
    request.open(Card(tuple(said), rows(buttons)))


def _what_next(
    guide: OwnGuide, n: int, request: Request, *, can_be_used: bool, is_changed: bool
) -> list[Button]:
    """What leads on with a guide: trying, publishing and correcting it."""
    p, buttons = request.phrases, list[Button]()
    if can_be_used:
        buttons.append(_go(p.say("Try it"), _TRY, guide, n, Rank.MAIN))
        if not guide.version or guide.is_changed_since:
            buttons.append(_go(p.say("Publish it"), PUBLISH, guide, n))
    if is_changed:
        buttons.append(_go(p.say("All that is different"), CHANGES, guide, n))
    buttons.append(_go(p.say("Its themes and prompts"), LINES, guide, n))
    if not request.has_pages:
        buttons.append(_go(p.say("Correct it in the browser"), _PAGE, guide, n))
    return buttons


def _switch(label: str, way: str, guide: OwnGuide, number: int) -> Button:
    begin = Begin(Command.GUIDE, f"{_EVIDENCE}-{guide.id}-{way}")
    return button(label, begin, f"/guide {_EVIDENCE} {number} {way}")


def _ask_for_evidence(request: Request, typed: str) -> None:
    """Leave our question about evidence out, or ask it again; the guide as it is then."""
    p = request.phrases
    named, _, way = typed.partition(" ")
    guide = _named(request, named)
    if way not in (_ON, _OFF):
        n = _place_in_list(request, guide)
        raise InvalidInput(p.say("Type on or off behind it: /guide evidence {n} off", n=n))
    request.did(ask_for_evidence(request.acting, guide.id, ours=way == _ON))
    _show_one(request, _named(request, guide.id))


def _choose_version(request: Request, typed: str) -> None:
    """Make a draft the next version of a guide, or a guide of its own; the draft as it is then."""
    meant = version_meant(typed)
    guide = _named(request, meant.guide)
    before = _named(request, meant.of) if meant.of else None
    choose_version(request, guide, _guides(request), before, is_own=meant.is_own)
    _show_one(request, _named(request, guide.id))


def _go(label: str, verb: str, guide: OwnGuide, number: int, rank: Rank | None = None) -> Button:
    return button(label, Begin(Command.GUIDE, f"{verb}-{guide.id}"), f"/guide {verb} {number}", rank)


def _counted(p: Phrases, lines: Sequence[GuideLine]) -> str:
    used = [each.used_as for each in lines]
    asked = sum(each in ASKED_USES for each in used)
    return p.say(
        "It has {themes} and {prompts}.",
        themes=p.count("{n} theme", "{n} themes", used.count(LineUse.THEME)),
        prompts=p.count("{n} prompt", "{n} prompts", asked),
    )


def _to_look_at(p: Phrases, lines: Sequence[GuideLine], findings: Sequence[LineFinding]) -> list[Line]:
    """What has to be corrected, then what should be looked at, each with its place."""
    there = {each.number: each for each in lines}
    found = [(there.get(each.line or 0), each) for each in findings]
    wrong = [_at(p, line, finding_in_words(p, each, line)) for line, each in found]
    doubts = [_at(p, each, doubt_in_words(p, each.doubt)) for each in lines if each.doubt]
    said: list[Line] = []
    for title, shown in (
        (p.say("To be corrected before it can be used"), wrong),
        (p.say("To look at"), doubts),
    ):
        said += _some(p, title, shown)
    return said


def _some(p: Phrases, title: str, shown: Sequence[str]) -> list[Line]:
    if not shown:
        return []
    more = len(shown) - MOST_SHOWN
    rest = [p.count("and {n} more, on the page", "and {n} more, on the page", more)] if more > 0 else []
    return [Line(title, Style.ASK), *(Line(each, Style.ITEM) for each in (*shown[:MOST_SHOWN], *rest))]


def _at(p: Phrases, line: GuideLine | None, said: str) -> str:
    """What is said of a line, with where it stands and how it begins."""
    if line is None:
        return said
    place, words = place_in_words(p, line.place), shortened(line.text)
    named = ": ".join(filter(None, (place, f"“{words}”" if words else "")))
    return f"{named}. {said}" if named else said


def _changes(request: Request, guide: OwnGuide) -> ChangesTold | None:
    """What publishing a guide changes; None where no version is published, or this cannot be."""
    pack = checked_guide(guide, lines_to_publish(request.acting, guide)).pack
    text = version_before(request.tx, guide) if pack is not None else ""
    return changes_told(request.phrases, guide, text, pack.guide if pack is not None else None)


def _show_changes(request: Request, guide: OwnGuide) -> None:
    """All that is different from the version before, one by one."""
    p, n, told = request.phrases, _place_in_list(request, guide), _changes(request, guide)
    said = [Line(title_shown(p, guide), Style.TITLE)]
    if told is None:
        said.append(Line(_why_no_changes(request, guide, n)))
    else:
        said.append(Line(different_from(p, told.version), Style.ASK))
        said += [Line(each, Style.ITEM) for each in told.full or told.short]
    back = button(p.say("Back to the guide"), Begin(Command.GUIDE, guide.id), f"/guide {n}", Rank.ASIDE)
    request.open(Card(tuple(said), rows([back])))


def _why_no_changes(request: Request, guide: OwnGuide, n: int) -> str:
    p = request.phrases
    if checked_guide(guide, lines_to_publish(request.acting, guide)).pack is None:
        return p.say(
            "It cannot be compared while something in it has to be corrected. /guide {n} says what.", n=n
        )
    return p.say("There is no version before it to compare it with.")


def _show_left_out(request: Request, guide: OwnGuide) -> None:
    p, n = request.phrases, _place_in_list(request, guide)
    shown = [
        ": ".join(filter(None, (place_in_words(p, each.place), f"“{shortened(each.text)}”")))
        for each in not_understood_in(draft_lines(request.tx, guide.id))
    ]
    said = [Line(title_shown(p, guide), Style.TITLE)]
    said += _some(p, p.say("Not understood, and left out"), shown)
    ends = ends_left_out(p, draft_lines(request.tx, guide.id))
    said += _some(p, p.say("Left out, as it is no part of a guide"), ends)
    if not shown:
        said.append(Line(p.say("Nothing is left out that was not understood.")))
    said += _page_line(request, f"/guide/{guide.id}")
    back = button(p.say("Back to the guide"), Begin(Command.GUIDE, guide.id), f"/guide {n}", Rank.ASIDE)
    request.open(Card(tuple(said), rows([back])))


def _show_page(request: Request, guide: OwnGuide, *, is_try: bool) -> None:
    """The way to a page of the guide; from elsewhere a link into the browser, which works once."""
    p, n, services = request.phrases, _place_in_list(request, guide), request.services
    if is_try and checked_guide(guide, draft_lines(request.tx, guide.id)).pack is None:
        request.notify(p.say("Something has to be corrected before this can be tried."))
        _show_one(request, guide)
        return
    if request.has_pages:
        path = f"/guide/{guide.id}/try" if is_try else f"/guide/{guide.id}"
        request.open(Card((Line(title_shown(p, guide), Style.TITLE), Line(path, Style.PAGE))))
        return
    if services.web_url is None:
        request.notify(no_way_into_the_browser(p))
        return
    person_id, url = request.role_holder.person_id, services.web_url
    request.say(own_link(request.tx, person_id, None, request.now, web_url=url, phrases=p))
    there = f"/guide {_TRY} {n}" if is_try else f"/guide {n}"
    request.open(Card((Line(p.say("Open this link, then send this there: {typed}", typed=there)),)))


_ON_TYPED: Final[Mapping[str, Callable[[Request, str], None]]] = {
    LINES: _show_lines,
    CHANGES: lambda request, rest: _show_changes(request, _named(request, rest)),
    _LEFT: lambda request, rest: _show_left_out(request, _named(request, rest)),
    _EVIDENCE: _ask_for_evidence,
    VERSION: _choose_version,
    _TRY: lambda request, rest: _show_page(request, _named(request, rest), is_try=True),
    _PAGE: lambda request, rest: _show_page(request, _named(request, rest), is_try=False),
}
"""What is done for a word in front of a guide."""
