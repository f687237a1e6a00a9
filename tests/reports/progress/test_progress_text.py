import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from content.phrases import phrases_in
from conversations.groups.round_view import WhoSees
from conversations.outgoing import Style
from reports.group.participation import Participation
from reports.layout.wording import numbers_in_runs
from reports.progress.progress import RoundState, ThemeProgress, progress_of
from reports.progress.progress_text import NAMES_SHOWN, figures, progress_card
from tests.locales import spoken, write_locale
from tests.reports.group_samples import MIDWAY, STATE
from tests.reports.samples import ENGLISH

ANONYMOUS = replace(STATE, who_sees=WhoSees.ANONYMOUS)


def lines(state: RoundState = STATE, today: date = MIDWAY, style: Style | None = None) -> list[str]:
    card = progress_card(progress_of(state, today), ENGLISH)
    return [line.text for line in card.lines if style is None or line.style is style]


def test_the_message_begins_with_everybody_the_time_that_is_left_and_the_forecast():
    assert lines()[:5] == [
        "Progress: Spring self-evaluation",
        "26 invited, 22 joined, 16 begun. 13 finished at least one theme, and 11 every theme asked of them.",
        "1 person has left the round.",
        "12 days left, today among them. The last one is 28 May 2027.",
        (
            "At this pace about 23 of 26 will have finished at least one theme by 28 May 2027, "
            "and about 20 every theme asked of them."
        ),
    ]


def test_who_was_erased_is_told_apart_from_who_has_not_come_yet():
    erased = "2 of those invited were erased."
    assert lines(replace(STATE, erased=2))[2:4] == ["1 person has left the round.", erased]
    in_steps = progress_card(progress_of(replace(STATE, erased=2), MIDWAY, by_name=False), ENGLISH)
    assert erased not in [line.text for line in in_steps.lines]


def test_each_theme_and_each_team_has_its_line():
    said = lines()
    at = said.index("Themes")
    assert said[at + 1 : at + 3] == [
        "Theme 1: Leading a culture. 9 begun, 6 finished.",
        "Theme 2: Planning for outcomes. 16 begun, 11 finished.",
    ]
    assert said[said.index("Teams") + 1] == (
        "Children and families: 8 invited, 8 joined, 6 begun. "
        "5 finished at least one theme, and 4 every theme asked of them."
    )


def test_a_round_without_teams_says_nothing_of_them():
    assert "Teams" not in lines(replace(STATE, turnout={"": STATE.turnout["Home care"]}))


def test_those_who_have_not_begun_are_named():
    said = lines()
    assert said[said.index("Not begun yet") + 1 :] == ["Ailsa Craig", "Isla Fyne", "Home care 7"]
    assert "Not begun yet" not in lines(replace(STATE, not_begun=()))


def test_a_long_list_of_names_is_cut_and_says_so():
    said = lines(replace(STATE, not_begun=tuple(f"Person {n}" for n in range(NAMES_SHOWN + 3))))
    assert said[-2:] == [f"Person {NAMES_SHOWN - 1}", "And 3 more."]


def test_an_anonymous_round_names_nobody_and_says_how_its_figures_move():
    said = lines(ANONYMOUS)
    assert said[1] == (
        "26 invited. At least 20 have joined, at least 15 have begun. "
        "At least 10 finished at least one theme, and 10 every theme asked of them."
    )
    assert said[said.index("Not begun yet") + 1] == "The round is anonymous, so nobody is named."
    assert said[-1] == (
        "The figures move in steps of 5, and never show that all have finished, "
        "so that nobody can be picked out."
    )
    assert "Teams" not in said


def few(joined: int, invited: int = 9) -> RoundState:
    turnout = {"": Participation(invited, joined, joined, joined, 0, joined)}
    themes = tuple(replace(each, begun=joined, finished=joined) for each in STATE.themes)
    return replace(ANONYMOUS, threshold=7, turnout=turnout, themes=themes, not_begun=())


@pytest.mark.parametrize("joined", range(10))
def test_where_no_figure_can_ever_move_it_says_so_whoever_joined(joined: int):
    said = lines(few(joined))
    assert said == lines(few(0))
    assert said[1] == "9 invited. Too few people are invited for figures: it takes 11."
    assert "Themes" not in said
    assert not any("steps" in each for each in said)


