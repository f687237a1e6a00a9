"""Where words stand in a form, and why they became no reply, as people read it."""

from content.documents.blocks import DocumentPart, DocumentPlace, column_letters
from content.phrases import Phrases
from conversations.cards.view import shortened
from conversations.council_forms.placed import NotPlaced, UnplacedWords


def place_in_words(place: DocumentPlace, p: Phrases) -> str:
    """Where something stands, such as “table 1, row 3, column 5” or “Leadership, C5”."""
    if place.sheet:
        cell = f"{column_letters(place.column)}{place.row}" if place.row else ""
        return p.with_commas(filter(None, (place.sheet, cell)))
    around = place_in_words(place.inside, p) if place.inside is not None else ""
    return p.with_commas(filter(None, (around, _part(place, p), *_counted(place, p))))


def _part(place: DocumentPlace, p: Phrases) -> str:
    match place.part:
        case DocumentPart.TEXT_BOX:
            return p.say("text box {number}", number=place.number)
        case DocumentPart.FOOTNOTE:
            return p.say("footnote {number}", number=place.number)
        case DocumentPart.ENDNOTE:
            return p.say("endnote {number}", number=place.number)
    return ""


def _counted(place: DocumentPlace, p: Phrases) -> list[str]:
    if not place.table:
        return [p.say("paragraph {number}", number=place.paragraph)] if place.paragraph else []
    found = [p.say("table {number}", number=place.table)]
    found += [p.say("row {number}", number=place.row)] if place.row else []
    return found + ([p.say("column {number}", number=place.column)] if place.column else [])


def why_in_words(unplaced: UnplacedWords, p: Phrases) -> str:
    """Why words became no reply, in a sentence."""
    if unplaced.why is NotPlaced.UNREADABLE and unplaced.told:
        return unplaced.told
    if unplaced.why is NotPlaced.TWICE:
        return p.say("{code} has a reply already.", code=unplaced.told)
    if unplaced.why is NotPlaced.OTHER_THEME:
        return p.say("“{heading}” is not asked here under this number.", heading=shortened(unplaced.told))
    if unplaced.why is NotPlaced.OTHER_NUMBER:
        return p.say("These words have another number here: {number}.", number=unplaced.told)
    return {
        NotPlaced.NO_PROMPT: p.say("No prompt of this guide has these words or this number."),
        NotPlaced.NO_THEME: p.say("It is not clear which theme this is about."),
        NotPlaced.NO_LEVEL_ASKED: p.say("The guide asks for no level here."),
        NotPlaced.TWO_LEVELS: p.say("Two levels are given."),
        NotPlaced.NOT_ASKED_HERE: p.say("The guide does not ask for this here."),
        NotPlaced.WHICH_OF_BOTH: p.say(
            "It is not clear whether this is a strength or an area for improvement."
        ),
        NotPlaced.HELP: p.say("It is in italics or grey, as help is."),
    }.get(unplaced.why, p.say("It belongs to no prompt."))
