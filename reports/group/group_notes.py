"""The notes at the end of a group report: what it is, how it is read, and how people are protected."""

from content.phrases import Phrases
from reports.agreement import has_camps
from reports.group.group_report import Findings, GroupReport, RoundFacts
from reports.group.group_wording import who_sees
from reports.layout import wording


def about_group_report(report: GroupReport, phrases: Phrases) -> tuple[str, ...]:
    """The note at the end: what this is, how it is to be read, and how people are protected."""
    return (
        phrases.say(
            "This report brings together what everybody who took part gave. It is the view of those people, "
            "and it is about the service, not about any member of staff."
        ),
        *_how_ratings_are_told(report, phrases),
        *_how_rounds_are_beside(report, phrases),
        *_how_prompts_are_told(report, phrases),
        wording.kept_apart(phrases),
        who_sees(report, phrases),
        phrases.count(
            "Where fewer than {n} person took part, nothing is shown, and the report says where that is so. "
            "A larger team is left out too where a smaller one could be worked out from it.",
            "Where fewer than {n} people took part, nothing is shown, and the report says where that is so. "
            "A larger team is left out too where a smaller one could be worked out from it.",
            report.facts.least_group,
        ),
        *_ratings_alike(report, phrases),
        *_anonymous_notes(report.facts, phrases),
        *_sheets_apart(report, phrases),
        *_how_points_are_shown(report, phrases),
    )


def _how_rounds_are_beside(report: GroupReport, phrases: Phrases) -> tuple[str, ...]:
    """Why no difference from an earlier round is worked out, where one is shown."""
    if all(each.before is None for each in report.themes):
        return ()
    return (
        phrases.say(
            "Ratings of an earlier round are shown where a theme reads the same as it did then. Other people "
            "may have taken part, so no difference is worked out."
        ),
    )


def _how_points_are_shown(report: GroupReport, phrases: Phrases) -> tuple[str, ...]:
    """How what people wrote at the end of a theme is shown, as far as the guide asks for it."""
    shown = _shown(report)
    has_strengths = not shown or any(each.strengths is not None for each in shown)
    has_improvements = not shown or any(each.improvements is not None for each in shown)
    has_steps = any(each.next_steps is not None for each in shown)
    told = []
    if has_strengths and has_improvements:
        told.append(
            phrases.say(
                "Strengths and areas for improvement stand without names, as they were written: those of "
                "most people first, the others in a mixed order."
            )
        )
    elif has_strengths:
        told.append(
            phrases.say(
                "Strengths stand without names, as they were written: those of most people first, the others "
                "in a mixed order."
            )
        )
    elif has_improvements:
        told.append(
            phrases.say(
                "Areas for improvement stand without names, as they were written: those of most people "
                "first, the others in a mixed order."
            )
        )
    if has_steps and told:
        told.append(phrases.say("First steps are shown in the same way."))
    elif has_steps:
        told.append(
            phrases.say(
                "First steps stand without names, as they were written: those of most people first, the "
                "others in a mixed order."
            )
        )
    if not told:
        return ()
    warning = phrases.say("What somebody wrote may still show who they are: think before you pass it on.")
    return (" ".join([*told, warning]),)


def _shown(report: GroupReport) -> list[Findings]:
    return [each.findings for each in report.themes if isinstance(each.findings, Findings)]


def _has_ratings(report: GroupReport) -> bool:
    """Whether any theme asks for a rating; where nothing is shown of any, that is not known."""
    shown = _shown(report)
    return not shown or any(each.ratings is not None for each in shown)


def _how_ratings_are_told(report: GroupReport, phrases: Phrases) -> tuple[str, ...]:
    if not _has_ratings(report):
        return ()
    shown = [each.spread for each in report.themes if each.spread is not None]
    has_median = not shown or any(not has_camps(each.counts) for each in shown)
    return (
        phrases.say(
            "A rating is a judgement. So the report shows how many people chose each level, and the median: "
            "the rating in the middle when all stand in a row. Ratings are never added up or averaged."
        )
        if has_median
        else phrases.say(
            "A rating is a judgement. So the report shows how many people chose each level. Ratings are "
            "never added up or averaged."
        ),
        *(
            [
                phrases.say(
                    "The dashed line in a picture is between the upper and the lower half of the levels."
                )
            ]
            if any(len(each.levels) % 2 == 0 for each in shown)
            else []
        ),
        phrases.say(
            "The words above the ratings say by a fixed rule how far these agree. In a small group one "
            "rating can change them, so look at the picture as well."
        ),
        *_no_small_group(report.facts, phrases),
    )


def _no_small_group(facts: RoundFacts, phrases: Phrases) -> tuple[str, ...]:
    """That words point at nobody, where a round is anonymous."""
    if not facts.is_anonymous:
        return ()
    return (
        phrases.count(
            "These words name no group of fewer than {n} person, as this round is anonymous.",
            "These words name no group of fewer than {n} people, as this round is anonymous.",
            facts.least_named,
        ),
    )


def _how_prompts_are_told(report: GroupReport, phrases: Phrases) -> tuple[str, ...]:
    """How choices, levels, numbers and dates are told, where the guide asks for any."""
    if not any(each.prompts for each in _shown(report)):
        return ()
    return (
        phrases.say(
            "Of choices and levels the report shows how many gave each, and of numbers and dates the middle "
            "one. Where nearly all gave the same, it leaves that out: somebody who knows their own could "
            "tell what others gave."
        ),
    )


def _ratings_alike(report: GroupReport, phrases: Phrases) -> tuple[str, ...]:
    if not _has_ratings(report):
        return ()
    return (
        phrases.say(
            "Ratings that are nearly all alike are shown only as a part of the scale. Otherwise somebody who "
            "knows their own rating could tell what others chose."
        ),
    )


def _sheets_apart(report: GroupReport, phrases: Phrases) -> tuple[str, ...]:
    """That sheets are in no figure of a theme; an anonymous round's notes say it already."""
    if report.facts.is_anonymous or not report.typed_in or not report.facts.has_sheets_apart:
        return ()
    if not _has_ratings(report):
        return (
            phrases.say(
                "Sheets that were typed in are in no figure of a theme, as whoever typed them in knows what "
                "is on them."
            ),
        )
    return (
        phrases.say(
            "Sheets that were typed in are counted apart in each theme, as whoever typed them in knows what "
            "is on them."
        ),
    )


def _anonymous_notes(facts: RoundFacts, phrases: Phrases) -> tuple[str, ...]:
    """What is done in an anonymous round alone."""
    if not facts.is_anonymous:
        return ()
    return (
        phrases.count(
            "As this round is anonymous, how many joined, began and finished is told in steps of {n}, except "
            "where a theme tells more. Nothing is told by team, and sheets typed in are counted apart.",
            "As this round is anonymous, how many joined, began and finished is told in steps of {n}, except "
            "where a theme tells more. Nothing is told by team, and sheets typed in are counted apart.",
            facts.step,
        ),
        phrases.say(
            "Each theme says exactly how many took part in it, as its figures are counted among them. It is "
            "said once, after the round has closed."
        ),
        phrases.say(
            "How many joined, began and finished may count people who erased everything before this report "
            "was first made; the themes do not count them. This stands here whether or not anybody did."
        ),
    )
