"""``/replies``: what people wrote, prompt by prompt, as far as the round lets those who run it read it.

Whether anything may be read now, and how, the act decides; it also notes each reading on record.
"""

from dataclasses import replace

from bot.acts.permissions import Command
from bot.acts.reply_acts import ReadableReplies, read_replies, replies_to_read
from bot.coordinator.actions import Begin
from bot.coordinator.commands.replies.readings import Reading, reading_of, replies_counted
from bot.coordinator.commands.replies.reply_address import ReplyAddress, Wish, address_in, state_names
from bot.coordinator.commands.replies.reply_cards import in_pages, ways_counted
from bot.coordinator.commands.replies.statement_card import statement_lines
from bot.coordinator.refusals import NOT_DONE, InvalidInput, why_not
from bot.coordinator.request import Request, button, current_round, rows
from conversations.cards.view import in_rows
from conversations.outgoing import Button, Card, Line, Style
from conversations.paper_codes import has_other_number, theme_beside_codes
from reports.replies.behind_code import StatementCode, statement_code
from reports.replies.prompt_list import ListedPrompt, prompts_listed, prompts_within
from storage.messages.job_details import RepliesTableJob
from storage.rounds.group_reports import newest_cut

_CODES_IN_A_ROW = 4
_MOST_TEAMS = 20
"""So many teams have a button; the others are typed."""


def show_replies(request: Request, text: str) -> None:
    """The prompts with how much was written to each, or what a text behind the command asks for."""
    p = request.phrases
    try:
        listed = current_round(request, Command.REPLIES)
        readable = replies_to_read(request.acting, listed.view.id)
        reading = reading_of(request, readable)
        address = address_in(text, reading.teams, p)
        _Shelf(request, readable, reading, address).show()
    except NOT_DONE as why:
        request.notify(why_not(p, why))


