from collections.abc import Iterator
from dataclasses import replace

from conversations.groups.round_view import WhoSees
from reports.group.participation import Participation
from reports.layout.drawing import INNER, SMALLEST_TEXT, picture_png, width_of
from reports.progress.progress import RoundProgress, RoundState, ThemeProgress, progress_of
from reports.progress.progress_picture import progress_picture_alt, progress_picture_svg
from tests.reports.group_samples import MIDWAY, STATE
from tests.reports.samples import ENGLISH
from tests.reports.theme.test_theme_charts import SVG, contrast, drawn, texts

ANONYMOUS = replace(STATE, who_sees=WhoSees.ANONYMOUS)


def progress(state: RoundState = STATE) -> RoundProgress:
    return progress_of(state, MIDWAY)


def svg(state: RoundState = STATE) -> str:
    return progress_picture_svg(progress(state), ENGLISH)


def bars(state: RoundState) -> Iterator[list[tuple[str, float]]]:
    """The segments of each bar in order: their fill, and how wide they are."""
    tops: dict[str, list[tuple[str, float]]] = {}
    for each in drawn(svg(state)).iter(f"{SVG}rect"):
        if float(each.get("height", "")) in (36, 33):
            top = f"{float(each.get('y', '')) - (1.5 if each.get('stroke') else 0):g}"
            tops.setdefault(top, []).append((each.get("fill", ""), float(each.get("width", ""))))
    yield from tops.values()


def test_the_big_numbers_are_those_of_everybody():
    said = texts(svg())
    assert said[1:11] == [
        *("26", "invited", "22", "joined", "16", "begun"),
        *("13", "finished a theme", "11", "finished all asked"),
    ]


def test_there_is_a_bar_for_everybody_each_theme_and_each_team():
    assert len(list(bars(STATE))) == 1 + 2 + 4
    said = texts(svg())
    assert [said[said.index(name) + 1] for name in ("Everybody", "Home care", "Without a team")] == [
        "13 a theme, 11 all asked, of 26",
        "6 a theme, 5 all asked, of 9",
        "1 a theme, 1 all asked, of 6",
    ]


def test_a_picture_without_figures_has_no_bar_and_says_why():
    turnout = {"": Participation(8, 6, 6, 6, 0, 6)}
    state = replace(ANONYMOUS, turnout=turnout)
    assert list(bars(state)) == []
    said = texts(svg(state))
    assert said[said.index("Everybody") + 1] == "Too few people are invited for figures: it takes 9."
    assert svg(state) == svg(replace(state, turnout={"": Participation(8, 0, 0, 0, 0, 0)}))


def test_a_figure_below_the_first_step_is_no_zero():
    said = texts(svg(replace(ANONYMOUS, turnout={"": Participation(20, 3, 3, 3, 0, 3)})))
    assert "0+" not in said
    assert said[said.index("Everybody") + 1] == "<5 a theme, <5 all asked, of 20"


def test_a_bar_is_divided_as_the_people_are():
    state = replace(STATE, turnout={"": Participation(20, 18, 12, 4, 0, 8)}, themes=())
    (bar,) = bars(state)
    assert [fill for fill, _ in bar] == ["#0b5a68", "#5b9aa6", "url(#begun)", "#d5dee3", "#ffffff"]
    assert [round(width / INNER, 1) for _, width in bar] == [0.2, 0.2, 0.2, 0.3, 0.1]


def test_a_state_that_nobody_is_in_has_no_segment():
    state = replace(STATE, turnout={"": Participation(8, 8, 8, 8, 0)}, themes=())
    (bar,) = bars(state)
    assert [fill for fill, _ in bar] == ["#0b5a68"]


def test_a_team_that_is_not_shown_has_its_reason_in_place_of_a_bar():
    picture = progress_picture_svg(progress_of(STATE, MIDWAY, by_name=False), ENGLISH)
    said = texts(picture)
    assert said[said.index("Housing") + 1] == "Not shown: fewer than 5 people."
    assert said[said.index("Home care") + 1] == "5+ a theme, 5+ all asked, of 9"


