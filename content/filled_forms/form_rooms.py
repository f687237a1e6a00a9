"""The rooms of a whole document: its tables, and the lines between them under questions and headings."""

from collections.abc import Iterator

from content.documents.blocks import DocumentLine, DocumentPart, DocumentTable, ReadDocument
from content.filled_forms.form_tables import filled, rooms_of_table
from content.filled_forms.heading_row import IsAsked
from content.filled_forms.room_labels import graded, leading_number, room_role
from content.filled_forms.rooms import FilledForm, FilledRoom, LeftOut, LooseLine, RoomRole


def rooms_in(document: ReadDocument, is_asked: IsAsked) -> FilledForm:
    """The rooms of a form that was filled in. ``is_asked`` knows the words of prompts and themes."""
    reader = _Reader(is_asked)
    found = [each for block in document.blocks for each in reader.take(block)]
    found += reader.finish()
    rooms = tuple(each for each in found if isinstance(each, FilledRoom))
    used = {room.heading for room in rooms}
    found += [
        LooseLine(line.place, line.text, LeftOut.PRINTED)
        for title, line in reader.titles
        if title not in used
    ]
    return FilledForm(rooms, tuple(each for each in found if isinstance(each, LooseLine)))


class _Reader:
    """Reads from top to bottom, knowing the heading and the question that lines stand under."""

    def __init__(self, is_asked: IsAsked) -> None:
        self._is_asked = is_asked
        self._heading = ""
        self._room: FilledRoom | None = None
        self._lines: list[DocumentLine] = []
        self.titles: list[tuple[str, DocumentLine]] = []
        """Headings that are no question of the guide: those above no room are told."""

    def take(self, block: DocumentLine | DocumentTable) -> Iterator[FilledRoom | LooseLine]:
        """What a line or a table ends or gives."""
        if isinstance(block, DocumentTable):
            yield from self.finish()
            for found in rooms_of_table(block, self._heading, self._is_asked):
                if isinstance(found, str):
                    self._heading = found
                else:
                    yield found
        elif block.place.part is not DocumentPart.BODY:
            yield from self._elsewhere(block)
        elif block.heading or block.is_title:
            yield from self.finish()
            self._begin_part(block)
        elif self._is_question(block):
            yield from self.finish()
            number = leading_number(block.text) or block.number.rstrip(".)")
            self._room = FilledRoom(
                block.place, (), question=block.text.strip(), number=number, heading=self._heading
            )
        elif graded(block.text):
            yield self._grade(block)
        elif self._room is None:
            yield LooseLine(block.place, block.text, LeftOut.HELP if block.is_help else LeftOut.LOOSE)
        else:
            self._lines.append(block)

    def finish(self) -> Iterator[FilledRoom | LooseLine]:
        """The room that is open, with the lines that were met since it began."""
        room, lines = self._room, tuple(self._lines)
        self._room, self._lines = None, []
        if room is not None and lines:
            first = next((line.place for line in lines if not line.is_help), lines[0].place)
            yield from filled(
                FilledRoom(first, (), room.role, room.question, room.number, room.heading, room.label), lines
            )

    def _begin_part(self, line: DocumentLine) -> None:
        """A heading is a question, a label of what a theme ends with, or the title of what follows."""
        text = line.text.strip()
        role = room_role(text)
        if role is not None and not self._is_asked(text):
            self._room = FilledRoom(line.place, (), role, heading=self._heading, label=text)
            return
        number = line.number.rstrip(".)") or leading_number(text)
        if self._is_asked(text):
            self._room = FilledRoom(line.place, (), question=text, number=number, heading=self._heading)
        self._heading = f"{line.number} {text}".strip() if line.number else text
        if not self._is_asked(self._heading):
            self.titles.append((self._heading, line))

    def _is_question(self, line: DocumentLine) -> bool:
        return self._is_asked(line.text) or (bool(self._heading) and line.text.rstrip().endswith("?"))

    def _grade(self, line: DocumentLine) -> FilledRoom:
        value, label = graded(line.text), line.text.partition(":")[0].strip()
        return FilledRoom(line.place, (value,), RoomRole.RATING, heading=self._heading, label=label)

    def _elsewhere(self, line: DocumentLine) -> Iterator[FilledRoom | LooseLine]:
        """A line of a text box or note: a grade belongs to the theme around it, anything else to nothing."""
        yield self._grade(line) if graded(line.text) else LooseLine(line.place, line.text, LeftOut.LOOSE)
