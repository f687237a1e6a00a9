"""A statement of the group's report by its code: its words, how many wrote it, in a named round who."""

from dataclasses import replace

from bot.acts.reply_acts import HowRead, ReadableReplies
from bot.coordinator.commands.replies.reply_cards import writer_shown
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.reply_data import writers_of
from bot.coordinator.report_data import group_report_of
from bot.coordinator.request import Request
from content.phrases import Phrases, long_date
from conversations.kinds.closing_words import closing_title
from conversations.outgoing import Line, Style
from conversations.paper_codes import theme_beside_codes
from reports.group import group_wording
from reports.group.group_report import GroupReport, GroupTheme
from reports.group.threshold import Reason, Withheld
from reports.replies.behind_code import (
    StatementCode,
    WroteStatement,
    statement_behind,
    theme_of,
    who_wrote,
)
from reports.statements import Statement
from storage.rounds.group_reports import Cut, newest_cut


def statement_lines(
    request: Request, readable: ReadableReplies, code: StatementCode, *, once_erased: str
) -> list[Line]:
    """What is shown of the statement with a code in the newest report of a round.

    ``once_erased`` stands there instead of it once somebody's words have been erased. Raises
    ``InvalidInput`` where there is none, and where statements are not shown.
    """
    p, listed = request.phrases, readable.listed
    cut = newest_cut(request.tx, listed.view.id)
    if cut is None:
        raise InvalidInput(
            p.say(
                "Statements get their codes in the group's report, once the round is closed. /replies {code} "
                "shows what there is so far.",
                code=code.prompt_code,
            )
        )
    guide = request.guide_of(listed.view.id)
    report = group_report_of(request.tx, listed, guide, cut)
    theme, statement = _found(p, report, code, cut)
    ours = guide.themes[theme.number - 1]
    head = [
        Line(code.code, Style.TITLE),
        Line(closing_title(p, code.prompt_id), Style.ASK),
        Line(theme_beside_codes(p, guide, ours), Style.HELP),
    ]
    lines = [Line(statement.text, Style.QUOTE)]
    if said := group_wording.how_often(statement, report.facts, p):
        lines.append(Line(said))
    if readable.how is HowRead.WITH_NAMES:
        then = writers_of(request.tx, listed, cut.up_to, up_to=cut.up_to)
        wrote = who_wrote(statement, ours, code.prompt_id, then, writers_of(request.tx, listed, request.now))
        lines += [line for each in wrote for line in _writer(p, each)]
    else:
        lines.append(
            Line(p.say("You read it without a name, like all that was written in this round."), Style.HELP)
        )
    erasable = [replace(each, once_erased=once_erased) for each in lines]
    return [*head, *erasable, Line(_from_report(p, cut), Style.HELP)]


def _found(p: Phrases, report: GroupReport, code: StatementCode, cut: Cut) -> tuple[GroupTheme, Statement]:
    """Raises ``InvalidInput`` with why a statement is not shown."""
    theme = theme_of(report, code)
    found = statement_behind(theme, code) if theme else None
    if theme is None or found is None:
        raise InvalidInput(
            p.say(
                "There is no {code} in the group's report of {day}. It has each statement with its code: "
                "/results",
                code=code.code,
                day=long_date(cut.closed_on, p.language),
            )
        )
    if isinstance(found, Withheld):
        raise InvalidInput(_why_not(p, found, report.facts.least_group))
    return theme, found


def _why_not(p: Phrases, withheld: Withheld, least: int) -> str:
    # Whether a whole theme is withheld or this list alone is not said: the report says it, once.
    if withheld.reason is Reason.ERASED:
        return group_wording.words_erased(p)
    return p.say("Fewer than {n} people wrote something here, so nothing of it is shown.", n=least)


def _writer(p: Phrases, wrote: WroteStatement) -> list[Line]:
    """Who wrote a statement, and how it reads since they changed it."""
    who = writer_shown(p, wrote.writer)
    if wrote.now is None:
        return [Line(who, Style.ITEM)]
    if not wrote.now:
        return [Line(p.say("{who}. Taken back since.", who=who), Style.ITEM)]
    return [Line(p.say("{who}. It reads now:", who=who), Style.ITEM), Line(wrote.now, Style.QUOTE)]


def _from_report(p: Phrases, cut: Cut) -> str:
    day = long_date(cut.closed_on, p.language)
    return p.say("This is from the group's report of {day}, as it was when the round closed.", day=day)
