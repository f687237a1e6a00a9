"""Themes and prompts of a draft by the numbers that people type for them: 2 for a theme, 2.3 for a prompt."""

from collections.abc import Iterator, Sequence

from content.drafts.guide_lines import ASKED_USES, GuideLine, LineUse


def counted_lines(lines: Sequence[GuideLine]) -> Iterator[tuple[str, GuideLine]]:
    """The themes and prompts in order, each with its number. Prompts above all themes have 0 for a theme."""
    theme = prompt = 0
    for line in lines:
        if line.used_as is LineUse.THEME:
            theme, prompt = theme + 1, 0
            yield str(theme), line
        elif line.used_as in ASKED_USES:
            prompt += 1
            yield f"{theme}.{prompt}", line


def line_counted(lines: Sequence[GuideLine], number: str) -> GuideLine | None:
    """The theme or prompt with this number, None where there is none."""
    return dict(counted_lines(lines)).get(number)
