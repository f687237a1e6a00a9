"""What was filled in on a computer, as the document that a coordinator sends for ``/typein``.

That is a prompt sheet of ours, or a council's own form. What was read as which reply of a form is shown with
its place, and so is all that was not. Nothing of it is kept here.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request, read_document_sent
from content.documents.blocks import ReadDocument, RemarkKind
from content.documents.reading import read_document
from content.model import Guide
from content.phrases import Phrases
from conversations.cards.view import shortened
from conversations.council_forms.asked_words import MatchedBy
from conversations.council_forms.placed import NotPlaced, PlacedForm, PlacedReply, UnplacedWords
from conversations.council_forms.placing import place_form
from conversations.council_forms.told import place_in_words, why_in_words
from conversations.incoming import SentFile
from conversations.outgoing import Card, Line, Style
from conversations.paper_codes import is_our_sheet, read_typed_in, theme_behind_code
from reports.paper.prompt_sheet import sheet_print

MOST_TOLD: Final = 40
"""So many words that were not read are shown one by one; the rest are counted."""

_COUNTED: Final = (NotPlaced.PLAN, NotPlaced.PERSONAL, NotPlaced.PRINTED)


def is_form_of_their_own(document: ReadDocument, guide: Guide, phrases: Phrases) -> bool:
    """Whether a document is neither our sheet nor replies typed below each other with their codes."""
    text, sheet = document.plain_text, sheet_print(guide, phrases)
    if is_our_sheet(guide, text, phrases, sheet):
        return False
    outside = "\n".join(line.text for line in document.lines if not line.place.table and not line.place.sheet)
    return not read_typed_in(guide, outside, phrases, sheet=sheet).replies


def read_council_form(request: Request, document: ReadDocument, guide: Guide, once_erased: str) -> PlacedForm:
    """The form as it was read, once that is shown. Raises ``InvalidInput`` where no reply is in it."""
    p = request.phrases
    placed = place_form(document, guide, p)
    lines = [Line(p.say("Read in this document"), Style.ASK)] if placed.replies else []
    for number, replies in groupby(placed.replies, lambda each: each.theme_number):
        lines.append(Line(theme_behind_code(p, guide, number), Style.ASK))
        lines += [Line(_reply_in_words(p, each), Style.ITEM, once_erased=once_erased) for each in replies]
    left = list(_left_in_words(p, placed.unplaced))
    if left:
        lines.append(Line(p.say("Not read, and not kept"), Style.ASK))
        lines += [Line(each, Style.ITEM, once_erased=once_erased) for each in left]
    if lines:
        request.say(Card(tuple(lines)))
    if not placed.replies:
        raise InvalidInput(
            p.say("No prompt of this guide was found in the document, by its code, number or words.")
        )
    return placed


def _reply_in_words(p: Phrases, reply: PlacedReply) -> str:
    said = p.say(
        "{code} from {place}: “{label}”",
        code=reply.code,
        place=place_in_words(reply.place, p),
        label=shortened(" ".join(reply.label.split())),
    )
    return " ".join(filter(None, (said, _how(p, reply))))


def _how(p: Phrases, reply: PlacedReply) -> str:
    """What should be looked at in how a reply was found."""
    told = []
    if reply.by is MatchedBy.ALIKE:
        told.append(p.say("Its words are nearly those of the prompt."))
    elif reply.by is MatchedBy.OTHER_NUMBER:
        told.append(p.say("Its words are those of the prompt, its number is another one."))
    elif reply.by is MatchedBy.NUMBER:
        told.append(p.say("It was found by its number."))
    if reply.rows > 1:
        told.append(
            p.count(
                "The cell goes over {n} row, and was read for the first.",
                "The cell goes over {n} rows, and was read for the first.",
                reply.rows,
            )
        )
    return " ".join(told)


def _left_in_words(p: Phrases, unplaced: Iterable[UnplacedWords]) -> Iterator[str]:
    """Each piece that is no reply, with place and why; of plans, persons and print how much from where."""
    left = list(unplaced)
    shown = [each for each in left if each.why not in _COUNTED]
    yield from (_unplaced_in_words(p, each) for each in shown[:MOST_TOLD])
    for more in shown[MOST_TOLD : MOST_TOLD + 1]:
        yield p.count(
            "and {n} more, from {place} on",
            "and {n} more, from {place} on",
            len(shown) - MOST_TOLD,
            place=place_in_words(more.place, p),
        )
    for why in _COUNTED:
        counted = [each for each in left if each.why is why]
        if counted:
            yield _counted_in_words(p, why, len(counted), place_in_words(counted[0].place, p))


def _counted_in_words(p: Phrases, why: NotPlaced, n: int, place: str) -> str:
    """How many lines of one kind there are, and where they begin."""
    if why is NotPlaced.PLAN:
        return p.count(
            "{n} line of an action plan, from {place} on",
            "{n} lines of an action plan, from {place} on",
            n,
            place=place,
        )
    if why is NotPlaced.PERSONAL:
        return p.count(
            "{n} line about a person or a plan, from {place} on",
            "{n} lines about a person or a plan, from {place} on",
            n,
            place=place,
        )
    return p.count(
        "{n} line that the form seems to have printed, from {place} on",
        "{n} lines that the form seems to have printed, from {place} on",
        n,
        place=place,
    )


def _unplaced_in_words(p: Phrases, each: UnplacedWords) -> str:
    place, why = place_in_words(each.place, p), why_in_words(each, p)
    words = shortened(" ".join(each.text.split()))
    if not each.label:
        return p.say("{place}: “{words}” {why}", place=place, words=words, why=why)
    return p.say(
        "{place}: “{words}” next to “{label}”. {why}",
        place=place,
        words=words,
        label=shortened(" ".join(each.label.split())),
        why=why,
    )


def read_sheet_file(request: Request, file: SentFile) -> ReadDocument:
    """The document that a file is. Raises ``InvalidInput`` with why it cannot be read."""
    not_fetched = request.phrases.say(
        "The file could not be fetched from {channel}. Please send it again, or paste its words.",
        channel=request.services.channels[file.channel].called(request.phrases),
    )
    return read_document_sent(request, file, read_document, not_fetched=not_fetched)


def tell_passed_over(request: Request, document: ReadDocument) -> None:
    """Say what the document holds besides words in their places, if there is anything."""
    told = _passed_over(request.phrases, document)
    if told:
        title = Line(request.phrases.say("Not read in this document"), Style.ASK)
        request.say(Card((title, *(Line(each, Style.ITEM) for each in told))))


def _passed_over(p: Phrases, document: ReadDocument) -> list[str]:
    counted = Counter(each.kind for each in document.not_read)
    comments, deletions = counted[RemarkKind.COMMENT], counted[RemarkKind.DELETED]
    hidden, pictures = counted[RemarkKind.HIDDEN], counted[RemarkKind.PICTURE]
    drawings, objects = counted[RemarkKind.DRAWING], counted[RemarkKind.OBJECT]
    said = (
        (comments, p.count("{n} comment", "{n} comments", comments)),
        (deletions, p.count("{n} deletion that Word tracked", "{n} deletions that Word tracked", deletions)),
        (hidden, p.count("{n} hidden text", "{n} hidden texts", hidden)),
        (pictures, p.count("{n} picture", "{n} pictures", pictures)),
        (drawings, p.count("{n} drawing", "{n} drawings", drawings)),
        (objects, p.count("{n} attached file", "{n} attached files", objects)),
    )
    return [words for number, words in said if number]
