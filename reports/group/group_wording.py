"""The sentences of a group report, so that chat, picture, page and PDF say one thing in one way.

Only interface phrases are composed here, and only from what the report's value tells: nothing is worked out
again, so nothing that is withheld can come back.
"""

from dataclasses import replace

from content.phrases import Phrases, long_date
from conversations.kinds.evidence import evidence_name
from conversations.kinds.kind_table import asked_of_some, with_a_stop
from conversations.who_sees_what import Told, told_of
from reports.group.agreement_wording import ratings_heading, ratings_sentence
from reports.group.finished_wording import finished_in_words, invited_joined, taking_part_in_steps
from reports.group.group_report import (
    EvidenceTally,
    Findings,
    GroupReport,
    Ratings,
    RoundFacts,
    TypedInSheets,
    UnknownPrompt,
)
from reports.group.participation import InvitedOnly, Participation, TeamParticipation
from reports.group.threshold import Reason, Tally, Withheld
from reports.statements import Statement
from reports.theme.theme_report import Counts


def group_title(report: GroupReport, phrases: Phrases) -> str:
    """What the report is called."""
    return phrases.say("Group report: {round}", round=report.facts.title)


def about_guide(report: GroupReport, phrases: Phrases) -> str:
    """Which guide it was that people used."""
    return phrases.say("What everybody said together about “{guide}”", guide=report.guide_title)


def who_took_part(phrases: Phrases) -> str:
    """What stands above the participation."""
    return phrases.say("Who took part")


def period(report: GroupReport, phrases: Phrases) -> str:
    """From when to when the round was open."""
    if report.facts.opened_on == report.facts.closed_on:
        return phrases.say("On {day}.", day=long_date(report.facts.opened_on, phrases.language))
    return phrases.say(
        "From {first} to {last}.",
        first=long_date(report.facts.opened_on, phrases.language),
        last=long_date(report.facts.closed_on, phrases.language),
    )


def who_sees(report: GroupReport, phrases: Phrases) -> str:
    """What the people who run the round may know beyond this report."""
    match told_of(report.facts.who_sees):
        case Told.WHO_WROTE_WHAT:
            return phrases.say(
                "This round is named: its coordinators can read who wrote what. This report does not."
            )
        case Told.HOW_FAR:
            return phrases.say(
                "This round is confidential: its coordinators can see how far each person is, "
                "and never who wrote what."
            )
        case Told.NEITHER:
            return phrases.say(
                "This round is anonymous: not even its coordinators can see who has finished "
                "or who wrote what. Only if everybody took part does a theme's number show that each did."
            )


# Participation


def participation(report: GroupReport, phrases: Phrases) -> str:
    """How many took part, in one line, and how many sheets were typed in."""
    said = [_participation(report, phrases)]
    if isinstance(report.participation, Participation) and report.facts.step == 1:
        said.append(finished_in_words(report.participation, report.facts.step, phrases))
    if report.typed_in:
        said.append(sheets(report.typed_in, phrases))
    return " ".join(said)


def _participation(report: GroupReport, phrases: Phrases) -> str:
    match report.participation:
        case Withheld():
            return phrases.count(
                "Fewer than {n} person was invited, so the figures are not shown.",
                "Fewer than {n} people were invited, so the figures are not shown.",
                report.facts.least_group,
            )
        case InvitedOnly(invited):
            return phrases.count(
                "{invited} invited. Fewer than {n} person joined, so how far they are is not shown.",
                "{invited} invited. Fewer than {n} people joined, so how far they are is not shown.",
                report.facts.least_group,
                invited=invited,
            )
        case Participation() as shown if report.facts.step > 1:
            return taking_part_in_steps(_known_by_themes(shown, report), report.facts.step, phrases)
        case Participation() as shown:
            began = phrases.count("{n} began", "{n} began", shown.begun)
            return invited_joined(shown, began, phrases)


def _known_by_themes(shown: Participation, report: GroupReport) -> Participation:
    """The participation in steps, with no figure below what a theme of the same report says.

    No fewer joined than took part in a theme, and no fewer finished one than finished that. Where there is
    one theme, they finished every theme.
    """
    told = [each.findings for each in report.themes if isinstance(each.findings, Findings)]
    most = max((each.took_part for each in told), default=0)
    done = max((each.finished for each in told), default=0)
    finished_one = shown.finished_one
    return replace(
        shown,
        joined=max(shown.joined, most),
        begun=max(shown.begun, most),
        finished=max(shown.finished, done) if len(report.themes) == 1 else shown.finished,
        finished_one=None if finished_one is None else max(finished_one, done),
    )


