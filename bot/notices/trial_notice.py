"""A mail as a trial, for whoever sees it before it goes to all: it says so, and its link opens nothing."""

from dataclasses import replace

from bot.notices.notice import Notice
from content.phrases import Phrases

TRIAL_CODE = "trial"
"""Stands in the link of a trial for a code. No code is so short."""


def as_trial(p: Phrases, notice: Notice) -> Notice:
    """The same mail, which says first that it is a trial."""
    return replace(
        notice,
        subject=p.say("Trial: {subject}", subject=notice.subject),
        paragraphs=(
            p.say(
                "This is a trial, sent to you alone by somebody who prepares this mail. Its link opens "
                "nothing, and the page at its end ends trials only. All below is what the others will read."
            ),
            *notice.paragraphs,
        ),
    )
