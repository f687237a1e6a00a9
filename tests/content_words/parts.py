"""What people read in a guide, part by part. The names of sources are left out: they are others' titles."""

from collections.abc import Iterator

from content.model import Guide, Prompt, Theme
from content.prompt_kinds import InWords, OnScale


def prompts_of(guide: Guide) -> list[Prompt]:
    """The prompts of all themes, in their order."""
    return [prompt for theme in guide.themes for prompt in theme.prompts]


def questions_of(guide: Guide) -> list[Prompt]:
    """The prompts that are replied to in words."""
    return [prompt for prompt in prompts_of(guide) if isinstance(prompt.kind, InWords)]


def rated_statements_of(guide: Guide) -> list[Prompt]:
    """The prompts that are statements, on a scale."""
    return [prompt for prompt in prompts_of(guide) if isinstance(prompt.kind, OnScale)]


def statements_of(theme: Theme) -> list[str]:
    """The texts of a theme that state something: its purpose, its features and its illustrations."""
    return [
        theme.purpose,
        *(feature.text for feature in theme.features),
        *(illustration.text for illustration in theme.illustrations),
    ]


def helps_of(guide: Guide) -> list[str]:
    """The lines of help under the prompts, where there are any."""
    return [each.help for theme in guide.themes for each in theme.asked if each.help]


def closing_words_of(guide: Guide) -> list[str]:
    """What the guide says of its own at the end of its themes, each text once."""
    said = [text for theme in guide.themes for each in theme.closing for text in (each.ask, each.help)]
    return list(dict.fromkeys(said))


def introduction_of(guide: Guide) -> str:
    """The whole introduction, without its titles."""
    return "\n\n".join(passage.text for passage in guide.introduction)


def parts_of(guide: Guide) -> Iterator[tuple[str, list[str]]]:
    """Every part of a guide that has words, with its name: what somebody reads in one go."""
    for name, texts in _parts(guide):
        written = [text for text in texts if text]
        if written:
            yield name, written


def _parts(guide: Guide) -> Iterator[tuple[str, list[str]]]:
    yield "title", [guide.title]
    yield "headings", [passage.title for passage in guide.introduction]
    yield "theme titles", [theme.title for theme in guide.themes]
    yield "about", [guide.about]
    yield "introduction", [passage.text for passage in guide.introduction]
    for scale in guide.scales:
        yield "level names", [level.name for level in scale.levels]
        yield "level meanings", [level.meaning for level in scale.levels]
    yield "set titles", [each.title for each in guide.sets]
    yield "closing prompts", closing_words_of(guide)
    for theme in guide.themes:
        yield f"{theme.id}: purpose", [theme.purpose]
        yield f"{theme.id}: features", [feature.text for feature in theme.features]
        yield f"{theme.id}: prompts", [prompt.ask for prompt in theme.prompts]
        yield f"{theme.id}: help", [prompt.help for prompt in theme.prompts]
        for level in theme.illustrated_levels:
            yield f"{theme.id}: level {level}", list(theme.illustrations_at(level))


def texts_of(guide: Guide) -> list[str]:
    """Every text of a guide."""
    return [text for _, texts in parts_of(guide) for text in texts]
