"""A guide as a document and back is the same pack: every key of every format, found from its models."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from content.documents.reading import read_document
from content.guide_forms import composing
from content.guide_forms.composing import guide_form
from content.guide_forms.form_reading import FormRead, not_understood, read_form
from content.guide_forms.pack_keys import HEADED, entry_under, heading_of, in_order, labels_of
from content.guide_forms.pack_yaml import yaml_of_keys
from content.library import SHIPPED_FOLDER, packs_in
from content.pack import FORMATS, keys_of_pack, parse_guide
from reports.guide.guide_docx import guide_docx
from tests.content.guide_forms.packs_by_model import field_paths, packs, with_every_key, written_paths
from tests.guides import OWN_FOLDER

NOW = datetime(2026, 11, 30, tzinfo=UTC)
PACKS = [*packs_in(SHIPPED_FOLDER), *packs_in(OWN_FOLDER)]


def back_from_word(entry: BaseModel) -> FormRead:
    read = read_form(read_document(guide_docx(guide_form(entry), NOW)))
    assert read is not None
    return read


def kept(entry: BaseModel) -> dict[str, Any]:
    """The fields that are compared: all that are written, as they count once their spaces are tidied."""
    return entry.model_dump(exclude_unset=True)


def entry_in(keys: dict[str, Any], kind: type[BaseModel]) -> BaseModel:
    return kind.model_validate(keys)


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.name)
def test_a_pack_comes_back_from_word_and_from_yaml_as_the_same_guide(path: Path) -> None:
    source = path.read_text("utf-8")
    read = back_from_word(keys_of_pack(source))
    again = yaml_of_keys(read.keys)
    assert kept(keys_of_pack(again)) == kept(keys_of_pack(source))
    assert parse_guide(again, "again") == parse_guide(source, "again")
    assert list(not_understood(read)) == []


@pytest.mark.parametrize("number", FORMATS)
def test_no_key_of_a_format_is_forgotten(number: int) -> None:
    kind = FORMATS[number].entry
    entry = entry_in(with_every_key(kind), kind)
    assert set(written_paths(kept(entry))) == set(field_paths(kind))
    read = back_from_word(entry)
    assert kept(entry_in(read.keys, kind)) == kept(entry)
    assert kept(keys_of_pack(yaml_of_keys(read.keys))) == kept(entry)


@pytest.mark.parametrize("number", FORMATS)
def test_whoever_forgets_a_key_is_found_out(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken twin: one key after the other is left out of the document, and never unnoticed."""
    kind = FORMATS[number].entry
    entry = entry_in(with_every_key(kind), kind)
    whole = guide_form(entry)
    for forgotten in {path.rpartition(" > ")[2] for path in field_paths(kind)} - {HEADED}:
        with monkeypatch.context() as broken:
            broken.setattr(
                composing,
                "in_order",
                lambda each, but=forgotten: [key for key in in_order(each) if key != but],
            )
            assert guide_form(entry) != whole, forgotten


@pytest.mark.parametrize("number", FORMATS)
@given(data=st.data())
@settings(max_examples=5, phases=[Phase.generate])
def test_whatever_a_format_allows_comes_back(number: int, data: st.DataObject) -> None:
    kind = FORMATS[number].entry
    entry = entry_in(data.draw(packs(kind)), kind)
    read = back_from_word(entry)
    assert kept(entry_in(read.keys, kind)) == kept(entry)
    assert kept(keys_of_pack(yaml_of_keys(read.keys))) == kept(entry)
    assert list(not_understood(read)) == []


def kinds_of_entries(kind: type[BaseModel]) -> set[type[BaseModel]]:
    inner = {found for key in kind.model_fields if (found := entry_under(kind, key))}
    return {kind}.union(*map(kinds_of_entries, inner))


@pytest.mark.parametrize("number", FORMATS)
def test_no_label_stands_for_two_keys(number: int) -> None:
    for kind in kinds_of_entries(FORMATS[number].entry):
        assert len(labels_of(kind)) == len(kind.model_fields)
        named = [heading_of(kind, key).casefold() for key in kind.model_fields if entry_under(kind, key)]
        assert len(named) == len(set(named))
