"""What a role holder reads where an act was refused: a sentence for each reason."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from bot.acts.refusal import ActRefused, Refusal, RefusalReason
from bot.coordinator.role_names import organisation_shown
from bot.schedule.reminder_outcome import local_time
from content.phrases import SOURCE_LANGUAGE, Phrases, long_date, phrases_in
from conversations.calendar.availability import zone_named
from conversations.reading.typed import listed, plain


class InvalidInput(Exception):
    """What was given cannot be read or used as asked; the text is one sentence on what could be."""


class PartlyRead(InvalidInput):
    """Part of a line cannot be read: the text says why, and ``answers`` is what could be.

    ``field`` is the name of the one thing to ask for, empty where it is no field at all.
    """

    def __init__(self, why: str, answers: Any, field: str = "") -> None:
        super().__init__(why)
        self.answers = answers
        self.field = field


NOT_DONE = (InvalidInput, ActRefused)
"""What a form raises where something cannot be read, or an act is refused."""


def _called_otherwise(p: Phrases) -> dict[str, str]:
    """What people type behind a slash for a command that is called something else."""
    return {
        "/letters agenda": p.say("agenda; agendas; programme"),
        "/letters invitation": p.say("invitation; invitations"),
        "/letters briefing": p.say("briefing; briefings"),
        "/letters follow-up": p.say("followup; follow-up"),
        "/letters": p.say("letter; texts"),
        "/results": p.say("report; reports; pdf"),
        "/results html": p.say("html; webpage"),
        "/results word": p.say("word; docx"),
        "/results table": p.say("figures; table; json"),
        "/replies": p.say("export; answers; csv; excel"),
        "/status": p.say("progress; howfar"),
        "/remind": p.say("reminder; reminders"),
        "/round": p.say("new; newround"),
        "/guide": p.say("guides; questionnaire"),
        "/guide add": p.say("import; upload"),
        "/link": p.say("links; sharedlink"),
        "/people": p.say("list; team; teams; participants"),
        "/paper": p.say("print; sheet; sheets"),
        "/checklist": p.say("tasks; todo"),
    }


@lru_cache(maxsize=8)
def _meant(p: Phrases) -> Mapping[str, str]:
    """The command that each of these words may mean. English ones count in every language, as commands do."""
    both = (phrases_in(SOURCE_LANGUAGE), p)
    return {
        word: command
        for each in both
        for command, words in _called_otherwise(each).items()
        for word in listed(words)
    }


def not_understood(p: Phrases, text: str) -> str:
    """That a text means nothing here, and for a command that there is not which one may be meant."""
    first = plain(text.split(maxsplit=1)[0]) if text.startswith("/") else ""
    meant = _meant(p).get(first.replace("_", ""))
    if meant is None:
        return p.say("I did not understand that.")
    return p.say("There is no such command. Did you mean {command}?", command=meant)


def why_not(p: Phrases, fault: InvalidInput | ActRefused) -> str:
    """Why something was not read or not done, in a sentence."""
    return refusal_in_words(p, fault.refusal) if isinstance(fault, ActRefused) else str(fault)


def refusal_in_words(p: Phrases, refusal: Refusal) -> str:
    """Why an act was refused, in a sentence."""
    return _SENTENCES[refusal.reason](p, refusal)


def _round_is_closed(p: Phrases, refusal: Refusal) -> str:
    return p.say("“{title}” is closed. /reopen opens it again.", title=refusal.title)


def _round_is_open(p: Phrases, refusal: Refusal) -> str:
    return p.say("“{title}” is open. /extend changes its last day.", title=refusal.title)


def _replies_erased(p: Phrases, refusal: Refusal) -> str:
    day = long_date(refusal.at.date(), p.language) if refusal.at else ""
    return p.say(
        "The replies of “{title}” were erased on {day}, so it stays closed. /round opens a new round.",
        title=refusal.title,
        day=day,
    )


def _round_erased(p: Phrases, refusal: Refusal) -> str:
    day = long_date(refusal.at.date(), p.language) if refusal.at else ""
    return p.say(
        "The replies of “{title}” were erased on {day}, and its checklist went with them.",
        title=refusal.title,
        day=day,
    )


def _not_over_yet(p: Phrases, refusal: Refusal) -> str:
    return p.say("“{title}” is open. There is a report of the group once it is closed.", title=refusal.title)


def _open_again(p: Phrases, refusal: Refusal) -> str:
    return p.say(
        "“{title}” is open again. /release gives its report to everybody once it is closed.",
        title=refusal.title,
    )


def _no_such_link(p: Phrases, refusal: Refusal) -> str:
    return p.say("There is no link {number}. /people shows them all.", number=refusal.number)


def _link_is_shared(p: Phrases, refusal: Refusal) -> str:
    return p.say(
        "Link {number} is shared: /link stop {number} stops it, /link new {number} makes another.",
        number=refusal.number,
    )


def _sheet_of_shared_link(p: Phrases, refusal: Refusal) -> str:
    return p.say(
        "Link {number} is shared, so no sheet belongs to it. /typein new takes the sheet of somebody without "
        "a link of their own.",
        number=refusal.number,
    )


def _link_was_used(p: Phrases, refusal: Refusal) -> str:
    return p.say(
        "Link {number} was used already. Whoever lost their way in comes back with their own link or word. "
        "Without these, whoever looks after the computer can make a link from their number, which begins "
        "with P-. If they do not know it, /invite lets them in anew, without what they wrote.",
        number=refusal.number,
    )


def _link_was_used_by_name(p: Phrases, refusal: Refusal) -> str:
    return p.say(
        "Link {number} was used already. Whoever lost their way in comes back with their own link or word. "
        "Without these, ask whoever looks after the computer for one: the round's export has the number of "
        "everybody who gave a reply. /invite lets anybody else in anew, also whoever had everything erased.",
        number=refusal.number,
    )


def _link_was_taken_back(p: Phrases, refusal: Refusal) -> str:
    return p.say("Link {number} was taken back already.", number=refusal.number)


def _nobody_to_correct(p: Phrases, refusal: Refusal) -> str:
    return p.say(
        "Link {number} was used, and whoever used it has erased everything: there is nobody to correct.",
        number=refusal.number,
    )


def _takes_part_unnamed(p: Phrases, refusal: Refusal) -> str:
    return p.say(
        "Whoever used link {number} takes part as a number, and gets no name afterwards. Nobody who has a "
        "name loses it here.",
        number=refusal.number,
    )


def _team_is_with_replies(p: Phrases, refusal: Refusal) -> str:
    return p.say(
        "Whoever has link {number} takes part already. In a confidential round they stay in their team and "
        "organisation: figures by team before and after would tell their part apart.",
        number=refusal.number,
    )


def _team_is_in_report(p: Phrases, refusal: Refusal) -> str:
    return p.say(
        "Whoever has link {number} is counted in a report that was made. They stay in their team and "
        "organisation: the next report next to it would tell their part apart.",
        number=refusal.number,
    )


def _no_such_shared_link(p: Phrases, refusal: Refusal) -> str:
    return p.say("There is no shared link {number}. /link shows them all.", number=refusal.number)


def _link_is_stopped(p: Phrases, refusal: Refusal) -> str:
    return p.say("Shared link {number} was stopped already.", number=refusal.number)


def _no_such_sheet(p: Phrases, refusal: Refusal) -> str:
    return p.say(
        "There is no link {number} that replies can be typed in for: it was used, taken back or "
        "never made. /typein new takes the sheet of somebody without a link.",
        number=refusal.number,
    )


def _replies_after_closing(p: Phrases, refusal: Refusal) -> str:
    if refusal.last_day is None:
        return p.say(
            "You can read these once “{title}” is closed, from {n} people on.",
            title=refusal.title,
            n=refusal.number,
        )
    return p.say(
        "You can read these after “{title}” has closed on {day}, from {n} people on.",
        title=refusal.title,
        day=long_date(refusal.last_day, p.language),
        n=refusal.number,
    )


def _open_again_unread(p: Phrases, refusal: Refusal) -> str:
    return p.say("“{title}” is open again, and nothing can be read while it is.", title=refusal.title)


def _replies_once_more(p: Phrases, refusal: Refusal) -> str:
    then = p.say(
        "Once it is closed you can read these again, a prompt from {n} people on, unless some were erased.",
        n=refusal.number,
    )
    return f"{_open_again_unread(p, refusal)} {then}"


def _replies_no_more(p: Phrases, refusal: Refusal) -> str:
    gone = p.say(
        "Replies have been erased since it was closed before, so single replies are not shown any more, also "
        "once it is closed. /results has the figures as they were."
    )
    return f"{_open_again_unread(p, refusal)} {gone}"


def _replies_as_before(p: Phrases, refusal: Refusal) -> str:
    kept = p.say(
        "Once it is closed you can read the same replies as before, unless some were erased. Nothing written "
        "since is among them."
    )
    return f"{_open_again_unread(p, refusal)} {kept}"


def _released_before(p: Phrases, refusal: Refusal) -> str:
    day = long_date(refusal.at.date(), p.language) if refusal.at else ""
    return p.say("Everybody who took part was given this report on {day}.", day=day)


def _reminders_sent_before(p: Phrases, refusal: Refusal) -> str:
    when = local_time(p, refusal.at, zone_named(refusal.time_zone)) if refusal.at else ""
    return p.say("These were sent already: {when}.", when=when)


def _no_such_role(p: Phrases, refusal: Refusal) -> str:
    return p.say("There is no number {number} on the list. /colleagues shows it.", number=refusal.number)


def _last_coordinator(p: Phrases, refusal: Refusal) -> str:
    return p.say(
        "Nobody else coordinates for {organisation}, so this role cannot end here. Let a colleague "
        "in first, with /colleague, or ask whoever looks after the computer.",
        organisation=organisation_shown(p, refusal.organisation) if refusal.organisation else "",
    )


_SENTENCES: Final[Mapping[RefusalReason, Callable[[Phrases, Refusal], str]]] = {
    RefusalReason.NOT_ALLOWED: lambda p, _: p.say("That is not for you to do."),
    RefusalReason.ROUND_IS_CLOSED: _round_is_closed,
    RefusalReason.ROUND_IS_OPEN: _round_is_open,
    RefusalReason.REPLIES_ERASED: _replies_erased,
    RefusalReason.ROUND_ERASED: _round_erased,
    RefusalReason.NO_SUCH_TASK: lambda p, _: p.say("There is no such task. /checklist shows them all."),
    RefusalReason.NOT_OVER_YET: _not_over_yet,
    RefusalReason.OPEN_AGAIN: _open_again,
    RefusalReason.DAYS_OUT_OF_ORDER: lambda p, _: p.say(
        "The last day would be before the first. Begin again: /round"
    ),
    RefusalReason.GROUP_TOO_SMALL: lambda p, refusal: p.say(
        "In such a round the smallest group shown must have at least {least} people. Begin again: /round",
        least=refusal.number,
    ),
    RefusalReason.LINKS_WERE_MADE: lambda p, _: p.say(
        "Links were made already, so it stays. /close ends it."
    ),
    RefusalReason.LINKS_OF_TODAY: lambda p, refusal: p.say(
        "Your organisation can make {most} links and sheets in a day, and these would be more. Nothing was "
        "done: please go on tomorrow.",
        most=refusal.number,
    ),
    RefusalReason.LISTS_ARE_FULL: lambda p, refusal: p.say(
        "The lists of your organisation hold {most} names at most, and these would be more. "
        "Nothing was done.",
        most=refusal.number,
    ),
    RefusalReason.NO_SUCH_LINK: _no_such_link,
    RefusalReason.LINK_IS_SHARED: _link_is_shared,
    RefusalReason.LINK_WAS_USED: _link_was_used,
    RefusalReason.LINK_WAS_USED_BY_NAME: _link_was_used_by_name,
    RefusalReason.LINK_WAS_TAKEN_BACK: _link_was_taken_back,
    RefusalReason.NAME_IS_ONLY_TAKEN_OFF: lambda p, _: p.say(
        "In an anonymous round nobody has a link of their own, so nobody is corrected: "
        "/people take off Zoe Able takes a name off the list."
    ),
    RefusalReason.NOBODY_TO_MAIL: lambda p, _: p.say("Nobody of them can be sent a mail now."),
    RefusalReason.NOBODY_TO_CORRECT: _nobody_to_correct,
    RefusalReason.TAKES_PART_UNNAMED: _takes_part_unnamed,
    RefusalReason.TEAM_IS_WITH_REPLIES: _team_is_with_replies,
    RefusalReason.TEAM_IS_IN_REPORT: _team_is_in_report,
    RefusalReason.LINKS_ARE_PERSONAL: lambda p, _: p.say(
        "In a named round everybody has a link of their own: /invite makes them."
    ),
    RefusalReason.LINKS_ARE_SHARED: lambda p, _: p.say(
        "In an anonymous round everybody has the same link, and nobody one of their own: /link shows it."
    ),
    RefusalReason.NO_SUCH_SHARED_LINK: _no_such_shared_link,
    RefusalReason.LINK_IS_STOPPED: _link_is_stopped,
    RefusalReason.NOT_ON_LIST: lambda p, _: p.say("That name is not on the list. /people shows it."),
    RefusalReason.ADDRESS_NOT_ON_LIST: lambda p, _: p.say("That e-mail address is not on the list."),
    RefusalReason.NO_TEAMS_KEPT: lambda p, _: p.say(
        "This round is anonymous: no team is kept, so themes are asked of everybody."
    ),
    RefusalReason.NO_SUCH_GROUP: lambda p, _: p.say(
        "There is no such team or organisation in this round. /people shows them."
    ),
    RefusalReason.NO_SUCH_SHEET: _no_such_sheet,
    RefusalReason.SHEET_OF_SHARED_LINK: _sheet_of_shared_link,
    RefusalReason.NOTHING_TYPED_IN: lambda p, _: p.say("Nothing was typed in for that sheet."),
    RefusalReason.REPLIES_AFTER_CLOSING: _replies_after_closing,
    RefusalReason.REPLIES_AS_BEFORE: _replies_as_before,
    RefusalReason.REPLIES_ONCE_MORE: _replies_once_more,
    RefusalReason.REPLIES_NO_MORE: _replies_no_more,
    RefusalReason.NOT_YOUR_ORGANISATION: lambda p, _: p.say(
        "Only an organisation that you coordinate for can ask. Begin again: /round"
    ),
    RefusalReason.RELEASED_BEFORE: _released_before,
    RefusalReason.REMINDERS_SENT_BEFORE: _reminders_sent_before,
    RefusalReason.REMINDERS_OUTDATED: lambda p, _: p.say(
        "That was too long ago. Look at it again with /remind."
    ),
    RefusalReason.NO_SUCH_ROLE: _no_such_role,
    RefusalReason.LAST_COORDINATOR: _last_coordinator,
    RefusalReason.ENDED_BY_OPERATOR: lambda p, _: p.say(
        "Complaints may be about those who run rounds. So only whoever looks after the computer ends that "
        "role, or takes back a link for it."
    ),
    RefusalReason.NO_SUCH_COMPLAINT: lambda p, refusal: p.say(
        "There is no complaint {number}. /complaints shows them all.", number=refusal.number
    ),
    RefusalReason.COMPLAINT_TAKEN_BACK: lambda p, refusal: p.say(
        "Complaint {number} was taken back by its writer, so there is nothing to answer.",
        number=refusal.number,
    ),
    RefusalReason.NO_SUCH_GUIDE: lambda p, _: p.say("There is no such guide. /guide shows them all."),
    RefusalReason.GUIDES_ARE_FULL: lambda p, refusal: p.say(
        "Your organisation has {most} guides of its own, and more do not fit. Delete one first: /guide",
        most=refusal.number,
    ),
    RefusalReason.GUIDE_TOO_LONG: lambda p, refusal: p.say(
        "This document has more than {most} lines. Send it in several parts.", most=refusal.number
    ),
    RefusalReason.GUIDE_NOT_READY: lambda p, _: p.say(
        "Something in this guide has to be corrected first. /guide shows what."
    ),
    RefusalReason.GUIDE_CHANGED: lambda p, _: p.say(
        "Somebody has corrected this guide meanwhile, so it was not published. Look at it again: /guide"
    ),
    RefusalReason.GUIDE_AS_PUBLISHED: lambda p, refusal: p.say(
        "Nothing has changed since version {number} was published.", number=refusal.number
    ),
    RefusalReason.CHANGED_MEANWHILE: lambda p, _: p.say(
        "That has changed meanwhile, so nothing was done. /colleagues shows it."
    ),
    RefusalReason.TOO_LATE_TO_UNDO: lambda p, _: p.say(
        "That cannot be undone any more. /colleague makes a new link."
    ),
}
"""A sentence for each reason; a test holds that none is missing."""
