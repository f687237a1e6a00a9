"""Which values can stand in a file with replies, in words: part of its data dictionary.

Whoever gets the file later has neither the guide nor this product. So it says all levels in words. No reply.
"""

from content.model import Guide
from content.phrases import Phrases
from conversations.kinds.evidence import evidence_name
from conversations.kinds.kind_table import options_of
from conversations.state import EVIDENCE_KINDS
from reports.layout.wording import level_name


def levels_in_words(guide: Guide) -> tuple[tuple[str, str], ...]:
    """Each level of the guide's scales as it stands in a reply, with what the guide says it means."""
    told = ((level_name(level), level.meaning) for scale in guide.scales for level in scale.levels)
    return tuple(dict.fromkeys(told))


def evidence_in_words(p: Phrases) -> tuple[tuple[str, str], ...]:
    """Each kind of evidence as it stands in a reply."""
    chosen = p.say("A kind of evidence. Several stand with a semicolon between them.")
    return tuple((evidence_name(p, kind), chosen) for kind in EVIDENCE_KINDS)


def options_in_words(guide: Guide, p: Phrases) -> tuple[tuple[str, str], ...]:
    """Each option that the guide's prompts offer, as it stands in a reply."""
    return tuple(
        (
            option.text,
            p.say(
                "An option of “{prompt}”. Several stand with a semicolon between them.",
                prompt=prompt.numbered_ask,
            ),
        )
        for theme in guide.themes
        for prompt in theme.prompts
        for option in options_of(prompt)
    )
