"""Which prompts of a guide there are to be read about, by their codes, and what each asks. No replies."""

from dataclasses import dataclass

from content.model import Guide, Theme
from content.phrases import Phrases
from content.tailoring import is_own
from conversations.kinds.closing_words import closing_title
from conversations.kinds.kind_table import takes_words
from conversations.paper_codes import asked_in_full, code_of
from conversations.state import RATING
from conversations.theme_progress import prompt_ids


@dataclass(frozen=True, slots=True)
class ListedPrompt:
    """A prompt or closing prompt of a guide. ``is_own``: it was added for this round."""

    guide: Guide
    code: str
    theme_number: int
    theme: Theme
    prompt_id: str
    is_own: bool

    @property
    def is_counted_only(self) -> bool:
        """Whether what is given to it is no words: without names the group's report alone counts it."""
        return not takes_words(self.theme, self.prompt_id)

    def ask(self, phrases: Phrases) -> str:
        """What it asks, as those who run the round read it."""
        if self.prompt_id == RATING:
            return phrases.say("Rating")
        if self.theme.has_prompt(self.prompt_id):
            return asked_in_full(phrases, self.guide, self.theme, self.theme.prompt(self.prompt_id))
        return closing_title(phrases, self.prompt_id)


def prompts_listed(guide: Guide) -> tuple[ListedPrompt, ...]:
    """All prompts of a guide: those added for this round first, then in the guide's order."""
    found = [
        ListedPrompt(guide, code_of(number, theme, each), number, theme, each, is_own(guide, each))
        for number, theme in enumerate(guide.themes, start=1)
        for each in prompt_ids(theme)
    ]
    return tuple(sorted(found, key=lambda each: not each.is_own))


def place_in_guide(listed: ListedPrompt) -> tuple[int, int]:
    """Where a prompt stands in the guide, to sort by: its theme, then its place there."""
    return listed.theme_number, prompt_ids(listed.theme).index(listed.prompt_id)


def prompts_within(guide: Guide, code: str) -> list[ListedPrompt]:
    """The prompts that a code is about: one (T1.P4), those of a theme (T1), or without a code all."""
    return [each for each in prompts_listed(guide) if code in ("", each.code, each.code.partition(".")[0])]
