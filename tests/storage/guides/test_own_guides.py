"""The life of an organisation's own guide in the store: its lines, its versions, and what goes with it."""

from dataclasses import replace
from datetime import timedelta

from content.drafts.guide_lines import GuideLine, LineUse
from content.drafts.kept_keys import KeptOf, kept_to_text
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.guides import draft_lines, own_guides
from storage.guides.own_guides import OwnGuide
from storage.roles.organisations import organisation_named
from storage.rounds import rounds
from storage.rounds.rounds import FrozenGuide
from tests.storage.samples import GUIDE, NOW, open_round

LINES = (
    GuideLine(1, LineUse.TITLE, "Our guide", 0),
    GuideLine(2, LineUse.PROMPT, "How do people find us?", 0, kept='{"prompt":{"id":"find-us"}}'),
    GuideLine(3, LineUse.LEFT_OUT, "By telephone, says Ann.", 0, kept='{"prompt":{"id":"ann"}}'),
)


OURS, OTHERS = "Example Council", "Another Council"


def bring_in(tx: Transaction, organisation: str) -> OwnGuide:
    """Keep a draft as it was just read."""
    organisation_id = organisation_named(tx, organisation, NOW)
    guide = OwnGuide(own_guides.new_guide_id(), organisation_id, "en", "Our guide", 1, NOW)
    own_guides.keep_own_guide(tx, guide)
    draft_lines.put_lines(tx, guide.id, LINES)
    return guide


def publish(tx: Transaction, guide: OwnGuide, sha256: str) -> int:
    """Publish a draft as a text with this hash."""
    rounds.keep_guide(tx, FrozenGuide(sha256, guide.id, "1", "en", "format: 2\n"))
    found = own_guides.find_own_guide(tx, guide.id)
    assert found is not None
    return own_guides.add_version(tx, found, sha256, NOW)


async def test_a_draft_comes_back_as_it_was_corrected(database: SqliteDatabase) -> None:
    def correct(tx: Transaction) -> tuple[OwnGuide, OwnGuide | None, list[GuideLine]]:
        guide = bring_in(tx, OURS)
        draft_lines.change_lines(tx, guide.id, [replace(LINES[1], text="How do people reach us?")])
        added = draft_lines.add_line(tx, guide.id, GuideLine(0, LineUse.HELP, "By letter?", 0), 2)
        last = draft_lines.add_line(tx, guide.id, GuideLine(0, LineUse.PROMPT, "And at night?", 0), 99)
        assert (added, last) == (4, 5)
        asked = draft_lines.words_asked(tx, [guide.id])
        assert asked == {guide.id: ["How do people reach us?", "And at night?"]}
        own_guides.count_change(tx, guide.id, NOW + timedelta(hours=1))
        lines = draft_lines.draft_lines(tx, guide.id)
        return guide, own_guides.find_own_guide(tx, guide.id), lines

    guide, found, lines = await database.write(correct)
    assert lines[1].kept == LINES[1].kept, "what lines cannot show stays with its line"
    assert found == replace(guide, change=2, changed_at=NOW + timedelta(hours=1), came_at=NOW)
    assert [(line.number, line.text) for line in lines] == [
        (1, "Our guide"),
        (2, "How do people reach us?"),
        (4, "By letter?"),
        (3, "By telephone, says Ann."),
        (5, "And at night?"),
    ]


async def test_words_that_are_in_no_guide_go_when_it_is_published_or_after_a_while(
    database: SqliteDatabase,
) -> None:
    def left(tx: Transaction, guide: OwnGuide) -> list[str]:
        return [
            line.text + line.kept
            for line in draft_lines.draft_lines(tx, guide.id)
            if line.used_as is LineUse.LEFT_OUT
        ]

    def go(tx: Transaction) -> None:
        published, waiting = bring_in(tx, OURS), bring_in(tx, OURS)
        draft_lines.forget_left_out(tx, published.id)
        assert left(tx, published) == [""]
        assert draft_lines.sweep_left_out(tx, NOW + draft_lines.LEFT_OUT_FOR) == 0
        assert left(tx, waiting) == [LINES[2].text + LINES[2].kept]
        assert draft_lines.sweep_left_out(tx, NOW + draft_lines.LEFT_OUT_FOR + timedelta(seconds=1)) == 1
        assert left(tx, waiting) == [""]

    await database.write(go)


async def test_what_a_whole_guide_keeps_for_itself_stays_with_a_title_that_is_left_out(
    database: SqliteDatabase,
) -> None:
    own = kept_to_text(KeptOf.GUIDE, {"licence": "CC BY 4.0", "attribution": ["Ours"]})

    def go(tx: Transaction) -> None:
        for forget in (draft_lines.forget_left_out, forget_later):
            guide = bring_in(tx, OURS)
            tx.run(
                "UPDATE own_guide_line SET used_as = 'left_out', kept = :kept"
                " WHERE guide_id = :id AND number = 1",
                {"id": guide.id, "kept": own},
            )
            forget(tx, guide.id)
            title, prompt, other = draft_lines.draft_lines(tx, guide.id)
            assert (title.text, title.kept) == ("", own)
            assert prompt.kept == LINES[1].kept
            assert (other.text, other.kept) == ("", "")
            assert draft_lines.sweep_left_out(tx, LATER) == 0, "nothing is forgotten twice"

    def forget_later(tx: Transaction, _: str) -> None:
        assert draft_lines.sweep_left_out(tx, LATER) == 2

    await database.write(go)