class _Shelf:
    """The replies of one round in front of somebody, and which of them they want."""

    def __init__(
        self, request: Request, readable: ReadableReplies, reading: Reading, address: ReplyAddress
    ) -> None:
        self._request = request
        self._phrases = request.phrases
        self._readable = readable
        self._reading = reading
        self._address = address
        view = readable.listed.view
        self._title = view.title
        self._round_id = view.id
        self._guide = request.guide_of(view.id)
        self._prompts = prompts_listed(self._guide)

    def show(self) -> None:
        """Show what is wanted. Raises ``InvalidInput``."""
        found = prompts_within(self._guide, self._address.code)
        if (code := statement_code(self._address.code)) is not None:
            self._show_statement(code)
            return
        if self._address.code and not found:
            raise InvalidInput(
                self._phrases.say("There is no prompt {code}. /replies shows all.", code=self._address.code)
            )
        if not any(self._count(each) for each in self._prompts) and not self._address.is_prompt:
            self._show_nothing()
        elif self._address.wish is Wish.TABLE:
            self._give_table()
        elif self._address.is_prompt and self._address.wish is Wish.FILTER:
            self._show_filter(found[0])
        elif self._address.is_prompt:
            self._show_prompt(found[0])
        elif self._address.code:
            self._show_theme(found)
        else:
            self._show_all()

    def _count(self, prompt: ListedPrompt) -> int:
        return self._reading.replies(prompt, self._address)

    def _show_nothing(self) -> None:
        """That there is nothing to read yet or at all, and what there is to see instead."""
        p = self._phrases
        said = self._reading.why_nothing(self._prompts, self._address)
        if self._reading.teams is None:
            instead = button(p.say("The group's report"), Begin(Command.RESULTS), "/results")
        else:
            instead = button(p.say("How far it is"), Begin(Command.STATUS), "/status")
        lines = [self._heading(), Line(self._reading.how()), *self._picked(), Line(said)]
        self._open(lines, [(instead,)])

    def _show_all(self) -> None:
        """The prompts that were added for this round, then the themes."""
        p, buttons = self._phrases, []
        lines = [self._heading(), Line(self._reading.how()), *self._picked()]
        own = [each for each in self._prompts if each.is_own]
        if own:
            lines.append(Line(p.say("Added for this round:"), Style.HELP))
        for prompt in own:
            lines.append(self._listed(prompt))
            if self._count(prompt):
                buttons.append(self._to(prompt.code, replace(self._address, code=prompt.code)))
        for number, theme in enumerate(self._guide.themes, start=1):
            found = [each for each in self._prompts if each.theme_number == number]
            count = sum(map(self._count, found))
            name = theme_beside_codes(self._phrases, self._guide, theme)
            told = self._how_many(found, count) if count else self._why_none(found)
            lines.append(Line(f"{name}: {told}", Style.ITEM))
            if count:
                buttons.append(self._to(name, replace(self._address, code=f"T{number}"), typed=f"T{number}"))
        lines.append(Line(p.say("Choose one, or type a prompt's code, such as T1.P4."), Style.HELP))
        if newest_cut(self._request.tx, self._round_id) is not None:
            said = p.say("A statement's code from the group's report, such as T1.S2, shows that statement.")
            lines.append(Line(said, Style.HELP))
        self._open(lines, [(each,) for each in [*buttons, self._table()]])

    def _how_many(self, prompts: list[ListedPrompt], count: int) -> str:
        """How many replies to a theme can be read, and of how many prompts none is shown.

        Which these are the theme's own card says, so that their number tells nothing new.
        """
        p, held_back = self._phrases, sum(map(self._reading.is_held_back, prompts))
        told = replies_counted(p, count)
        if self._address.state is not None:
            told = ways_counted([(self._address.state.given, count)], p)
        if not held_back:
            return told
        return p.with_commas((told, p.count("{n} prompt not shown", "{n} prompts not shown", held_back)))

    def _why_none(self, prompts: list[ListedPrompt]) -> str:
        """What stands at a theme with no reply to be read: what its prompts say, each thing once."""
        p = self._phrases
        told = dict.fromkeys(
            self._reading.named(each, self._address) for each in prompts if not each.is_counted_only
        )
        return p.with_commas(told) if told else replies_counted(p, 0)

    def _show_theme(self, found: list[ListedPrompt]) -> None:
        """The prompts of a theme, each with how much was written to it."""
        p = self._phrases
        name = theme_beside_codes(self._phrases, self._guide, found[0].theme)
        lines = [self._heading(), Line(name, Style.ASK), *self._picked(), *map(self._listed, found)]
        codes = [
            self._to(each.code, replace(self._address, code=each.code)) for each in found if self._count(each)
        ]
        every = self._to(p.say("All themes"), ReplyAddress(team=self._address.team), typed="/replies")
        self._open(lines, [*in_rows(codes, _CODES_IN_A_ROW), (self._table(),), (every,)])

    def _show_prompt(self, prompt: ListedPrompt) -> None:
        """One page of what was given to a prompt."""
        p, address = self._phrases, self._address
        facts, blocks = self._reading.shown(prompt, address)
        pages = in_pages(blocks)
        page = min(address.page, len(pages))
        title = prompt.code
        if len(pages) > 1:
            title = p.say("{code}, page {page} of {pages}", code=title, page=page, pages=len(pages))
        self._request.did(read_replies(self._request.acting, self._round_id, prompt.code))
        lines = [Line(title, Style.TITLE), Line(prompt.ask(p), Style.ASK), *facts, *self._picked()]
        erased = self._reading.once_erased()
        lines += [replace(line, once_erased=erased) for block in pages[page - 1] for line in block]
        buttons = []
        if page < len(pages):
            buttons.append(self._to(p.say("Next page"), replace(address, page=page + 1), typed=p.say("next")))
        if page > 1:
            before = replace(address, page=page - 1)
            buttons.append(self._to(p.say("Page before"), before, typed=p.say("before")))
        if self._reading.teams is not None:
            wanted = replace(address, page=1, wish=Wish.FILTER)
            buttons.append(self._to(p.say("Pick some of them"), wanted, typed=p.say("filter")))
        number = prompt.theme_number
        name = p.say("Theme {number}", number=number)
        theme = f"T{number}" if has_other_number(self._guide, prompt.theme) else name
        back = self._to(theme, address.theme, typed=f"/replies T{prompt.theme_number}")
        self._open(
            lines, [(each,) for each in [*buttons, *([self._table()] if blocks else []), back]], protect=True
        )

    def _show_statement(self, code: StatementCode) -> None:
        """A statement of the group's report by its code, with who wrote it where that may be known."""
        p = self._phrases
        lines = statement_lines(self._request, self._readable, code, once_erased=self._reading.once_erased())
        self._request.did(read_replies(self._request.acting, self._round_id, code.code))
        every = self._to(
            p.say("All of them"), ReplyAddress(code.prompt_code), typed=f"/replies {code.prompt_code}"
        )
        report = button(p.say("The group's report"), Begin(Command.RESULTS), "/results")
        self._open(lines, [(every,), (report,)], protect=True)

    def _show_filter(self, prompt: ListedPrompt) -> None:
        """By what the replies to a prompt can be picked: how it was left, and the team."""
        p, address = self._phrases, replace(self._address, page=1, wish=None)
        teams = self._reading.teams or ()
        states = [self._to(name, replace(address, state=state)) for state, name in state_names(p).items()]
        by_team = [
            self._to(team or p.say("Without a team"), replace(address, team=team))
            for team in teams[:_MOST_TEAMS]
        ]
        every = self._to(p.say("All of them"), ReplyAddress(prompt.code), typed=p.say("all"))
        lines = [
            Line(p.say("Which replies to {code}?", code=prompt.code), Style.TITLE),
            *self._picked(),
            Line(
                p.say(
                    "One way and one team can be picked together. In a line: /replies {code} skipped, "
                    "/replies {code} team {team}, or both: /replies {code} skipped team {team}.",
                    code=prompt.code,
                    team=next(filter(None, teams), "1"),
                ),
                Style.HELP,
            ),
        ]
        self._open(lines, [*rows(states), *rows(by_team if len(teams) > 1 else []), (every,)])

    def _give_table(self) -> None:
        """Have the table made, and say so."""
        address, p = self._address, self._phrases
        what = f"{address.code} table".strip()
        self._request.did(read_replies(self._request.acting, self._round_id, what))
        state = address.state.value if address.state else ""
        self._request.ask(
            RepliesTableJob(self._round_id, self._readable.number, address.code, address.team, state)
        )
        self._request.notify(p.say("The table follows in a moment."))

    def _heading(self) -> Line:
        return Line(self._phrases.say("What people wrote in “{title}”", title=self._title), Style.TITLE)

    def _listed(self, prompt: ListedPrompt) -> Line:
        named = self._reading.named(prompt, self._address)
        # Set apart, or a number of the guide's own behind it would be drawn to its other side.
        code = self._phrases.apart(prompt.code)
        return Line(f"{code} {prompt.ask(self._phrases)} ({named})", Style.ITEM)

    def _picked(self) -> list[Line]:
        """What the address leaves out, where it does."""
        p, address = self._phrases, self._address
        parts = [state_names(p)[address.state]] if address.state else []
        if address.team is not None:
            parts.append(p.say("team {team}", team=address.team or p.say("without a team")))
        return [Line(p.say("Only: {what}.", what=p.with_commas(parts)), Style.HELP)] if parts else []

    def _table(self) -> Button:
        p, wanted = self._phrases, replace(self._address, page=1, wish=Wish.TABLE)
        return self._to(p.say("As a table"), wanted, typed=p.say("table"))

    def _to(self, label: str, address: ReplyAddress, *, typed: str = "") -> Button:
        begun = Begin(Command.REPLIES, address.text(self._reading.teams or ()))
        return button(label, begun, typed or label)

    def _open(self, lines: list[Line], buttons: list[tuple[Button, ...]], *, protect: bool = False) -> None:
        self._request.open(Card(tuple(lines), tuple(buttons), protect=protect))