def sheets(n: int, phrases: Phrases) -> str:
    """How many sheets were typed in."""
    return phrases.count("{n} sheet was typed in.", "{n} sheets were typed in.", n)


def team_name(team: TeamParticipation, phrases: Phrases) -> str:
    """A team by its label."""
    return team.team or phrases.say("Without a team")


def team_withheld(withheld: Withheld, threshold: int, phrases: Phrases) -> str:
    """Why a team's participation is not told."""
    if withheld.reason is Reason.FEW:
        return phrases.count(
            "Not shown: fewer than {n} person.", "Not shown: fewer than {n} people.", threshold
        )
    return phrases.say("Not shown, so that nobody can be picked out.")


# Ratings


def took_part(found: Findings, facts: RoundFacts, phrases: Phrases) -> str:
    """How many took part in a theme, and the result of the sheets that were typed in."""
    values = {"people": people(found.took_part, phrases), "n": found.finished}
    if facts.step == 1:
        said = phrases.say("{people} took part in this theme, and {n} of them finished it.", **values)
    elif found.finished:
        said = phrases.say(
            "{people} took part in this theme, and at least {n} of them finished it.", **values
        )
    else:
        said = phrases.say("{people} took part in this theme.", **values)
    return " ".join((said, *_typed_in(found.typed_in, facts, phrases)))


def _typed_in(typed_in: TypedInSheets, facts: RoundFacts, phrases: Phrases) -> tuple[str, ...]:
    """How many sheets were typed in for a theme, and how they are rated where they are counted apart."""
    if not typed_in.sheets:
        return ()
    if not facts.has_sheets_apart:
        return (
            phrases.count(
                "{n} of them wrote on a sheet that was typed in.",
                "{n} of them wrote on sheets that were typed in.",
                typed_in.sheets,
            ),
        )
    match typed_in.ratings:
        case None:
            return (sheets(typed_in.sheets, phrases), phrases.say("Sheets are in no figure here."))
        case Withheld():
            return (
                sheets(typed_in.sheets, phrases),
                phrases.count(
                    "Sheets are in no figure here: fewer than {n} of them has a rating.",
                    "Sheets are in no figure here: fewer than {n} of them have a rating.",
                    facts.least_group,
                ),
            )
        case Ratings() as ratings:
            return (
                sheets(typed_in.sheets, phrases),
                phrases.say(
                    "They are counted apart. {heading}. {ratings}",
                    heading=ratings_heading(ratings, facts, phrases),
                    ratings=ratings_sentence(ratings, facts, phrases),
                ),
            )


def people_took_part(found: Findings, phrases: Phrases) -> str:
    """How many took part in a theme that asks for no rating."""
    return phrases.say("{people} took part in this theme.", people=people(found.took_part, phrases))


def theme_withheld(threshold: int, phrases: Phrases) -> str:
    """Why nothing is shown of a theme."""
    return phrases.count(
        "Fewer than {n} person took part in this theme, so nothing about it is shown.",
        "Fewer than {n} people took part in this theme, so nothing about it is shown.",
        threshold,
    )


def unrated_lines(ratings: Ratings | Withheld, facts: RoundFacts, phrases: Phrases) -> tuple[str, ...]:
    """How those who took part and did not rate left it; nothing where all rated."""
    if isinstance(ratings, Withheld) or ratings.counts.total == ratings.counts.answered:
        return ()
    return (
        phrases.say("Without a rating: {counts}.", counts=ways_of_leaving(ratings.counts, facts, phrases)),
    )


def ways_of_leaving(counts: Counts, facts: RoundFacts, phrases: Phrases) -> str:
    """How many left it in each other way.

    In an anonymous round who went on without a reply and who stopped before it are one number. A report that
    was published before still keeps these two apart.
    """
    names = (
        phrases.count("{n} don't know", "{n} don't know", counts.dont_know),
        phrases.count("{n} not applicable", "{n} not applicable", counts.not_applicable),
    )
    left: tuple[str, ...] = (
        phrases.count("{n} skipped", "{n} skipped", counts.skipped),
        phrases.count("{n} did not get to it", "{n} did not get to it", counts.not_replied),
    )
    if facts.is_anonymous:
        n = counts.skipped + counts.not_replied
        left = (
            phrases.count("{n} skipped it or did not get to it", "{n} skipped it or did not get to it", n),
        )
    return phrases.with_commas((*names, *left))


# Evidence, prompts and lists


