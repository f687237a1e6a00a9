"""How many have joined, begun and finished, in the sentences that stand wherever it is told.

Where figures move in steps, a count below the first step is told as that, and never as if it were a figure.
"""

from content.phrases import Phrases
from reports.group.participation import Participation
from reports.group.threshold import can_move, fewest_that_move


def too_few_invited(shown: Participation, step: int, phrases: Phrases) -> str:
    """Why nothing is counted where so few are invited, or count, that no figure could move."""
    if shown.told_of < shown.people:
        return phrases.say("Too few of those invited count for figures.")
    return phrases.count(
        "Too few people are invited for figures: it takes {n}.",
        "Too few people are invited for figures: it takes {n}.",
        fewest_that_move(step),
    )


def report_tells(phrases: Phrases) -> str:
    """Where the exact figures of a closed round are, for somebody to whom others are told in steps."""
    return phrases.say("How many took part is told in the group's report: /results")


def invited_joined(shown: Participation, began: str, phrases: Phrases) -> str:
    """How many were invited and joined, each as it takes its own plural, and ``began``, how many began."""
    counted = phrases.with_commas(
        (
            *invited_in_words(shown, phrases),
            phrases.count("{n} joined", "{n} joined", shown.joined),
            began,
        )
    )
    return phrases.say("{counted}.", counted=counted)


def invited_in_words(shown: Participation, phrases: Phrases) -> tuple[str, ...]:
    """How many were invited, and how many came on paper without it, where somebody did."""
    invited = phrases.count("{n} invited", "{n} invited", shown.invited)
    return (invited, *on_paper_in_words(shown, phrases))


def on_paper_in_words(shown: Participation, phrases: Phrases) -> tuple[str, ...]:
    """How many came on paper without being invited, where somebody did."""
    if not shown.uninvited:
        return ()
    return (phrases.count("{n} more on paper", "{n} more on paper", shown.uninvited),)


def begun_in_words(n: int, phrases: Phrases) -> str:
    """How many have begun."""
    return phrases.count("{n} begun", "{n} begun", n)


def taking_part_in_steps(shown: Participation, step: int, phrases: Phrases) -> str:
    """How many were invited, have joined, begun and finished, where that is told in steps."""
    counted = phrases.with_commas(invited_in_words(shown, phrases))
    invited = phrases.say("{counted}.", counted=counted)
    if shown.once_invited is not None and shown.once_invited > shown.invited:
        most = shown.once_invited
        invited = phrases.count(
            "{n} invited, {most} at one time.", "{n} invited, {most} at one time.", shown.invited, most=most
        )
    joined = _joined_in_steps(shown, step, phrases)
    return " ".join((invited, *joined, finished_in_words(shown, step, phrases)))


def _joined_in_steps(shown: Participation, step: int, phrases: Phrases) -> tuple[str, ...]:
    """How many have joined and begun. They may be known where no figure can move: from a report's themes."""
    counts = {"joined": shown.joined, "begun": shown.begun, "step": step}
    if shown.joined and shown.begun:
        return (phrases.say("At least {joined} have joined, at least {begun} have begun.", **counts),)
    if not can_move(shown.told_of, step):
        return ()
    if shown.joined:
        return (phrases.say("At least {joined} have joined, fewer than {step} have begun.", **counts),)
    return (phrases.say("Fewer than {step} have joined.", **counts),)


def finished_in_words(shown: Participation, step: int, phrases: Phrases) -> str:
    """How many finished a theme, and how many all that is asked of them; ``step`` is 1 for exact figures."""
    if not can_move(shown.told_of, step):
        if shown.joined:
            return phrases.say("Too few people are invited to tell more than each theme's figures.")
        return too_few_invited(shown, step, phrases)
    counts = {"one": shown.finished_one, "all": shown.finished, "step": step}
    if shown.finished_one is None:  # from a report of before, when all of a guide was asked of everybody
        if step == 1:
            return phrases.say("{all} finished every theme.", **counts)
        if shown.finished:
            return phrases.say("At least {all} finished every theme.", **counts)
        return phrases.say("Fewer than {step} finished every theme.", **counts)
    if step > 1:
        return _finished_in_steps(shown, step, phrases)
    if not shown.finished_one:
        return phrases.say("Nobody has finished a theme.")
    return phrases.say("{one} finished at least one theme, and {all} every theme asked of them.", **counts)


def _finished_in_steps(shown: Participation, step: int, phrases: Phrases) -> str:
    counts = {"one": shown.finished_one, "all": shown.finished, "step": step}
    if not shown.finished_one:
        return phrases.say("Fewer than {step} have finished a theme.", **counts)
    if not shown.finished:
        return phrases.say(
            "At least {one} finished at least one theme, and fewer than {step} every theme asked of them.",
            **counts,
        )
    return phrases.say(
        "At least {one} finished at least one theme, and {all} every theme asked of them.", **counts
    )