LATER = NOW + draft_lines.LEFT_OUT_FOR + timedelta(seconds=1)


async def test_the_newest_version_is_offered_to_its_own_organisation_alone(database: SqliteDatabase) -> None:
    def go(tx: Transaction) -> None:
        guide, other = bring_in(tx, OURS), bring_in(tx, OTHERS)
        assert own_guides.newest_text(tx, guide.id) is None
        assert [publish(tx, guide, sha256) for sha256 in ("one", "two")] == [1, 2]
        assert own_guides.newest_text(tx, guide.id) == "two"
        assert own_guides.published_texts(tx, guide.organisation_id) == ["two"]
        assert own_guides.published_texts(tx, other.organisation_id) == []
        assert [each.id for each in own_guides.own_guides(tx, [guide.organisation_id])] == [guide.id]
        both = [guide.organisation_id, other.organisation_id]
        assert {each.id for each in own_guides.own_guides(tx, both)} == {guide.id, other.id}

    await database.write(go)


async def test_a_guide_that_is_taken_away_leaves_only_what_a_round_was_opened_on(
    database: SqliteDatabase,
) -> None:
    def go(tx: Transaction) -> list[str]:
        open_round(tx)
        guide = bring_in(tx, OURS)
        publish(tx, guide, GUIDE.sha256)
        publish(tx, guide, "two")
        own_guides.remove_own_guide(tx, guide.id)
        assert own_guides.find_own_guide(tx, guide.id) is None
        assert draft_lines.draft_lines(tx, guide.id) == []
        return [row[0] for row in tx.rows("SELECT sha256 FROM guide", {})]

    assert await database.write(go) == [GUIDE.sha256]


async def test_the_lines_of_a_draft_can_be_put_in_another_order(database: SqliteDatabase) -> None:
    def put(tx: Transaction) -> tuple[list[GuideLine], str, int]:
        guide = bring_in(tx, OURS)
        other = bring_in(tx, OTHERS)
        draft_lines.put_in_order(tx, guide.id, [LINES[0], LINES[2], LINES[1]])
        assert draft_lines.draft_lines(tx, other.id) == list(LINES)
        return (
            draft_lines.draft_lines(tx, guide.id),
            own_guides.not_read_of_guide(tx, guide.id),
            own_guides.count_own_guides(tx, [guide.organisation_id]),
        )

    lines, not_read, count = await database.write(put)
    assert lines == [LINES[0], LINES[2], LINES[1]]
    assert (not_read, count) == ("", 1)


async def test_what_a_line_keeps_of_its_entry_can_be_another(database: SqliteDatabase) -> None:
    def keep(tx: Transaction) -> tuple[list[GuideLine], list[GuideLine]]:
        guide, other = bring_in(tx, OURS), bring_in(tx, OTHERS)
        draft_lines.keep_of_lines(tx, guide.id, [replace(LINES[1], text="Not these words.", kept="")])
        return draft_lines.draft_lines(tx, guide.id), draft_lines.draft_lines(tx, other.id)

    lines, others = await database.write(keep)
    assert lines == [LINES[0], replace(LINES[1], kept=""), LINES[2]]
    assert others == list(LINES)


async def test_guides_are_listed_and_counted_without_their_lines(database: SqliteDatabase) -> None:
    asked: list[str] = []

    def go(tx: Transaction) -> None:
        guide = bring_in(tx, OURS)
        assert own_guides.count_own_guides(tx, [guide.organisation_id]) == 1
        plan = f"EXPLAIN QUERY PLAN {own_guides.GUIDES_LISTED}"
        asked.extend(row[3] for row in tx.rows(plan, {"ids": [guide.organisation_id]}))

    await database.write(go)
    (of_lines,) = [step for step in asked if " l " in f"{step} "]
    assert "USING COVERING INDEX own_guide_title" in of_lines


async def test_a_draft_that_is_the_next_version_knows_the_one_before_as_long_as_that_is_there(
    database: SqliteDatabase,
) -> None:
    def follow(tx: Transaction) -> list[tuple[str, int]]:
        before, draft = bring_in(tx, OURS), bring_in(tx, OURS)
        publish(tx, before, "a" * 64)
        seen = []

        def look() -> None:
            found = own_guides.find_own_guide(tx, draft.id)
            assert found is not None
            seen.append(
                (found.pack_id.replace(before.id, "before").replace(draft.id, "own"), found.next_version)
            )

        for of in (before.id, "", before.id):
            own_guides.put_next_of(tx, draft.id, of)
            look()
        own_guides.remove_own_guide(tx, before.id)
        look()
        return seen

    seen = await database.write(follow)
    assert seen == [("before", 2), ("own", 1), ("before", 2), ("own", 1)]


async def test_the_lines_of_a_draft_can_take_the_place_of_those_of_another(database: SqliteDatabase) -> None:
    def replace_all(tx: Transaction) -> tuple[list[GuideLine], str]:
        before = bring_in(tx, OURS)
        organisation_id = organisation_named(tx, OURS, NOW)
        draft = OwnGuide(own_guides.new_guide_id(), organisation_id, "en", "Our guide", 1, NOW)
        own_guides.keep_own_guide(tx, draft, "[]")
        own_guides.take_not_read(tx, before.id, draft.id)
        draft_lines.replace_lines(tx, before.id, LINES[:1])
        return draft_lines.draft_lines(tx, before.id), own_guides.not_read_of_guide(tx, before.id)

    assert await database.write(replace_all) == ([LINES[0]], "[]")
