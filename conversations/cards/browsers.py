"""The cards about the browsers in which somebody is signed in, for whoever takes part or has a role.

The history of a conversation is the same in all of them. So no card may say "this browser" of one: each says
which one it was asked from.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from content.phrases import Phrases, long_date
from conversations.outgoing import Button, Card, Line, Style
from conversations.reading.browser_request import OTHERS, Browser, BrowserRequest

MOST_WITH_BUTTONS = 5
"""How many browsers have a button; any can be typed."""

MakeButton = Callable[[str, BrowserRequest], Button]
"""Makes a button with this label for what is asked, as the card's reader has buttons."""


ButtonRows = tuple[tuple[Button, ...], ...]
"""The rows of a card's buttons."""


@dataclass(frozen=True, slots=True)
class BrowserOwner:
    """Whose browsers they are. ``here`` is the number of the one that is asked from, 0 for none.

    ``gets_links``: the chat gives them links of their own. ``pseudonym`` is theirs in the current round,
    empty where there is none. ``has_role``: they run rounds or read reports. ``has_return_word``: a word of
    theirs brings them back. ``is_anonymous``: nobody knows which place is theirs, so nobody else can.
    """

    here: int = 0
    gets_links: bool = False
    pseudonym: str = ""
    has_role: bool = False
    has_return_word: bool = False
    is_anonymous: bool = False


def signing_out(phrases: Phrases, owner: BrowserOwner) -> tuple[str, ...]:
    """What signing out where they are means for somebody, and how they come back, in sentences."""
    return (everything_is_kept(phrases), *ways_back(phrases, owner))


def everything_is_kept(phrases: Phrases) -> str:
    """What signing out changes nothing of."""
    return phrases.say("Everything you sent is kept.")


def ways_back(phrases: Phrases, owner: BrowserOwner) -> tuple[str, ...]:
    """How somebody who has signed out comes back, in sentences."""
    # In an anonymous round nothing else leads back, so nobody is sent to anybody who could not help.
    if owner.has_return_word or owner.is_anonymous:
        return (_by_word(phrases, owner),)
    if owner.gets_links:
        link = phrases.say("To come back you need a link of your own. /web gives you one: send it first.")
    else:
        link = phrases.say("To come back you need a link of your own.")
    told = [link]
    if owner.pseudonym:
        told.append(
            phrases.say(
                "Whoever looks after the computer can make one from your number, {number}. Note it first, "
                "and ask the person who invited you. Who makes it can then see which replies are yours.",
                number=owner.pseudonym,
            )
        )
    if owner.has_role:
        told.append(
            phrases.say(
                "For your role a colleague who coordinates can make a new link, with /colleague, and so can "
                "whoever looks after the computer."
            )
        )
    return tuple(told)


def _by_word(phrases: Phrases, owner: BrowserOwner) -> str:
    # Nobody is sent to anybody else: who makes a link from their number learns which replies are theirs. In
    # an anonymous round no such link is made.
    if owner.is_anonymous:
        return phrases.say(
            "To come back, use the link or the word that you kept. If you have none, “Your way back” makes "
            "new ones: do that first. Nobody else can, as nobody knows which place is yours."
        )
    return phrases.say(
        "To come back, use the link or the word that you kept. If you have none, “Your way back” makes new "
        "ones: do that first."
    )


def way_back_lines(phrases: Phrases, *, is_there: bool) -> tuple[Line, ...]:
    """The way to the page where somebody keeps a link of their own, where their channel has that page.

    The link itself is never said: it would be kept with the conversation.
    """
    if not is_there:
        return ()
    told = phrases.say("You can come back in another browser or on another device too.")
    return (Line(told), Line(phrases.say("Keep a link to come back"), Style.WAY_BACK))


def way_back_card(phrases: Phrases) -> Card:
    """How somebody comes back in the browser, with the way to their own link."""
    return Card(way_back_lines(phrases, is_there=True))


def no_way_into_the_browser(phrases: Phrases) -> str:
    """What somebody on another channel hears where no browser of theirs can reach us."""
    return phrases.say("There is no link into the browser here: no public address is set.")


