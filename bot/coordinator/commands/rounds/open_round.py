"""``/round``: opening a round, after everything that will hold in it has been shown."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.coordinator.commands.rounds.open_round_fields import (
    asker,
    days,
    parts_of_guide,
    purpose,
    title,
    which_guide,
    who_sees,
    whose,
)
from bot.coordinator.commands.rounds.open_round_parsing import ALL, NEVER, NONE, NOW, change, one_line
from bot.coordinator.current_round import listed_as
from bot.coordinator.forms import Field, Given, InvalidInput, done, named_parts, parts_shown
from bot.coordinator.permissions import Command
from bot.coordinator.request import Request, button
from content.library import Pack
from content.tailoring import CannotTailor, OwnPrompt, tailored
from conversations.calendar.day_bounds import beginning_of, end_of
from conversations.cards.entrance import who_reads
from conversations.outgoing import Line, Style
from conversations.reading.typed import numbers
from conversations.state import RoundView, WhoSees
from storage.rounds import rounds
from storage.rounds.rounds import frozen, new_round_id


class OpenRound:
    """Opens a round."""

    command = Command.ROUND

    def asks(self, request: Request, given: Mapping[str, str]) -> Sequence[Field]:
        """The parts of a round, each asked for once what it depends on is known."""
        pack = _pack(request, given)
        asks = [
            *whose(request),
            which_guide(request),
            title(request),
            purpose(request),
            asker(request, given),
        ]
        asks += parts_of_guide(request, pack.guide) if pack else []
        return [*asks, *days(request), *who_sees(request)]

    def line(self, request: Request, text: str) -> Given:
        """Parts by name, or nothing but the title."""
        if ":" not in text:
            return {"title": one_line(request, text)}
        return named_parts(self, request, text)

    def preview(self, request: Request, given: Mapping[str, str]) -> tuple[Sequence[Line], str]:
        """All that will hold in the round."""
        p = request.phrases
        _days_of(request, given)
        themes = _tailored_pack(request, given).guide.themes
        view = _view(given, "")
        lines = [
            Line(p.say("Open this round?"), Style.TITLE),
            *parts_shown(request, self, given),
            Line(_told(request, view), Style.HELP),
            Line(
                p.say(
                    "The guide stays as it is now for this round: {prompts}. Once somebody has joined, "
                    "only its last day can be changed.",
                    prompts=p.count("{n} prompt", "{n} prompts", sum(len(each.prompts) for each in themes)),
                ),
                Style.HELP,
            ),
        ]
        return lines, p.say("Open the round")

    def act(self, request: Request, given: Mapping[str, str]) -> None:
        """Open it."""
        p, tx = request.phrases, request.tx
        guide = frozen(_tailored_pack(request, given))
        view = _view(given, new_round_id())
        organisation_id = _organisation(request, given)
        rounds.keep_guide(tx, guide)
        rounds.open_round(tx, view, guide.sha256, request.now, organisation_id=organisation_id)
        request.round_id = view.id
        request.note(organisation_id, "round.open", view.id)
        done(
            request,
            [
                Line(p.say("“{title}” is open.", title=view.title)),
                Line(p.say("Next, invite people to it."), Style.HELP),
            ],
            button(p.say("Invite people"), "do-invite", "/invite"),
            undo=view.id,
            form=self,
        )

    def undo(self, request: Request, what: str) -> None:
        """Take the round back while nobody has joined it."""
        p = request.phrases
        listed = listed_as(request, self.command, what)
        if not rounds.remove_round(request.tx, what):
            raise InvalidInput(p.say("Somebody has joined already, so it stays. /close ends it."))
        request.round_id = None
        request.note(listed.organisation_id, "round.undo", what)
        done(request, [Line(p.say("Undone. There is no such round any more."))])


def _pack(request: Request, given: Mapping[str, str]) -> Pack | None:
    guide_id, _, language = given.get("guide", "").partition("/")
    return request.services.library().get((guide_id, language))


def _organisation(request: Request, given: Mapping[str, str]) -> str:
    mine = [each.id for each in request.organisations(Command.ROUND)]
    wanted = given.get("for", mine[0] if mine else "")
    if wanted not in mine:
        raise InvalidInput(request.phrases.say("That is not for you to do."))
    return wanted


def _tailored_pack(request: Request, given: Mapping[str, str]) -> Pack:
    pack = _pack(request, given)
    if pack is None:
        raise InvalidInput(request.phrases.say("That guide is not here any more."))
    if given["themes"] == ALL and given["prompts"] == NONE:
        return pack
    guide = pack.guide
    chosen = numbers(given["themes"])
    changes = [] if given["prompts"] == NONE else given["prompts"].splitlines()
    made = [change(request, guide, line) for line in changes]
    try:
        return tailored(
            pack.source,
            without_themes=[
                theme.id
                for number, theme in enumerate(guide.themes, 1)
                if given["themes"] != ALL and number not in chosen
            ],
            without_prompts=[each for each in made if isinstance(each, tuple)],
            own=[each for each in made if isinstance(each, OwnPrompt)],
            help_text=request.phrases.say("In your own words. A sentence or two is enough."),
        )
    except CannotTailor:
        raise InvalidInput(
            request.phrases.say(
                "Each theme needs at least one prompt, and each prompt at most 300 characters."
            )
        ) from None


def _days_of(request: Request, given: Mapping[str, str]) -> None:
    """See that the days are in order. Raises ``InvalidInput``."""
    opens, closes = given["opens"], given["closes"]
    if opens != NOW and closes != NEVER and date.fromisoformat(closes) < date.fromisoformat(opens):
        raise InvalidInput(request.phrases.say("The last day would be before the first. Begin again: /round"))


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


def _told(request: Request, view: RoundView) -> str:
    return request.phrases.say("People are told: “{told}”", told=who_reads(request.phrases, view))
