"""``/remind``: reminders are shown, each with text, time and reason, before any goes."""

from collections.abc import Callable, Mapping, Sequence

from bot.coordinator.current_round import listed_as, open_at_hand
from bot.coordinator.forms import Field, FormChoice, Given, InvalidInput, done, one_of
from bot.coordinator.permissions import Command
from bot.coordinator.request import Request, button
from bot.schedule.reminder_outcome import local_time, outcome_in_words
from bot.schedule.reminder_preview import Group, Planned, ReminderPreview
from bot.schedule.reminder_requests import AlreadyAsked, Confirmed
from content.phrases import Phrases
from conversations.calendar.availability import zone_named
from conversations.outgoing import Line, Style
from storage.reminders import reminders as stored

MOST_SHOWN = 25
"""So many people stand in a message one by one; the rest are counted."""


class Remind:
    """Reminds people of a round, after each of them has been shown with text, time and reason."""

    command = Command.REMIND

    def asks(self, request: Request, given: Mapping[str, str]) -> Sequence[Field]:  # noqa: ARG002
        """Whom."""
        p = request.phrases
        names = _groups(p)
        choices, read = _group(p)
        return [
            Field(
                "who",
                p.say("Who"),
                p.say("Whom shall I remind?"),
                read,
                help=p.say("Nothing goes before you have seen who gets what, and when, and said yes."),
                choices=choices,
                shown=lambda value: names[Group(value)],
            )
        ]

    def line(self, request: Request, text: str) -> Given:
        """The group."""
        return {"who": _group(request.phrases)[1](text)}

    def preview(self, request: Request, given: Mapping[str, str]) -> tuple[Sequence[Line], str]:
        """Each person with what becomes of a reminder to them, and the words."""
        p = request.phrases
        listed = open_at_hand(request, self.command)
        shown = request.services.reminders.preview(
            request.tx, listed.view.id, Group(given["who"]), request.now
        )
        going = [each for each in shown.people if each.outcome.goes]
        people = [Line(_person(request, each), Style.ITEM) for each in shown.people[:MOST_SHOWN]]
        more = len(shown.people) - MOST_SHOWN
        if more > 0:
            people.append(Line(p.count("and {n} more", "and {n} more", more), Style.ITEM))
        if not going:
            said = [p.say("Nobody would get a reminder now."), *(line.text for line in people)]
            raise InvalidInput("\n".join(said))
        request.kept = shown.batch
        count = p.count("Remind {n} person?", "Remind {n} people?", len(going))
        return [
            Line(count, Style.TITLE),
            Line(_counts(p, shown)),
            *people,
            Line(p.say("This is what the first of them reads:"), Style.HELP),
            *_words(going[0]),
        ], p.say("Send the reminders")

    def act(self, request: Request, given: Mapping[str, str]) -> None:  # noqa: ARG002
        """Let go what was shown."""
        p = request.phrases
        listed = open_at_hand(request, self.command)
        batch, by = request.place.kept, request.role_holder.person_id
        came = request.services.reminders.confirm(request.tx, listed.view.id, batch, by=by, now=request.now)
        match came:
            case Confirmed(count):
                request.note(listed.organisation_id, "reminders.send", listed.view.id, f"{count} reminders")
                request.wakes_reminders = True
                done(
                    request,
                    [
                        Line(
                            p.count(
                                "{n} reminder is on its way, or waits for its time.",
                                "{n} reminders are on their way, or wait for their time.",
                                count,
                            )
                        )
                    ],
                    button(p.say("What became of them"), "do-reminded", "/reminded"),
                    undo=f"{listed.view.id} {batch}",
                    form=self,
                )
            case AlreadyAsked(first):
                when = local_time(p, first.at, zone_named(listed.view.time_zone))
                raise InvalidInput(p.say("These were sent already: {when}.", when=when))
            case _:
                raise InvalidInput(p.say("That was too long ago. Look at it again with /remind."))

    def undo(self, request: Request, what: str) -> None:
        """Call off what has not gone yet."""
        p = request.phrases
        round_id, _, batch = what.partition(" ")
        listed = listed_as(request, self.command, round_id)
        called_off = stored.call_off(request.tx, round_id, batch)
        request.note(listed.organisation_id, "reminders.call_off", round_id, f"{called_off} reminders")
        done(
            request,
            [
                Line(
                    p.count(
                        "{n} reminder was called off. Those that had gone stay.",
                        "{n} reminders were called off. Those that had gone stay.",
                        called_off,
                    )
                )
            ],
        )


def _groups(p: Phrases) -> dict[Group, str]:
    return {
        Group.NOT_BEGUN: p.say("Those who have not begun"),
        Group.PART_WAY: p.say("Those who are part-way"),
        Group.ALL: p.say("All who have not finished"),
        Group.NOT_JOINED: p.say("List those who have not joined"),
    }


def _group(p: Phrases) -> tuple[tuple[FormChoice, ...], Callable[[str], str]]:
    """The groups to choose from, and how a choice is read."""
    choices = tuple(FormChoice(label, group.value) for group, label in _groups(p).items())
    return choices, one_of(choices, p.say("Please type: not begun, part way, all, or not joined."))


def _person(request: Request, planned: Planned) -> str:
    p = request.phrases
    name = ", ".join(each for each in (planned.name, planned.team) if each) or p.say("Somebody")
    said = outcome_in_words(p, planned.outcome, planned.standing, request.now)
    if planned.waits_in_browser and planned.outcome.goes:
        said = p.say("{said} They read it when they open the page.", said=said)
    return f"{name}: {said}"


def _counts(p: Phrases, shown: ReminderPreview) -> str:
    counts = shown.count()
    rest = sum(counts.values()) - counts["now"] - counts["held"]
    return p.say(
        "{now} now, {held} held, {rest} not at all.", now=counts["now"], held=counts["held"], rest=rest
    )


def _words(planned: Planned) -> list[Line]:
    return [Line(line.text, Style.QUOTE) for line in planned.card.lines] if planned.card else []