def browsers_card(
    phrases: Phrases,
    browsers: Sequence[Browser],
    owner: BrowserOwner,
    *,
    today: date,
    days: int,
    most: int,
    make: MakeButton,
    back: ButtonRows,
) -> Card:
    """The browsers in which somebody is signed in, since when and when used last, and ways to end each.

    One that is not used for ``days`` is signed out, and so is one beyond ``most``. ``back`` leads on from the
    card.
    """
    p = phrases
    if not browsers:
        lines = [Line(p.say("No browser is signed in as you."))]
        lines += [Line(p.say("/web gives you a link into one."), Style.HELP)] if owner.gets_links else []
        return Card(tuple(lines), back)
    others = [each for each in browsers if each.number != owner.here]
    hints = [
        p.count(
            "One that is not used for {n} day is signed out by itself.",
            "One that is not used for {n} days is signed out by itself.",
            days,
        ),
        p.count(
            "You can be signed in to {n} browser at once. One more signs out the one that was not used for "
            "longest.",
            "You can be signed in to {n} browsers at once. One more signs out the one that was not used for "
            "longest.",
            most,
        ),
    ]
    if others:
        hints.append(
            p.say(
                "Is one of them not yours? Sign it out. To do it in words: {command}",
                command=BrowserRequest(others[0].number).typed,
            )
        )
    lines = [
        Line(p.say("Where you are signed in"), Style.TITLE),
        *(Line(_described(p, each, owner, today), Style.ITEM) for each in browsers),
        *(Line(hint, Style.HELP) for hint in hints),
    ]
    buttons = [make(_end_label(p, each, owner), BrowserRequest(each.number)) for each in browsers]
    everywhere = [make(_others_label(p, owner), BrowserRequest(OTHERS))] if len(others) > 1 else []
    return Card(tuple(lines), back + _rows(buttons[:MOST_WITH_BUTTONS] + everywhere))


def _described(p: Phrases, browser: Browser, owner: BrowserOwner, today: date) -> str:
    since = long_date(browser.since, p.language)
    used = p.say("today") if browser.used_on >= today else long_date(browser.used_on, p.language)
    if browser.number == owner.here:
        return p.say(
            "Browser {number}, in which you asked this: since {since}, last used {used}",
            number=browser.number,
            since=since,
            used=used,
        )
    return p.say(
        "Browser {number}: since {since}, last used {used}", number=browser.number, since=since, used=used
    )


def browser_line(phrases: Phrases, browser: Browser) -> str:
    """All that is kept of a browser, in a line."""
    since, used = (long_date(day, phrases.language) for day in (browser.since, browser.used_on))
    return phrases.say(
        "Browser {number}: since {since}, last used {used}", number=browser.number, since=since, used=used
    )


def _end_label(p: Phrases, browser: Browser, owner: BrowserOwner) -> str:
    if browser.number == owner.here:
        return p.say("Sign out browser {number}, where I am", number=browser.number)
    return p.say("Sign out browser {number}", number=browser.number)


def _others_label(p: Phrases, owner: BrowserOwner) -> str:
    return p.say("Sign out all others") if owner.here else p.say("Sign out all of them")


def asks_whether(
    phrases: Phrases,
    ending: Sequence[Browser],
    owner: BrowserOwner,
    asked: BrowserRequest,
    *,
    today: date,
    make: MakeButton,
) -> Card:
    """The question before browsers are signed out: which, and how one comes back there."""
    p = phrases
    title = p.count("Sign out {n} browser?", "Sign out these {n} browsers?", len(ending))
    if len(ending) == 1:
        title = p.say("Sign out browser {number}?", number=ending[0].number)
    if any(each.number == owner.here for each in ending):
        means = signing_out(p, owner)
    else:
        gets_in = p.say("Getting in again there needs a new link.")
        if owner.has_return_word:
            gets_in = p.say("Getting in again there needs the link or the word that you kept.")
        elif owner.gets_links:
            gets_in = p.say("Getting in again there needs a new link: /web gives you one.")
        means = (p.say("What you sent is kept."), gets_in)
    lines = [
        Line(title, Style.TITLE),
        *(Line(_described(p, each, owner, today), Style.ITEM) for each in ending),
        *(Line(sentence) for sentence in means),
    ]
    sure = replace(asked, is_sure=True)
    return Card(
        tuple(lines), _rows([make(p.say("Stay signed in"), BrowserRequest()), make(p.say("Sign out"), sure)])
    )


def ended(phrases: Phrases, count: int, *, make: MakeButton, back: ButtonRows) -> Card:
    """How many browsers were signed out. ``back`` leads on from the card."""
    p = phrases
    said = p.count("{n} browser is signed out.", "{n} browsers are signed out.", count)
    if not count:
        said = p.say("That browser is not signed in any more.")
    return Card((Line(said),), back + _rows([make(p.say("Where I am signed in"), BrowserRequest())]))


def came_in_by_operator(phrases: Phrases, day: date, where: str) -> Card:
    """What somebody reads when their conversation was opened by a link that was made at the computer."""
    p = phrases
    return Card(
        (
            Line(
                p.say(
                    "On {day} somebody came in here {where}, by a link that was made at the computer.",
                    day=long_date(day, p.language),
                    where=where,
                )
            ),
            Line(p.say("Was that you? If not, /devices shows where you are signed in and signs it out.")),
        )
    )


def _rows(buttons: Sequence[Button]) -> ButtonRows:
    return tuple((each,) for each in buttons)
