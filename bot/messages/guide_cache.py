"""The guides that rounds were opened with, as they were frozen then."""

from contextlib import suppress

from bot.settings.settings import Settings
from content.library import SHIPPED_FOLDER, Library, Pack, load_library
from content.model import Guide
from content.pack import parse_guide
from content.problem import Problem
from storage.engine.database import Transaction
from storage.guides.own_guides import published_texts
from storage.rounds.rounds import guide_of, guide_source


def available_packs(settings: Settings) -> tuple[Library, tuple[Problem, ...]]:
    """The packs that rounds can be opened on, and every problem in any pack."""
    return load_library([SHIPPED_FOLDER, *([settings.packs_dir] if settings.packs_dir else [])])


class GuideShelf:
    """Frozen guides by their hash; each is read from its kept text once."""

    def __init__(self) -> None:
        self._guides: dict[str, Guide] = {}
        self._published: dict[str, Pack] = {}

    def guide(self, tx: Transaction, sha256: str) -> Guide:
        """The guide with this hash. Raises ``LookupError`` when the store holds none that can be read."""
        known = self._guides.get(sha256)
        if known is not None:
            return known
        source = guide_source(tx, sha256)
        guide, problems = parse_guide(source or "", sha256[:12])
        if guide is None:
            raise LookupError(f"the kept guide {sha256[:12]} has {len(problems)} problems")
        self._guides[sha256] = guide
        return guide

    def published(self, tx: Transaction, organisation_id: str) -> Library:
        """The newest versions of the guides that an organisation has published itself."""
        found: Library = {}
        for sha256 in published_texts(tx, organisation_id):
            # One that a newer version of ours cannot read any more must not stop the others.
            with suppress(LookupError):
                pack = self._pack(tx, sha256)
                found[pack.guide.id, pack.guide.language] = pack
        return found

    def _pack(self, tx: Transaction, sha256: str) -> Pack:
        """A published guide with its text, which is read once: a hash has one text for good."""
        known = self._published.get(sha256)
        if known is None:
            known = Pack(self.guide(tx, sha256), guide_source(tx, sha256) or "", sha256)
            self._published[sha256] = known
        return known

    def guide_of(self, tx: Transaction, round_id: str) -> Guide:
        """The guide that a round is frozen on. Raises ``LookupError``."""
        return self.guide(tx, guide_of(tx, round_id) or "")
