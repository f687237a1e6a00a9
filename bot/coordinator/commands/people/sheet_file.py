"""A prompt sheet that was filled in on a computer, as the Word document that a coordinator sends.

Nothing of it is kept here, and no word of what is passed over is shown: that it is there is told.
"""

from collections import Counter

from bot.coordinator.request import Request, read_document_sent
from content.documents.blocks import ReadDocument, RemarkKind
from content.documents.reading import read_document
from content.phrases import Phrases
from conversations.incoming import SentFile
from conversations.outgoing import Card, Line, Style


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
