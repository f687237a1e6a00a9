"""No slip of a translator stops anybody: the phrase or the language is in English, and the slip is named."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from content.phrases import (
    DOMAIN,
    LOCALE_FOLDER,
    Phrases,
    language_name,
    languages,
    locale_problems,
    phrases_in,
)
from content.problem import Problem
from content.translations.checking import check_translations
from content.translations.entry_faults import places_in
from content.translations.po_entries import read_entries
from content.translations.translation_file import MOST_BYTES, SaidByTheCode, read_template
from tests.guides import shipped
from tests.locales import LANGUAGES, in_letters_of, po_of, spoken, write_locale
from tests.players.flow_player import FlowPlayer
from web.pages import open_pages

THEME = "Theme {theme}, prompt {number} of {total}"
GOOD = po_of("gd", every=40, besides=(THEME, "{n} prompt", "Saved.", "/help shows everything else."))
ALL_SAID = read_template(LOCALE_FOLDER / f"{DOMAIN}.pot")
IN_GOOD = {entry.english for entry in read_entries(GOOD, "")[0]}
SAID = {english: plural for english, plural in ALL_SAID.items() if english in IN_GOOD}
PLACED = f'msgstr "{in_letters_of("gd", THEME)}"'
COUNTED = 'msgid "{n} prompt"\nmsgid_plural "{n} prompts"\n'


def swap(before: str, after: str) -> Callable[[str], bytes]:
    def damage(text: str) -> bytes:
        assert before in text
        return text.replace(before, after).encode()

    return damage


def in_theme(translation: str) -> Callable[[str], bytes]:
    return swap(PLACED, f'msgstr "{translation}"')


def of_prompts(*forms: str) -> Callable[[str], bytes]:
    entry = GOOD[GOOD.index(COUNTED) :].split("\n\n")[0]
    changed = "\n".join(f'msgstr[{number}] "{form}"' for number, form in enumerate(forms))
    return swap(entry, COUNTED + changed)


def header(text: str) -> str:
    return next(line for line in GOOD.splitlines() if text in line)


def counts_by(rule: str) -> tuple[Callable[[str], bytes], str]:
    return swap(header("Plural-Forms"), f'"Plural-Forms: {rule}\\n"'), "plural-forms"


def translate_a_command(text: str) -> bytes:
    # Only in what people read; the English stays the key.
    return re.sub(
        r"(?<=msgstr ).*/help.*", lambda found: found[0].replace("/help", "/cobhair"), text
    ).encode()


A_PLURAL = PLACED.replace("msgstr", "msgstr[0]") + '\nmsgstr[1] "x"'


SLIPS: dict[str, tuple[Callable[[str], bytes], str]] = {
    # What is done to the file, and the rule that names it.
    "a misspelt place": (in_theme("Cuspair {cuspair}, ceist {number} de {total}"), "place"),
    "a place left out": (in_theme("Cuspair {theme}, ceist {number}"), "place"),
    "a place by number": (in_theme("Cuspair {0}, ceist {number} de {total}"), "place"),
    "a place without a name": (in_theme("Cuspair {}, ceist {number} de {total}"), "place"),
    "a look inside a value": (in_theme("{theme.x} {theme} {number} {total}"), "place"),
    "an item of a value": (in_theme("{theme[0]} {theme} {number} {total}"), "place"),
    "a format": (in_theme("{theme:d} {theme} {number} {total}"), "place"),
    "a conversion": (in_theme("{theme!r} {theme} {number} {total}"), "place"),
    "a place in a place": (in_theme("{theme:{number}} {theme} {number} {total}"), "place"),
    "a space in a place": (in_theme("{ theme} {number} {total}"), "place"),
    "a stray brace": (in_theme("{ {theme} {number} {total}"), "brace"),
    "a stray end of a place": (in_theme("{theme} {number} {total}}"), "brace"),
    "a quotation mark not closed": (swap(PLACED, PLACED[:-1]), "quotation-mark"),
    "a quotation mark within": (in_theme('{theme} "{number}" {total}'), "quotation-mark"),
    "curly quotation marks": (swap(PLACED, PLACED.replace('"', "“")), "quotation-mark"),
    "a backslash": (in_theme(r"{theme} \d {number} {total}"), "backslash"),
    "a backslash at the end": (in_theme("{theme} {number} {total}\\"), "quotation-mark"),
    "nothing to be seen": (in_theme("\u200b"), "blank"),
    "text turned round": (in_theme("\u202e{theme} {number} {total}"), "steering"),
    "a line of something else": (swap(PLACED, f"{PLACED}\nhello"), "no-entry"),
    "a phrase twice": (swap(PLACED, f'{PLACED}\n\nmsgid "{THEME}"\n{PLACED}'), "twice"),
    "a translation twice": (swap(PLACED, f"{PLACED}\n{PLACED}"), "twice"),
    "no translation": (swap(PLACED, ""), "incomplete"),
    "a phrase that is not ours": (swap(f'msgid "{THEME}"', 'msgid "Them {theme}"'), "unknown-phrase"),
    "a plural of what has none": (swap(PLACED, A_PLURAL), "plural-forms"),
    "too few forms": (of_prompts("{n} a", "{n} b"), "plural-forms"),
    "an empty form": (of_prompts("{n} a", "{n} b", "", "{n} d"), "plural-forms"),
    "too many forms": (of_prompts("{n} a", "{n} b", "{n} c", "{n} d", "{n} e"), "plural-forms"),
    "no number in a form of several": (of_prompts("a", "{n} b", "{n} c", "{n} d"), "place"),
    "another place in a form": (of_prompts("{n} a", "{m} b", "{n} c", "{n} d"), "place"),
    "a command translated": (translate_a_command, "command"),
    "two forms in the header": counts_by("nplurals=2; plural=(n != 1);"),
    "the header of a tool": counts_by("nplurals=INTEGER; plural=EXPRESSION;"),
    "a rule by division": counts_by("nplurals=4; plural=4/n;"),
    "a rule beyond its forms": counts_by("nplurals=4; plural=n;"),
    "a rule with brackets": counts_by(f'nplurals=4; plural={"(" * 400}n'),
    "a rule of four that is not this": counts_by("nplurals=4; plural=n%4;"),
    "no rule": (swap(header("Plural-Forms") + "\n", ""), "plural-forms"),
    "no header": (lambda text: text[text.index("\n\n") :].encode(), "header"),
    "another language": (swap('"Language: gd', '"Language: ga'), "header"),
    "another encoding named": (swap("charset=utf-8", "charset=iso-8859-1"), "header"),
    "Latin-1": (lambda text: text.encode("latin-1", "replace"), "not-utf-8"),
    "UTF-16": (lambda text: text.encode("utf-16"), "not-utf-8"),
    "a picture": (lambda _: b"\x89PNG\r\n\x1a\n\0\0", "not-utf-8"),
    "nothing": (lambda _: b"", "header"),
    "cut off": (lambda text: text[: text.index(PLACED) + 20].encode(), "quotation-mark"),
    "far too long": (lambda text: text.encode() + b"\n" * MOST_BYTES, "too-large"),
}  # fmt: skip

HARMLESS: dict[str, Callable[[str], bytes]] = {
    "as it is": str.encode,
    "a mark of the byte order": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "ends of lines of Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "ends of lines of old Macs": lambda text: text.replace("\n", "\r").encode(),
    "unsure of a phrase": swap(f'msgid "{THEME}"', f'#, fuzzy\nmsgid "{THEME}"'),
    "not translated yet": swap(PLACED, 'msgstr ""'),
    "no longer said": lambda text: text.encode() + b'\n#~ msgid "Old"\n#~ msgstr "Sean"\n',
    "a text in pieces": swap(PLACED, 'msgstr ""\n' + PLACED.removeprefix("msgstr ")),
}


def say_everything(said: SaidByTheCode, phrases: Phrases) -> None:
    """Say every phrase of ours with values, as every door does."""
    for english, plural in said.items():
        values = {name: f"<{name}>" for name, _, _ in places_in(plural or english)}
        if plural is None:
            text = phrases.say(english, **values)
            assert all(value in text for value in values.values()), english
        else:
            values.pop("n", None)
            for n in (*range(25), 100, 101, 102, 111):
                text = phrases.count(english, plural, n, **values)
                assert all(value in text for value in values.values()), english


def go_through_a_theme() -> None:
    """Join, choose the language and reply, as somebody does who reads it."""
    player = FlowPlayer(shipped("example"), languages=languages())
    player.join()
    player.write("/language")
    player.write("2")
    player.write("/help")
    player.write("/theme 1")
    assert player.write("We listen.").said


def open_a_page() -> None:
    for language in languages():
        assert open_pages().page("offline.html", phrases_in(language)).status_code == 200


@pytest.mark.parametrize("slip", SLIPS)
def test_no_slip_stops_anybody_and_each_is_named(tmp_path: Path, slip: str) -> None:
    damage, rule = SLIPS[slip]
    write_locale(tmp_path, "gd", damage(GOOD))
    with spoken(tmp_path):
        problems = locale_problems()
        say_everything(SAID, phrases_in("gd"))
        go_through_a_theme()
        open_a_page()
    assert rule in {problem.rule for problem in problems}, problems
    assert all(problem.mend and problem.line >= 1 for problem in problems)
    assert {problem.file for problem in problems} == {"gd/LC_MESSAGES/closer_look.po"}


@pytest.mark.parametrize("slip", HARMLESS)
def test_what_is_no_slip_is_not_named(tmp_path: Path, slip: str) -> None:
    write_locale(tmp_path, "gd", HARMLESS[slip](GOOD))
    with spoken(tmp_path):
        assert locale_problems() == ()
        say_everything(SAID, phrases_in("gd"))
        assert phrases_in("gd").say("Saved.") == in_letters_of("gd", "Saved.")


def test_a_slip_in_one_phrase_leaves_all_others_translated(tmp_path: Path) -> None:
    for slip in ("a misspelt place", "a quotation mark not closed", "a line of something else"):
        write_locale(tmp_path, "gd", SLIPS[slip][0](GOOD))
        with spoken(tmp_path):
            ours = phrases_in("gd")
            assert ours.say(THEME, theme=1, number=2, total=3) == "Theme 1, prompt 2 of 3"
            others = [english for english, plural in SAID.items() if plural is None and "{" not in english]
            left = [english for english in others if ours.say(english) != in_letters_of("gd", english)]
            assert not left


def test_a_slip_is_named_with_its_line_its_phrase_and_how_to_mend_it(tmp_path: Path) -> None:
    text = SLIPS["a misspelt place"][0](GOOD)
    write_locale(tmp_path, "gd", text)
    (read,), (problem,) = check_translations(tmp_path)
    line = text.decode().splitlines().index('msgstr "Cuspair {cuspair}, ceist {number} de {total}"') + 1
    assert (problem.line, problem.rule) == (line, "place")
    assert problem.what == f"In “{THEME}”: there is no value for {{cuspair}}."
    assert problem.mend == "Copy from the English, letter by letter: {number}, {theme}, {total}"
    assert (read.translated, read.phrases) == (len(SAID) - 1, len(ALL_SAID))


@pytest.mark.parametrize(
    ("folder", "mend"),
    [
        ("scots", "Name the folder by the language's code, such as gd, pl or pt_BR."),
        ("pt-BR", "Name the folder “pt_BR”."),
        ("pt_br", "Name the folder “pt_BR”."),
        ("PL", "Name the folder “pl”."),
        ("zh-hant", "Name the folder “zh_Hant”."),
        ("gd copy", "Name the folder by the language's code, such as gd, pl or pt_BR."),
    ],
)
def test_a_folder_that_names_no_language_is_left_out_and_named(
    tmp_path: Path, folder: str, mend: str
) -> None:
    write_locale(tmp_path, "gd")
    write_locale(tmp_path, folder, GOOD)
    with spoken(tmp_path):
        assert languages() == ("en", "gd")
        (problem,) = locale_problems()
        assert (problem.rule, problem.mend) == ("folder", mend)
        assert phrases_in(folder).say("Saved.") == "Saved."
        assert [language_name(each) for each in languages()] == ["English", "Gàidhlig"]
        go_through_a_theme()


def test_a_folder_without_its_file_and_a_file_that_is_none_are_named(tmp_path: Path) -> None:
    write_locale(tmp_path, "pl").rename(tmp_path / "pl" / "LC_MESSAGES" / "messages.po")
    (tmp_path / "gd" / "LC_MESSAGES" / "closer_look.po").mkdir(parents=True)
    with spoken(tmp_path):
        assert [problem.rule for problem in locale_problems()] == ["no-file", "not-a-file"]
        go_through_a_theme()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_languages_of_the_tests_have_no_slip(tmp_path: Path, language: str) -> None:
    write_locale(tmp_path, language)
    (read,), problems = check_translations(tmp_path)
    assert problems == ()
    assert read.translated == read.phrases == len(ALL_SAID)


def test_a_single_file_is_checked_in_the_language_of_its_folders(tmp_path: Path) -> None:
    path = write_locale(tmp_path, "gd", SLIPS["too few forms"][0](GOOD))
    _, problems = check_translations(path)
    assert [problem.rule for problem in problems] == ["plural-forms"]
    assert problems[0].file == str(path)
    loose = tmp_path / "closer_look.po"
    loose.write_text(GOOD)
    _, (problem,) = check_translations(loose)
    assert isinstance(problem, Problem)
    assert problem.rule == "folder"
