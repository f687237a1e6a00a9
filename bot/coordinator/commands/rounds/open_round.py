"""``/round``: opening a round, after everything that will hold in it has been shown."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.app.tryout import frozen, new_round_id
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
from bot.coordinator.forms import Ask, Given, Unreadable, done, named_parts, parts_shown
from bot.coordinator.permissions import Command
from bot.coordinator.request import Visit, button
from content.library import Pack
from content.tailoring import CannotTailor, OwnPrompt, tailored
from conversations.calendar.day_bounds import beginning_of, end_of
from conversations.cards.entrance import who_reads
from conversations.outgoing import Line, Style
from conversations.reading.typed import numbers
from conversations.state import RoundView, WhoSees
from storage.rounds import rounds


class OpenRound:
    """Opens a round."""

    command = Command.ROUND

    def asks(self, visit: Visit, given: Mapping[str, str]) -> Sequence[Ask]:
        """The parts of a round, each asked for once what it depends on is known."""
        pack = _pack(visit, given)
        asks = [*whose(visit), which_guide(visit), title(visit), purpose(visit), asker(visit, given)]
        asks += parts_of_guide(visit, pack.guide) if pack else []
        return [*asks, *days(visit), *who_sees(visit)]

    def line(self, visit: Visit, text: str) -> Given:
        """Parts by name, or nothing but the title."""
        if ":" not in text:
            return {"title": one_line(visit, text)}
        return named_parts(self, visit, text)

    def preview(self, visit: Visit, given: Mapping[str, str]) -> tuple[Sequence[Line], str]:
        """All that will hold in the round."""
        p = visit.phrases
        _days_of(visit, given)
        themes = _tailored_pack(visit, given).guide.themes
        view = _view(given, "")
        lines = [
            Line(p.say("Open this round?"), Style.TITLE),
            *parts_shown(visit, self, given),
            Line(_told(visit, view), Style.HELP),
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

    def act(self, visit: Visit, given: Mapping[str, str]) -> None:
        """Open it."""
        p, tx = visit.phrases, visit.tx
        guide = frozen(_tailored_pack(visit, given))
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
        listed = listed_as(visit, self.command, what)
        if not rounds.remove_round(visit.tx, what):
            raise Unreadable(p.say("Somebody has joined already, so it stays. /close ends it."))
        visit.round_id = None
        visit.note(listed.organisation_id, "round.undo", what)
        done(visit, [Line(p.say("Undone. There is no such round any more."))])


def _pack(visit: Visit, given: Mapping[str, str]) -> Pack | None:
    guide_id, _, language = given.get("guide", "").partition("/")
    return visit.surroundings.library().get((guide_id, language))


def _organisation(visit: Visit, given: Mapping[str, str]) -> str:
    mine = [each.id for each in visit.organisations(Command.ROUND)]
    wanted = given.get("for", mine[0] if mine else "")
    if wanted not in mine:
        raise Unreadable(visit.phrases.say("That is not for you to do."))
    return wanted


def _tailored_pack(visit: Visit, given: Mapping[str, str]) -> Pack:
    pack = _pack(visit, given)
    if pack is None:
        raise Unreadable(visit.phrases.say("That guide is not here any more."))
    if given["themes"] == ALL and given["prompts"] == NONE:
        return pack
    guide = pack.guide
    chosen = numbers(given["themes"])
    changes = [] if given["prompts"] == NONE else given["prompts"].splitlines()
    made = [change(visit, guide, line) for line in changes]
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
            help_text=visit.phrases.say("In your own words. A sentence or two is enough."),
        )
    except CannotTailor:
        raise Unreadable(
            visit.phrases.say("Each theme needs at least one prompt, and each prompt at most 300 characters.")
        ) from None


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
    return visit.phrases.say("People are told: “{told}”", told=who_reads(visit.phrases, view))