def test_a_count_below_the_first_step_is_told_as_that():
    assert lines(few(3, 11))[1] == "11 invited. Fewer than 7 have joined. Fewer than 7 have finished a theme."
    assert lines(few(8, 11))[1] == (
        "11 invited. At least 7 have joined, at least 7 have begun. "
        "At least 7 finished at least one theme, and 7 every theme asked of them."
    )
    some = replace(few(8, 11), turnout={"": Participation(11, 8, 3, 3, 0, 3)})
    assert lines(some)[1] == (
        "11 invited. At least 7 have joined, fewer than 7 have begun. Fewer than 7 have finished a theme."
    )
    begun = replace(STATE.themes[0], begun=8, finished=3)
    assert "Theme 1: Leading a culture. At least 7 begun, fewer than 7 finished." in lines(
        replace(some, themes=(begun,))
    )
    assert not any("At least 0" in each for each in lines(few(0, 11)))


def test_that_somebody_left_is_told_only_where_it_may_be_known_of_whom():
    left = Participation(26, 22, 18, 16, 6, 14)
    state = replace(STATE, turnout={**STATE.turnout, "": left})

    def tells(state: RoundState, *, by_name: bool) -> bool:
        card = progress_card(progress_of(state, MIDWAY, by_name=by_name), ENGLISH)
        return "left the round" in card.text

    assert tells(state, by_name=True)
    assert not tells(state, by_name=False)
    assert not tells(replace(state, who_sees=WhoSees.ANONYMOUS, not_begun=()), by_name=True)


def test_a_reader_sees_why_a_team_is_not_shown():
    card = progress_card(progress_of(STATE, MIDWAY, by_name=False), ENGLISH)
    assert "Housing: Not shown: fewer than 5 people." in [line.text for line in card.lines]


def test_sheets_that_no_figure_counts_have_their_own_line():
    assert lines()[2] == lines(replace(STATE, typed_in=0))[2]
    assert lines(replace(ANONYMOUS, typed_in=4))[2] == (
        "4 sheets were typed in, and are not in these figures."
    )


def test_the_last_day_and_what_comes_after_it_are_told_as_such():
    assert "Today is the last day." in lines(today=date(2027, 5, 28))
    assert "The last day was 28 May 2027." in lines(today=date(2027, 6, 2))
    assert not any("last" in line for line in lines(replace(STATE, closes_on=None)))


def test_labels_that_turn_the_direction_of_writing_are_shown_with_marks():
    state = replace(STATE, not_begun=("A\u202eB",))
    assert "A[right-to-left override]B" in lines(state)


def test_of_many_themes_those_that_nobody_has_begun_are_told_together():
    many = tuple(ThemeProgress(str(n), f"Theme called {n}", 6 if n == 7 else 0, 0) for n in range(1, 91))
    said = lines(replace(STATE, themes=many), style=Style.ITEM)
    assert "Theme 7: Theme called 7. 6 begun, 0 finished." in said
    assert sum("Theme called" in line for line in said) == 1
    assert "Begun by nobody: 1 to 6, 8 to 90." in said
    in_steps = lines(replace(ANONYMOUS, themes=many), style=Style.ITEM)
    assert "Fewer than 5 begun: 1 to 6, 8 to 90." in in_steps
    assert numbers_in_runs([("1", True), ("2", True), ("3", False), ("3.1", True)], ENGLISH) == "1, 2, 3.1"


def test_each_count_takes_the_plural_of_its_language(tmp_path: Path):
    group = Participation(22, 5, 1, 1, 0, 1)
    path = write_locale(tmp_path, "pl")
    forms = {"invited": ("zaproszona", "zaproszone", "zaproszonych"), "joined": ("a", "b", "c")}
    text = path.read_text("utf-8")
    for word, said in forms.items():
        entry = rf'(msgid "{{n}} {word}"\nmsgid_plural "{{n}} {word}"\n)(?:msgstr.*\n?)+'
        own = "".join(f'msgstr[{n}] "{{n}} {each}"\n' for n, each in enumerate(said))
        text, found = re.subn(entry, lambda match, own=own: match[1] + own, text)
        assert found == 1
    path.write_text(text, "utf-8")
    with spoken(tmp_path):
        assert figures(group, progress_of(STATE, MIDWAY), phrases_in("pl")).startswith("22 zaproszone, 5 c, ")
