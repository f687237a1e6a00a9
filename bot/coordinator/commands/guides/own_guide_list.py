"""``/guide``: the guides that somebody's organisations brought in, and what can be done with each.

They are counted in the order in which they came in. What changes one names it, and asks first.
"""

from collections.abc import Sequence

from bot.acts.guides.guide_acts import ask_for_evidence, checked_guide
from bot.acts.permissions import Command
from bot.acts.refusal import RefusalReason, refused
from bot.coordinator import asking
from bot.coordinator.actions import Begin
from bot.coordinator.commands.guides.change_guide import ADD, DELETE, PUBLISH, ChangeGuide
from bot.coordinator.commands.guides.typed_lines import (
    LINES,
    MOVE,
    WRITE,
    move_typed,
    show_lines,
    write_typed,
)
from bot.coordinator.commands.guides.versions import VERSION, choose_version, version_choices
from bot.coordinator.refusals import NOT_DONE, InvalidInput, why_not
from bot.coordinator.request import Request, button, rows
from bot.coordinator.role_names import organisation_shown
from bot.messages.guide_on_page import (
    not_understood_in,
    phrases_of_guide,
    state_shown,
    states_shown,
    title_shown,
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
from storage.guides.own_guides import OwnGuide, own_guides

MOST_SHOWN = 8
"""So many things to look at, or lines that were not understood, are on a card; the page has all."""

_TRY, _PAGE, _LEFT, _EVIDENCE = "try", "page", "left", "evidence"
_ON, _OFF = "on", "off"
_DONE_WITH = (ADD, PUBLISH, DELETE)


def show_guides(request: Request, text: str) -> None:
    """All guides, or what is typed behind the command: a number, and what to do with it."""
    verb, _, rest = plain(text.replace("-", " ")).partition(" ")
    try:
        if verb in _DONE_WITH:
            named = f"{verb} {_named(request, rest).id}" if verb != ADD else verb
            asking.begin(request, ChangeGuide(), named)
        elif verb in (LINES, MOVE, WRITE):
            _on_lines(request, verb, rest, text)
        elif verb == _LEFT:
            _show_left_out(request, _named(request, rest))
        elif verb == _EVIDENCE:
            _ask_for_evidence(request, rest)
        elif verb == VERSION:
            _choose_version(request, rest)
        elif verb in (_TRY, _PAGE):
            _show_page(request, _named(request, rest), is_try=verb == _TRY)
        elif verb:
            _show_one(request, _named(request, verb))
        else:
            _list(request)
    except NOT_DONE as fault:
        request.notify(why_not(request.phrases, fault))


def _on_lines(request: Request, verb: str, rest: str, text: str) -> None:
    """Show, move or write lines; what is written is taken as it was typed."""
    named, _, behind = rest.partition(" ")
    guide = _named(request, named)
    place = _place_in_list(request, guide)
    if verb == LINES:
        show_lines(request, guide, place, behind)
    elif verb == MOVE:
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
    for number, (each, state) in enumerate(zip(found, states_shown(p, found), strict=True), 1):
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
    if not guide.version and (filled := lines_filled_in(lines)):
        said.append(Line(filled_in_words(p, filled)))
    said += _to_look_at(p, lines, checked.findings)
    twice, once = themes_asked_twice(phrases_of_guide(guide), lines), themes_without_ours(lines)
    if twice:
        said.append(Line(asked_twice_in_words(p, len(twice))))
    if once:
        said.append(Line(asked_once_in_words(p, len(once))))
    said += _page_line(request, f"/guide/{guide.id}")
    buttons: list[Button] = []
    if checked.pack is not None:
        buttons.append(_go(p.say("Try it"), _TRY, guide, n, Rank.MAIN))
        if not guide.version or guide.is_changed_since:
            buttons.append(_go(p.say("Publish it"), PUBLISH, guide, n))
    buttons.append(_go(p.say("Its themes and prompts"), LINES, guide, n))
    if not request.has_pages:
        buttons.append(_go(p.say("Correct it in the browser"), _PAGE, guide, n))
    buttons += choices
    if twice:
        leave = p.say("Leave out the question of Closer Look")
        buttons.append(_switch(leave, _OFF, guide, n))
    if once:
        ask = p.say("Ask the question of Closer Look as well")
        buttons.append(_switch(ask, _ON, guide, n))
    if not_understood_in(lines):
        buttons.append(_go(p.say("What was not understood"), _LEFT, guide, n))
    buttons.append(_go(p.say("Delete it"), DELETE, guide, n, Rank.DANGER))
    buttons.append(button(p.say("All guides"), Begin(Command.GUIDE), "/guide", Rank.ASIDE))
    request.open(Card(tuple(said), rows(buttons)))


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
    named, _, rest = typed.partition(" ")
    guide, of = _named(request, named), rest.removeprefix("of ").strip()
    is_own = of == _OFF
    before = _named(request, of) if of and not is_own else None
    choose_version(request, guide, _place_in_list(request, guide), before, is_own=is_own)
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


def _show_left_out(request: Request, guide: OwnGuide) -> None:
    p, n = request.phrases, _place_in_list(request, guide)
    shown = [
        ": ".join(filter(None, (place_in_words(p, each.place), f"“{shortened(each.text)}”")))
        for each in not_understood_in(draft_lines(request.tx, guide.id))
    ]
    said = [Line(title_shown(p, guide), Style.TITLE)]
    said += _some(p, p.say("Not understood, and left out"), shown)
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