def test_the_picture_of_an_anonymous_round_has_figures_in_steps_no_teams_and_its_sheets():
    assert len(list(bars(ANONYMOUS))) == 1 + 2
    said = texts(svg(replace(ANONYMOUS, typed_in=4)))
    assert "Teams" not in said
    assert "4 sheets were typed in, and are not in these figures." in " ".join(said)
    assert said[1:11] == [
        *("26", "invited", "20+", "joined", "15+", "begun"),
        *("10+", "finished a theme", "10+", "finished all asked"),
    ]


def test_names_of_people_are_not_in_the_picture():
    assert "Ailsa" not in svg()


def test_a_long_name_keeps_clear_of_the_figures_beside_it():
    theme = ThemeProgress("1", "Planning for outcomes with people, carers and all of our partners", 900, 888)
    state = replace(STATE, turnout={"": Participation(999, 999, 999, 888, 0)}, themes=(theme,))
    said = list(drawn(svg(state)).iter(f"{SVG}text"))
    places = [each.text or "" for each in said]
    at = next(n for n, words in enumerate(places) if words.startswith("Theme 1"))
    figures = next(each for each in said[at:] if each.get("text-anchor") == "end")
    room = 680 - width_of(figures.text or "", 24) - 40
    name = [each for each in said[at:] if each.get("font-size") == "26"][:3]
    assert all(width_of(each.text or "", 26) <= room for each in name)


def test_no_text_is_too_small_or_too_faint_to_read_on_a_phone():
    for state in (STATE, ANONYMOUS):
        for each in drawn(svg(state)).iter(f"{SVG}text"):
            assert float(each.get("font-size", "0")) >= SMALLEST_TEXT
            assert contrast(each.get("fill", ""), "#ffffff") >= 4.5


def test_a_round_to_which_nobody_was_invited_is_still_a_picture():
    state = replace(STATE, turnout={}, themes=())
    assert picture_png(svg(state)).startswith(b"\x89PNG")


def test_the_alternative_text_tells_everything_that_the_picture_shows():
    assert progress_picture_alt(progress(), ENGLISH) == (
        "Progress: Spring self-evaluation. 26 invited, 22 joined, 16 begun. "
        "13 finished at least one theme, and 11 every theme asked of them. "
        "1 person has left the round. 12 days left, today among them. The last one is 28 May 2027. "
        "At this pace about 23 of 26 will have finished at least one theme by 28 May 2027, "
        "and about 20 every theme asked of them. "
        "Theme 1: Leading a culture. 9 begun, 6 finished. "
        "Theme 2: Planning for outcomes. 16 begun, 11 finished. "
        "Children and families: 8 invited, 8 joined, 6 begun. "
        "5 finished at least one theme, and 4 every theme asked of them. "
        "Home care: 9 invited, 8 joined, 7 begun. "
        "6 finished at least one theme, and 5 every theme asked of them. "
        "Housing: 3 invited, 2 joined, 1 begun. "
        "1 finished at least one theme, and 1 every theme asked of them. "
        "Without a team: 6 invited, 4 joined, 2 begun. "
        "1 finished at least one theme, and 1 every theme asked of them."
    )


def test_of_many_themes_those_that_are_begun_are_drawn_unless_they_are_too_many():
    def with_begun(number: int) -> RoundState:
        themes = (
            ThemeProgress(str(n), f"Theme called {n}", 6 if n <= number else 0, 0) for n in range(1, 91)
        )
        return replace(STATE, themes=tuple(themes))

    few, all_of_them = with_begun(5), with_begun(90)
    assert len(list(bars(few))) == 1 + 5 + 4
    assert any(text.startswith("Begun by nobody: 6 to 90.") for text in texts(svg(few)))
    assert len(list(bars(all_of_them))) == 1 + 4
    assert "The message has the figures of each theme." in texts(svg(all_of_them))
    assert "Theme called" not in progress_picture_alt(progress(all_of_them), ENGLISH)
