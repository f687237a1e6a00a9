"""How many have finished, in one sentence: the one that stands wherever it is told."""

from content.phrases import Phrases
from reports.group.participation import Participation


def finished_in_words(shown: Participation, step: int, phrases: Phrases) -> str:
    """How many finished a theme, and how many all that is asked of them; ``step`` is 1 for exact figures."""
    counts = {"one": shown.finished_one, "all": shown.finished}
    if shown.finished_one is None:  # from a report of before, when all of a guide was asked of everybody
        if step > 1:
            return phrases.say("At least {all} finished every theme.", **counts)
        return phrases.say("{all} finished every theme.", **counts)
    if step > 1:
        return phrases.say(
            "At least {one} finished at least one theme, and {all} all of those asked of them.", **counts
        )
    if not shown.finished_one:
        return phrases.say("Nobody has finished a theme.")
    return phrases.say("{one} finished at least one theme, {all} all of those asked of them.", **counts)
