"""The file that a translator begins with, and the same file after the product has changed."""

import pytest

from content.translations.new_file import how_it_counts, po_file
from content.translations.po_entries import read_entries


@pytest.mark.parametrize(("language", "forms"), [("gd", 4), ("pl", 3), ("ar", 6), ("cy", 6), ("zh", 1)])
def test_a_new_file_has_as_many_plural_forms_as_its_language(language: str, forms: int) -> None:
    entries, problems = read_entries(po_file(language), "new")
    assert problems == ()
    assert len(how_it_counts(language)) == forms
    assert {len(entry.forms) for entry in entries if entry.english_plural is not None} == {forms}
    assert not any(entry.is_translated for entry in entries if entry.english)


def test_a_translator_reads_which_number_takes_which_form() -> None:
    assert how_it_counts("gd")[:3] == [
        "msgstr[0]: 1, 11",
        "msgstr[1]: 2, 12",
        "msgstr[2]: 3, 4, 5, 6, 7, 8, 9, 10 …",
    ]


def test_what_is_translated_stays_and_what_is_no_longer_said_is_kept_in_comments() -> None:
    begun = po_file("gd").replace(
        'msgid "Saved."\nmsgstr ""', 'msgid "Saved."\nmsgstr "Air a \\"shàbhaladh\\"."'
    )
    begun += '\nmsgid "We said this."\nmsgstr "Thuirt sinn seo."\n'
    before, _ = read_entries(begun, "before")
    again = po_file("gd", before)
    after, problems = read_entries(again, "after")
    assert problems == ()
    said = {entry.english: entry for entry in after}
    assert said["Saved."].forms[0][1] == 'Air a "shàbhaladh".'
    assert "We said this." not in said
    assert '#~ msgstr "Thuirt sinn seo."' in again
    # The line numbers differ where comments came in; nothing else does.
    assert po_file("gd", after) == again.split("\n#~")[0]
