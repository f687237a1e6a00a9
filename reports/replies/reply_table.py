"""The replies of a round as a table for a spreadsheet, a row for each reply, as they may be read."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from content.model import Guide
from content.phrases import Phrases, long_date
from conversations.state import Given, Reply
from reports.layout.csv_table import csv_file
from reports.layout.described_columns import DescribedColumn, dictionary_headings, dictionary_rows
from reports.layout.wording import codes_explained, given_name, guide_name, words_of
from reports.replies.by_name import GivenByName, NamedParticipant
from reports.replies.data_dictionary import evidence_in_words, levels_in_words, options_in_words
from reports.replies.prompt_list import ListedPrompt


@dataclass(frozen=True, slots=True)
class ReplyTable:
    """What stands in a table of replies: its columns, and a row for each reply, in the order of the guide.

    ``about`` says in sentences which replies they are.
    """

    title: str
    about: tuple[str, ...]
    columns: tuple[DescribedColumn, ...]
    rows: tuple[tuple[str, ...], ...]

    def as_csv(self) -> bytes:
        """The table as a CSV file."""
        return csv_file([[each.heading for each in self.columns], *self.rows])

    def dictionary_as_csv(self, phrases: Phrases) -> bytes:
        """What its columns mean, as a CSV file."""
        return csv_file([dictionary_headings(phrases), *dictionary_rows(self.columns)])


def named_table(
    guide: Guide,
    found: Iterable[tuple[ListedPrompt, Iterable[GivenByName]]],
    phrases: Phrases,
    *,
    title: str = "",
) -> ReplyTable:
    """A row for each reply of a named round, with who gave it."""
    p = phrases
    rows = tuple(
        (*_prompt_cells(p, prompt), *_person(given.writer), *_reply(guide, given, reply, p))
        for prompt, givens in found
        for given in givens
        for reply in given.replies or (None,)
    )
    about = (
        _from_guide(guide, p),
        p.say("The round is named, so each reply has a name. Keep the file as safe as the data."),
        p.say("Only the last version of each reply is in it."),
    )
    return ReplyTable(title, about, _named_columns(guide, p), rows)


def shuffled_table(
    guide: Guide,
    found: Iterable[tuple[ListedPrompt, Iterable[str]]],
    phrases: Phrases,
    *,
    least_writers: int,
    title: str = "",
    closed_on: Collection[date] = (),
) -> ReplyTable:
    """A row for each reply in words, and nothing of who wrote it, in the order of each prompt's list.

    ``closed_on`` are the days up to which these lists go.
    """
    p = phrases
    rows = tuple((*_prompt_cells(p, prompt), text) for prompt, texts in found for text in texts)
    about = (
        _from_guide(guide, p),
        p.say("The replies to each prompt stand in a mixed order, which tells nothing about who wrote them."),
        p.count(
            "A prompt to which fewer than {n} person wrote is not in it.",
            "A prompt to which fewer than {n} people wrote is not in it.",
            least_writers,
        ),
        *_as_it_was(closed_on, p),
        p.say("Ratings and kinds of evidence are only counted, in the group's report."),
    )
    reply = DescribedColumn(p.say("Reply"), p.say("What somebody wrote, word for word."), width=70)
    return ReplyTable(title, about, (*_about_prompt(guide, p), reply), rows)


def _as_it_was(closed_on: Collection[date], p: Phrases) -> tuple[str, ...]:
    """Up to when the lists go; a list stays as it was while too few have written to its prompt since."""
    if not closed_on:
        return ()
    *before, last = [long_date(day, p.language) for day in sorted(set(closed_on))]
    said = p.say("As it was when the round closed on {day}.", day=last)
    if not before:
        return (said,)
    stays = p.say(
        "Where too few people wrote since, the list is as it was when the round closed on {days}.",
        days=p.with_semicolons(before),
    )
    return (said, stays)


def _from_guide(guide: Guide, p: Phrases) -> str:
    return guide_name(guide.title, guide.version, p)


def _about_prompt(guide: Guide, p: Phrases) -> tuple[DescribedColumn, ...]:
    return (
        DescribedColumn(p.say("Code"), codes_explained(p), width=8),
        *(
            (DescribedColumn(p.say("Section"), p.say("The section that holds the theme."), width=22),)
            if guide.sections
            else ()
        ),
        DescribedColumn(p.say("Theme"), p.say("The theme of the guide, in its own words."), width=22),
        DescribedColumn(p.say("Prompt"), p.say("What was asked, in the guide's own words."), width=40),
    )


def _named_columns(guide: Guide, p: Phrases) -> tuple[DescribedColumn, ...]:
    given = (
        (given_name(p, Given.ANSWERED), p.say("What they gave stands in the column of replies.")),
        (given_name(p, Given.DONT_KNOW), p.say("They said that they do not know.")),
        (given_name(p, Given.NOT_APPLICABLE), p.say("They said that it does not apply to their work.")),
        (given_name(p, Given.SKIPPED), p.say("They went on without a reply.")),
        (given_name(p, None), _without_reply(guide, p)),
    )
    reply = p.say("What they wrote, word for word; of a rating its level, of evidence its kinds.")
    values = *levels_in_words(guide), *evidence_in_words(p), *options_in_words(guide, p)
    return (
        *_about_prompt(guide, p),
        DescribedColumn(
            p.say("Name"), p.say("The name on the list of invited people, if there is one."), width=20
        ),
        DescribedColumn(p.say("Team"), p.say("The team on that list."), width=16),
        DescribedColumn(p.say("Organisation"), p.say("The partner organisation on that list."), width=16),
        DescribedColumn(p.say("Link"), p.say("The number of their link in /people."), width=6),
        DescribedColumn(p.say("What was given"), p.say("In which way they left the prompt."), given),
        DescribedColumn(p.say("Reply"), reply, values, width=70),
        DescribedColumn(p.say("Written on (UTC)"), p.say("The day of the last version: year, month, day.")),
        DescribedColumn(p.say("Changed"), p.say("“yes” where there was an earlier version."), width=9),
        DescribedColumn(
            p.say("Typed in from paper"), p.say("“yes” where it was typed in from a paper sheet."), width=10
        ),
        DescribedColumn(
            p.say("Given by a colleague"),
            p.say("Who gave it for them, where they passed the prompt on."),
            width=20,
        ),
    )


def _without_reply(guide: Guide, p: Phrases) -> str:
    said = p.say("They did not come to it, or took their reply back.")
    if not guide.sets:
        return said
    not_told = p.say("Where not everybody is asked a prompt, they may not have been asked.")
    return f"{said} {not_told}"


def _prompt_cells(p: Phrases, prompt: ListedPrompt) -> tuple[str, ...]:
    section = prompt.guide.section_of(prompt.theme)
    held_by = (section.numbered_title,) if section else ()
    return (prompt.code, *held_by, prompt.theme.numbered_title, prompt.ask(p))


def _person(writer: NamedParticipant) -> tuple[str, ...]:
    return (writer.name, writer.team, writer.partner, str(writer.link or ""))


def _reply(guide: Guide, given: GivenByName, reply: Reply | None, p: Phrases) -> tuple[str, ...]:
    yes = p.say("yes")
    return (
        given_name(p, given.given),
        words_of(guide, reply, p) if reply and reply.given is Given.ANSWERED else "",
        _day(reply.written_at) if reply else "",
        yes if reply and reply.version > 1 else "",
        yes if given.writer.is_typed_in else "",
        (given.colleague.name or yes) if given.colleague else "",
    )


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
