"""What a theme report was made from, kept so that its files can be made again the same.

The guide is named by its hash, and the store has each guide that a round was opened on, word for word.
Everything else is here. Nothing is looked up that might have changed since.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from content.model import Guide
from conversations.state import Given, Replies, Reply
from reports.theme.theme_report import ThemeReport, summarise

_SOMEBODY: Final = 0
"""Stands for the colleague who gave a reply: a report tells that there was one, and not who."""


@dataclass(frozen=True, slots=True)
class ReplyShown:
    """A reply as far as a report shows it. What is as usual is not written down."""

    prompt_id: str
    given: Given = Given.ANSWERED
    entry: int = 1
    text: str = ""
    level: int | None = None
    choices: tuple[str, ...] = ()
    with_colleague: bool = False
    value: str = ""


@dataclass(frozen=True, slots=True)
class ThemeDataset:
    """The values of a theme report. ``language`` is that of its own phrases, not of its guide.

    ``time_zone`` is the one in which its date is read. ``prompt_set`` is the set whose prompts were asked.
    """

    guide_sha256: str
    theme_id: str
    language: str
    round_title: str
    organisation: str
    version: int
    finished_at: datetime
    time_zone: str
    replies: tuple[ReplyShown, ...]
    prompt_set: str = ""


_DATASET: Final[TypeAdapter[ThemeDataset]] = TypeAdapter(ThemeDataset)


def shown_of(theme_id: str, replies: Replies) -> tuple[ReplyShown, ...]:
    """What a report of a theme shows of somebody's replies, always in the same order."""
    ours = (reply for reply in replies.values() if reply.theme_id == theme_id)
    return tuple(sorted(_shown(ours), key=lambda each: (each.prompt_id, each.entry)))


def _shown(replies: Iterable[Reply]) -> Iterable[ReplyShown]:
    for reply in replies:
        if reply.given is not Given.WITHDRAWN:
            yield ReplyShown(
                reply.prompt_id,
                reply.given,
                reply.entry,
                reply.text if reply.given is Given.ANSWERED else "",
                reply.level,
                reply.choices,
                with_colleague=reply.given_by is not None,
                value=reply.value if reply.given is Given.ANSWERED else "",
            )


def dataset_to_json(dataset: ThemeDataset) -> str:
    """The values as they are kept, the same text for the same values."""
    return _DATASET.dump_json(dataset, exclude_defaults=True).decode()


def dataset_from_json(kept: str) -> ThemeDataset:
    """The values that :func:`dataset_to_json` kept. Raises ``ValueError``."""
    return _DATASET.validate_json(kept)


def report_of_dataset(dataset: ThemeDataset, guide: Guide, *, made_from: str) -> ThemeReport:
    """The report that these values give with their guide; ``made_from`` is their hash as they are kept."""
    replies = [
        Reply(
            dataset.theme_id,
            each.prompt_id,
            each.entry,
            each.given,
            text=each.text,
            level=each.level,
            choices=each.choices,
            given_by=_SOMEBODY if each.with_colleague else None,
            value=each.value,
        )
        for each in dataset.replies
    ]
    return summarise(
        guide,
        dataset.theme_id,
        {reply.key: reply for reply in replies},
        round_title=dataset.round_title,
        organisation=dataset.organisation,
        version=dataset.version,
        finished_at=dataset.finished_at.astimezone(ZoneInfo(dataset.time_zone)),
        made_from=made_from,
        prompt_set=dataset.prompt_set,
    )