def evidence_withheld(withheld: Withheld, threshold: int, phrases: Phrases) -> str:
    """Why it is not shown what the ratings rest on."""
    if withheld.reason is not Reason.FEW:
        return phrases.say(
            "It is not shown what the ratings rest on, as somebody could then tell what others named."
        )
    return phrases.count(
        "Fewer than {n} person said what their rating rests on, so it is not shown.",
        "Fewer than {n} people said what their rating rests on, so it is not shown.",
        threshold,
    )


def evidence_line(each: EvidenceTally, phrases: Phrases) -> str:
    """A kind of evidence with how many named it: Figures: 5 of 8."""
    return phrases.say(
        "{kind}: {tally}", kind=evidence_name(phrases, each.kind), tally=tally_name(each.tally, phrases)
    )


def unknown_line(prompt: UnknownPrompt, phrases: Phrases) -> str:
    """A prompt that many did not know, with how many: T2.P4 Who was asked? 4 of 9 don't know."""
    whole = asked_of_some(phrases, prompt.ask, prompt.asked_of, prompt.behind, prompt.values)
    return phrases.say(
        "{code} {ask} Don't know: {tally}.",
        code=prompt.code,
        ask=with_a_stop(phrases, whole),
        tally=tally_name(prompt.tally, phrases),
    )


def tally_name(tally: Tally, phrases: Phrases) -> str:
    """How many of how many."""
    if tally.at_least:
        return phrases.say("at least {n} of {of}", n=tally.count, of=tally.of)
    return phrases.say("{n} of {of}", n=tally.count, of=tally.of)


def strengths_withheld(found: Findings, threshold: int, phrases: Phrases) -> str:
    """Why no strengths are told, where none are."""
    if found.strengths == Withheld(Reason.ERASED):
        return words_erased(phrases)
    return phrases.count(
        "Fewer than {n} person named a strength, so none are shown.",
        "Fewer than {n} people named a strength, so none are shown.",
        threshold,
    )


def improvements_withheld(found: Findings, threshold: int, phrases: Phrases) -> str:
    """Why no areas for improvement are told, where none are."""
    if found.improvements == Withheld(Reason.ERASED):
        return words_erased(phrases)
    return phrases.count(
        "Fewer than {n} person named an area for improvement, so none are shown.",
        "Fewer than {n} people named an area for improvement, so none are shown.",
        threshold,
    )


def next_steps_withheld(found: Findings, threshold: int, phrases: Phrases) -> str:
    """Why no first steps are told, where none are."""
    if found.next_steps == Withheld(Reason.ERASED):
        return words_erased(phrases)
    return phrases.count(
        "Fewer than {n} person named a first step, so none are shown.",
        "Fewer than {n} people named a first step, so none are shown.",
        threshold,
    )


def words_erased(phrases: Phrases) -> str:
    """Why what people wrote is not told any more."""
    return phrases.say(
        "What people wrote is not shown any more, as replies have been erased since this report was first "
        "made. The figures are as they were then."
    )


def pdf_taken_back(phrases: Phrases) -> str:
    """What stands where the PDF stood, and where it was announced, once words in it may have been erased."""
    return phrases.say(
        "The PDF was here. It was taken back, as replies have been erased since. Those who run the round or "
        "read its reports get it as it is now with /results; anybody else can ask them."
    )


def file_taken_back(kind: str, phrases: Phrases) -> str:
    """The same of the report as a page, a Word document or tables, which only those get who ask for it."""
    match kind:
        case "html":
            return phrases.say(
                "The report as a page was here. It was taken back, as replies have been erased since. "
                "/results html makes it as it is now."
            )
        case "docx":
            return phrases.say(
                "The report as a Word document was here. It was taken back, as replies have been erased "
                "since. /results word makes it as it is now."
            )
        case _:
            return phrases.say(
                "The table of the report was here. It was taken back, as replies have been erased since. "
                "/results table makes it as it is now."
            )


def how_often(statement: Statement, facts: RoundFacts, phrases: Phrases) -> str:
    """How many people wrote a statement, where several did, and in which other spellings."""
    told = facts.people_told(statement.people)
    said = [phrases.say("{people}.", people=people(told, phrases))] if told > 1 else []
    others = [phrases.say("“{statement}”", statement=each) for each in statement.wordings[1:]]
    if others:
        said.append(phrases.say("Also spelt: {statements}", statements=phrases.with_commas(others)))
    return " ".join(said)


def people(n: int, phrases: Phrases) -> str:
    """A number of people."""
    return phrases.count("{n} person", "{n} people", n)
