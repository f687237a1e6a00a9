"""The checked keys of a pack as a document: every key that is written stands in one place of it."""

from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from content.guide_forms.form_parts import (
    FormCell,
    FormHeading,
    FormPart,
    FormTable,
    GuideForm,
    LabelledRows,
)
from content.guide_forms.pack_keys import (
    HEADED,
    entry_under,
    fits_a_row,
    heading_of,
    in_order,
    is_list,
    is_setting,
    key_label,
)


def guide_form(entry: BaseModel) -> GuideForm:
    """A guide as a document, from the checked keys of its pack."""
    written = entry.model_dump(include={HEADED, "version", "language"})
    return GuideForm(written[HEADED], written["version"], written["language"], tuple(_parts(entry, 1)))


def _parts(entry: BaseModel, level: int) -> Iterator[FormPart]:
    """The keys of an entry, then the entries that stand in it, under headings of a level."""
    kind = type(entry)
    written = [key for key in in_order(kind) if _is_written(entry, key) and key != HEADED]
    inner = [key for key in written if entry_under(kind, key) is not None and getattr(entry, key) != []]
    rows = tuple((key_label(key), _cell(entry, key)) for key in written if key not in inner)
    if rows:
        yield LabelledRows(rows)
    for key in inner:
        under, heading = getattr(entry, key), heading_of(kind, key)
        if is_list(kind, key):
            yield from _listed(heading, under, level)
        else:
            yield from _entry(heading, under, level)


def _is_written(entry: BaseModel, key: str) -> bool:
    return key in entry.model_fields_set and getattr(entry, key) is not None


def _listed(heading: str, entries: Sequence[BaseModel], level: int) -> Iterator[FormPart]:
    kind = type(entries[0])
    if fits_a_row(kind):
        yield FormHeading(level, heading)
        yield _table(kind, entries)
        return
    for number, each in enumerate(entries, start=1):
        yield from _entry(f"{heading} {number}", each, level)


def _entry(heading: str, entry: BaseModel, level: int) -> Iterator[FormPart]:
    yield FormHeading(level, heading, getattr(entry, HEADED, ""))
    yield from _parts(entry, level + 1)


def _table(kind: type[BaseModel], entries: Sequence[BaseModel]) -> FormTable:
    keys = [key for key in in_order(kind) if any(key in each.model_fields_set for each in entries)]
    return FormTable(
        tuple(key_label(key) for key in keys),
        tuple(tuple(_cell(each, key) for key in keys) for each in entries),
    )


def _cell(entry: BaseModel, key: str) -> FormCell:
    kind = type(entry)
    setting = is_setting(kind, key)
    if key not in entry.model_fields_set:
        return FormCell((), is_setting=setting)
    value = getattr(entry, key)
    if is_list(kind, key):
        return FormCell(tuple(map(str, value)), is_list=True, is_setting=setting)
    return FormCell((str(value),), is_setting=setting)
