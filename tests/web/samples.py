"""Cards as the conversation makes them, one of each kind, for pages to show."""

import struct
import zlib

from conversations.outgoing import Button, Card, Line, Rank, Style

PICTURE_ID, DOCUMENT_ID = 11, 12


def _picture(width: int, height: int) -> bytes:
    """A PNG with six bars on white, one of them dark, as a stand-in for the report's picture."""
    white, pale, dark = b"\xff\xff\xff", b"\xcf\xe3\xe5", b"\x0b\x5c\x66"
    lines = []
    for y in range(height):
        bars = b"".join(
            (dark if bar == 2 else pale) * 80 + white * 30 if y > 250 - 35 * bar and y < 270 else white * 110
            for bar in range(6)
        )
        lines.append(b"\0" + (white * 30 + bars)[: width * 3].ljust(width * 3, b"\xff"))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"".join(lines))),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


PICTURE_PIXELS = (720, 300)
PICTURE = _picture(*PICTURE_PIXELS)


_ASIDES = ("Examples", "Back", "Pause", "What the levels mean", "Themes")
_MAIN = ("Begin", "Finish and get my report", "Keep it as it is")


def _rank(name: str) -> Rank:
    """What the conversation's own buttons of this name are for."""
    if name[0].isdecimal():
        return Rank.ANSWER
    if name in _MAIN:
        return Rank.MAIN
    return Rank.ASIDE if name in _ASIDES else Rank.INSTEAD


def rows(*names: str, width: int = 2) -> tuple[tuple[Button, ...], ...]:
    """Buttons by their labels, each named and typed like its label."""
    buttons = [
        Button(
            name,
            "-".join("".join(filter(str.isalnum, word)) for word in name.lower().split()),
            name,
            _rank(name),
        )
        for name in names
    ]
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


WELCOME = Card(
    (
        Line("Looking at our service, autumn", Style.TITLE),
        Line(
            "This is Closer Look: it leads you through “Managing performance”, one prompt at a time. "
            "Glenmore Council asks for it."
        ),
        Line("There are 4 themes of about 40 minutes each; you can stop at any word and come back."),
        Line(
            "Your theme reports come only to you; the people who run this round can read your replies "
            "under a number, not your name, so leave out names and what would give somebody away."
        ),
    ),
    rows("Begin"),
)

THEMES = Card(
    (
        Line("Themes", Style.TITLE),
        Line("1. Leading a performance culture: not begun, 40 minutes", Style.ITEM),
        Line("2. Planning for outcomes: 4 of 11, 25 minutes left", Style.ITEM),
        Line("3. Knowing how we are doing: complete", Style.ITEM),
        Line("4. Using what we learn to improve: not begun, 45 minutes", Style.ITEM),
    ),
    (tuple(Button(str(number), f"theme-{number}", str(number), Rank.ANSWER) for number in range(1, 5)),),
)

PROMPT = Card(
    (
        Line("Saved.", Style.NOTE),
        Line("Theme 2, prompt 3 of 11", Style.TITLE),
        Line("2 done, about 28 minutes left", Style.PROGRESS),
        Line("How do you make sure that plans start from what matters to people?", Style.ASK),
        Line(
            "You might think of how people who use services and carers are asked, and of where you can "
            "see in a plan that they were.",
            Style.HELP,
        ),
    ),
    rows("Skip", "Don't know", "Not applicable", "Examples", "Back", "Pause"),
)

NEXT_PROMPT = Card(
    (
        Line("Saved.", Style.NOTE),
        Line("Theme 2, prompt 4 of 11", Style.TITLE),
        Line("3 done, about 25 minutes left ■■■□□□□□□□□", Style.PROGRESS),
        Line("What tells you that a plan is working for the people it is meant for?", Style.ASK),
        Line("You might think of what you look at, how often, and with whom.", Style.HELP),
        Line("You gave this before; a new reply takes its place:", Style.HELP),
        Line("We read the quarterly figures.\nWe ask at each review.", Style.QUOTE),
    ),
    rows("Skip", "Don't know", "Not applicable", "Examples", "Keep it as it is", "Back", "Pause"),
)

RATING = Card(
    (
        Line("Theme 2: Your rating", Style.TITLE),
        Line("All in all, how good are we at this?", Style.ASK),
        Line(
            "This is your own judgement of the service, not of any person. 6 is best, 1 is worst.", Style.HELP
        ),
    ),
    (
        *rows("6 Excellent", "5 Very good", "4 Good", "3 Adequate", "2 Weak", "1 Unsatisfactory"),
        *rows("What the levels mean", "Examples", "Don't know", "Skip"),
    ),
)

KINDS = (
    "1. Figures",
    "2. Documents",
    "3. Views of people who use services and carers",
    "4. Views of staff and partners",
    "5. Direct observation",
    "6. No evidence yet",
)

EVIDENCE = Card(
    (
        Line("Theme 2: How do we know?", Style.TITLE),
        Line("How do we know? Choose all that your rating rests on.", Style.ASK),
        Line("Tap each one, or type the numbers, such as 1 3. Then tap or type Done.", Style.HELP),
    ),
    (*rows(*KINDS, width=1), *rows("Done", "Skip")),
)

REVIEW = Card(
    (
        Line("Review: Planning for outcomes", Style.TITLE),
        Line("To change a reply, tap or type its number."),
        *(
            Line(f"{number}. What tells you that a plan is working for …: answered", Style.ITEM)
            for number in range(1, 17)
        ),
        Line("2 have no reply yet.", Style.PROGRESS),
    ),
    (
        *rows("Finish and get my report"),
        *rows(*map(str, range(1, 17)), width=6),
        *rows("Themes"),
    ),
)

REPORT = Card(
    (
        Line("Your report. Theme 2: Planning for outcomes", Style.TITLE),
        Line("This is one person's view. Version 1, 23 November 2026.", Style.HELP),
        Line("Rating: 4 Good", Style.ASK),
        Line("Important strengths, with some areas for improvement."),
        Line("How do we know?", Style.ASK),
        Line("Figures", Style.ITEM),
        Line("Views of staff and partners", Style.ITEM),
        Line("Strengths", Style.ASK),
        Line("Reviews happen on time, and people are in the room.", Style.ITEM),
        Line("Areas for improvement", Style.ASK),
        Line("We write down what we did, not what changed.", Style.ITEM),
        Line("The PDF has every reply in full and more examples.", Style.HELP),
    ),
)

NOTED = Card((Line("Noted: Begin", Style.NOTE),))

REMARK = Card((Line("That card is no longer open, so nothing was changed.", Style.NOTE),))

CORRECTED = Card((Line("Your reply to prompt 3 is corrected.", Style.NOTE),))

HOSTILE = "<script>document.title='broken'</script><img src=x onerror=alert(1)> & \"quotes\" {{ 7*7 }}"

REPLY = (
    "We ask everybody at their first meeting what a good day looks like, and write it down in their words."
    "\n\n"
    "At the review we read it out again. That part we do not always manage."
)
