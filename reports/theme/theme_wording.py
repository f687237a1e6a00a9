"""The sentences of a theme report, so that chat, picture, page and PDF say one thing in one way.

Only interface phrases are composed here. A participant's own words never pass through this module,
except as a value that is placed unchanged.
"""

from content.phrases import Phrases, long_date
from conversations.kinds.evidence import evidence_name
from conversations.kinds.kind_table import ask_in_words, reply_in_words
from conversations.state import Given, Reply
from reports.layout import wording
from reports.theme.theme_report import Counts, Points, PromptReply, ThemeReport

KINDS: tuple[Given | None, ...] = (
    Given.ANSWERED,
    Given.DONT_KNOW,
    Given.NOT_APPLICABLE,
    Given.SKIPPED,
    None,
)
"""How a prompt can be left, in the order reports show it; None stands for no reply."""


def shown_kinds(counts: Counts) -> tuple[Given | None, ...]:
    """The kinds that a report lists: the four always, "no reply" only where it occurs."""
    return tuple(kind for kind in KINDS if kind is not None or counts.not_replied)


def rating_name(report: ThemeReport, phrases: Phrases) -> str:
    """The rating in a few words, or how it was left."""
    if report.rating.level:
        return wording.level_name(report.rating.level)
    match report.rating.given:
        case Given.DONT_KNOW:
            return phrases.say("No rating: don't know")
        case Given.NOT_APPLICABLE:
            return phrases.say("No rating: not applicable")
        case Given.SKIPPED:
            return phrases.say("No rating: skipped")
        case _:
            return phrases.say("No rating was given")


def rating_heading(report: ThemeReport, phrases: Phrases) -> str:
    """The rating as a heading: Rating: 5 Very good."""
    name = rating_name(report, phrases)
    return phrases.say("Rating: {level}", level=name) if report.rating.level else name


def rating_meaning(report: ThemeReport, phrases: Phrases) -> str:
    """What the rating means on the guide's scale, or that the theme was not judged."""
    if report.rating.level:
        return report.rating.level.meaning
    return phrases.say("The theme was not judged on the scale.")


def evidence_names(report: ThemeReport, phrases: Phrases) -> tuple[str, ...]:
    """The kinds of evidence in words; how the prompt was left where there are none."""
    if report.evidence.kinds:
        return tuple(evidence_name(phrases, kind) for kind in report.evidence.kinds)
    return (left_as(phrases, report.evidence.given),)


def left_as(phrases: Phrases, given: Given | None) -> str:
    """What stands where nothing was written: how the prompt was left, as a sentence."""
    match given:
        case Given.DONT_KNOW:
            return phrases.say("Don't know.")
        case Given.NOT_APPLICABLE:
            return phrases.say("Not applicable.")
        case Given.SKIPPED:
            return phrases.say("Skipped.")
        case _:
            return phrases.say("Nothing was noted.")


def left_at(each: PromptReply, phrases: Phrases) -> str:
    """What stands where nothing was given to a prompt: how it was left, or that it was not asked."""
    if not each.is_asked:
        return phrases.say("Not asked, with what was chosen before.")
    return left_as(phrases, each.given)


def strengths(report: ThemeReport, phrases: Phrases) -> wording.TextList:
    """The strengths as a section."""
    return _section(phrases.say("Strengths"), report.strengths, phrases)


def improvements(report: ThemeReport, phrases: Phrases) -> wording.TextList:
    """The areas for improvement as a section."""
    return _section(phrases.say("Areas for improvement"), report.improvements, phrases)


def next_steps(report: ThemeReport, phrases: Phrases) -> wording.TextList:
    """The first steps as a section."""
    return _section(phrases.say("First steps"), report.next_steps, phrases)


def _section(heading: str, points: Points, phrases: Phrases) -> wording.TextList:
    return wording.TextList(heading, points.texts, left_as(phrases, points.given))


def points(points: Points, phrases: Phrases) -> tuple[str, ...]:
    """Strengths, areas for improvement or first steps, or how the prompt was left where there are none."""
    if points.given is Given.SKIPPED and not points.texts:
        return (phrases.say("None named."),)
    return points.texts or (left_as(phrases, points.given),)


def count_names(counts: Counts, phrases: Phrases) -> tuple[str, ...]:
    """How many prompts were left in which way, in words."""
    names = (
        phrases.count("{n} answered", "{n} answered", counts.answered),
        phrases.count("{n} don't know", "{n} don't know", counts.dont_know),
        phrases.count("{n} not applicable", "{n} not applicable", counts.not_applicable),
        phrases.count("{n} skipped", "{n} skipped", counts.skipped),
    )
    if not counts.not_replied:
        return names
    return (*names, phrases.count("{n} without a reply", "{n} without a reply", counts.not_replied))


def counts_sentence(counts: Counts, phrases: Phrases) -> str:
    """All counts in one line: 11 prompts: 8 answered, 1 don't know, 0 not applicable, 2 skipped."""
    return phrases.say(
        "{prompts}: {counts}.",
        prompts=phrases.count("{n} prompt", "{n} prompts", counts.total),
        counts=phrases.with_commas(count_names(counts, phrases)),
    )


def asked(each: PromptReply, phrases: Phrases) -> str:
    """What a prompt asks."""
    return ask_in_words(phrases, each.prompt)


def said(each: PromptReply, phrases: Phrases) -> str:
    """What was given to a prompt: the words as they were written, or what was chosen; empty for nothing."""
    if each.chosen is None or each.given is None:
        return each.text
    level, choices, value = each.chosen.level, each.chosen.choices, each.chosen.value
    reply = Reply("", each.prompt.id, 1, each.given, level=level, choices=choices, value=value)
    return reply_in_words(phrases, each.prompt, reply)


def version_line(report: ThemeReport, phrases: Phrases) -> str:
    """When the theme was finished, which version of its report this is, and whose prompts were asked."""
    said = phrases.say(
        "Finished on {day}. Version {version} of this report.",
        day=long_date(report.finished_at.date(), phrases.language),
        version=report.version,
    )
    if report.waiting:
        without = phrases.count(
            "{n} prompt has no reply now; the theme still counts as finished.",
            "{n} prompts have no reply now; the theme still counts as finished.",
            report.waiting,
        )
        said = f"{said} {without}"
    if not report.asked_as:
        return said
    whose = phrases.say("You were asked the prompts for: {who}.", who=report.asked_as)
    return f"{said} {whose}"


def whose_view(phrases: Phrases) -> str:
    """Whose view a theme report is, in one sentence."""
    return phrases.say("This is one person's view, not the view of the group.")


def about_theme_report(phrases: Phrases, *, has_rating: bool) -> tuple[str, ...]:
    """The note at the end of a report: what it is, what it is not, and who is not in it."""
    return (
        phrases.say(
            "This report holds what one participant gave to one theme of the guide. "
            "It does not speak for the group or for the organisation."
        ),
        *(
            [
                phrases.say(
                    "The rating is that person's own judgement of the service. It is not worked out from the "
                    "replies, and it is not about any member of staff."
                )
            ]
            if has_rating
            else []
        ),
        wording.kept_apart(phrases),
        wording.codes_explained(phrases),
        phrases.say(
            "The replies stand here in full, as they were written. The report does not name the person who "
            "wrote them, but what they wrote may show who they are: think before you pass it on."
        ),
    )


def keywords(report: ThemeReport) -> tuple[str, ...]:
    """What is in a file and on none of its pages: the hash of the values that it was made from."""
    return (f"made from {report.made_from}",) if report.made_from else ()
