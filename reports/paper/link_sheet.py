"""Personal links for people to be invited: a message to forward to each, a table, and a sheet to cut up.

A link lets its holder in, once. Nothing here is logged or kept.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from content.model import Guide
from content.phrases import Phrases, long_date
from conversations.cards.entrance import how_long
from conversations.cards.where_links_open import where_it_opens
from reports.layout import wording
from reports.layout.csv_table import csv_file
from reports.layout.typesetting import TemplateValues, language_values, shown, typeset

MOST_SLIPS = 500
"""How many links one file to print may hold: about 80 pages. More of them become several files."""


@dataclass(frozen=True, slots=True)
class ChannelLink:
    """An invitation as a link for one channel; ``place`` is what people call it, as in “Link for …”."""

    place: str
    url: str


@dataclass(frozen=True, slots=True)
class PersonalLink:
    """One person's way in: who it is for, and the same invitation as a link for each channel, at least one.

    ``number`` is that of the invitation, by which those who run the round find it again. ``prompt_set`` is
    the title of the set of prompts that their list said for this person, ``partner`` their partner
    organisation, and ``mail`` their e-mail address there.
    """

    name: str
    team: str
    links: tuple[ChannelLink, ...]
    number: int = 0
    prompt_set: str = ""
    partner: str = ""
    mail: str = ""

    @property
    def group(self) -> str:
        """Their team and their partner organisation, as far as each is known."""
        return ", ".join(filter(None, (self.team, self.partner)))


@dataclass(frozen=True, slots=True)
class LinkSheet:
    """The links of a round. ``closes_on`` is its last day, ``valid_until`` the last day of the links.

    ``made_at`` is the time that a file bears.
    """

    guide: Guide
    round_title: str
    organisation: str
    closes_on: date | None
    valid_until: date
    links: tuple[PersonalLink, ...]
    made_at: datetime


def message_to_forward(sheet: LinkSheet, link: PersonalLink, phrases: Phrases) -> str:
    """What a coordinator can send to one person as it is: what this is, how long, until when, the link."""
    return _message(_same_for_all(sheet, phrases), link, phrases)


def _same_for_all(sheet: LinkSheet, phrases: Phrases) -> tuple[Sequence[str], str]:
    """What stands in front of everybody's link, and what behind it."""
    before = [
        phrases.say(
            "{asker} asks you to take part in “{round}”: a chat in which you look at your service, one "
            "prompt at a time.",
            asker=sheet.organisation or phrases.say("Your coordinator"),
            round=sheet.round_title,
        ),
        how_long(sheet.guide, phrases),
    ]
    if sheet.closes_on is not None:
        day = long_date(sheet.closes_on, phrases.language)
        before.append(phrases.say("It is open until {day}.", day=day))
    return before, _on_use(sheet, phrases)


def _message(for_all: tuple[Sequence[str], str], link: PersonalLink, phrases: Phrases) -> str:
    before, behind = for_all
    first, *others = link.links
    own = (
        phrases.say("Your own link, in {place}:", place=first.place)
        if others
        else phrases.say("Your own link:")
    )
    return "\n\n".join(
        [
            *([phrases.say("Hello {name},", name=link.name)] if link.name else []),
            *before,
            f"{own}\n{first.url}",
            *(
                phrases.say("Or in {place}, whichever you prefer:", place=each.place) + f"\n{each.url}"
                for each in others
            ),
            behind,
        ]
    )


def _where(sheet: LinkSheet, phrases: Phrases) -> str:
    """Where the links of a sheet open, as far as it is not everywhere. All have the same address."""
    return where_it_opens(phrases, sheet.links[0].links[0].url) if sheet.links else ""


def _on_use(sheet: LinkSheet, phrases: Phrases) -> str:
    said = phrases.say(
        "It is only for you and works once, until {day}. Please do not pass it on.",
        day=long_date(sheet.valid_until, phrases.language),
    )
    return " ".join(filter(None, (_where(sheet, phrases), said)))


def links_csv(sheet: LinkSheet, phrases: Phrases) -> bytes:
    """The links as a table that opens in a spreadsheet, each with its message, for a mail merge.

    Where the list had e-mail addresses, each line has its own.
    """
    others = list(dict.fromkeys(each.place for link in sheet.links for each in link.links[1:]))
    where, has_sets = _where(sheet, phrases), any(link.prompt_set for link in sheet.links)
    has_partners = any(link.partner for link in sheet.links)
    has_addresses = any(link.mail for link in sheet.links)
    for_all = _same_for_all(sheet, phrases)
    headings = [
        *(phrases.say("Name"), phrases.say("Team")),
        *([phrases.say("Organisation")] if has_partners else []),
        phrases.say("Link"),
        *(phrases.say("Link for {place}", place=place) for place in others),
        phrases.say("Number"),
        *([phrases.say("Set of prompts")] if has_sets else []),
        *([phrases.say("Note")] if where else []),
        *([phrases.say("E-mail")] if has_addresses else []),
        phrases.say("Message"),
    ]
    rows = (
        [
            *(link.name, link.team),
            *([link.partner] if has_partners else []),
            *_addresses(link, others),
            str(link.number),
            *([link.prompt_set] if has_sets else []),
            *([where] if where else []),
            *([link.mail] if has_addresses else []),
            _message(for_all, link, phrases),
        ]
        for link in sheet.links
    )
    return csv_file([headings, *rows])


def _addresses(link: PersonalLink, others: Sequence[str]) -> list[str]:
    first, *rest = link.links
    urls = {each.place: each.url for each in rest}
    return [first.url, *(urls.get(place, "") for place in others)]


def in_parts(sheet: LinkSheet) -> tuple[LinkSheet, ...]:
    """The sheet as one or more, none with more links than a file to print may hold."""
    starts = range(0, len(sheet.links), MOST_SLIPS)
    return tuple(replace(sheet, links=sheet.links[start : start + MOST_SLIPS]) for start in starts)


def links_pdf(sheet: LinkSheet, phrases: Phrases) -> bytes:
    """The links as a sheet to print and cut up: for each person a QR code and the link in letters.

    Raises ``ValueError`` for more than ``MOST_SLIPS`` links.
    """
    if len(sheet.links) > MOST_SLIPS:
        raise ValueError(f"a file to print holds {MOST_SLIPS} links at most, not {len(sheet.links)}")
    words = shown(
        {
            **language_values(phrases.language),
            "guide": language_values(sheet.guide.language),
            "title": phrases.count(
                "Link for “{round}”", "Links for “{round}”", len(sheet.links), round=sheet.round_title
            ),
            "subtitle": phrases.count(
                "Give this slip to its person.",
                "Cut along the dashed lines, and give every person their own slip.",
                len(sheet.links),
            ),
            "asked_by": [sheet.organisation] if sheet.organisation else [],
            "dated": [
                phrases.say("Whoever has a slip can take part in that person's place: keep this sheet safe.")
            ],
            "round": sheet.round_title,
            "how_long": how_long(sheet.guide, phrases),
            "use": _on_use(sheet, phrases),
            "web": phrases.say("Point your camera at the code, or type this into a browser:"),
            "page": wording.page_of_pages(phrases),
        }
    )
    slips = [_slip(link, phrases) for link in sheet.links]
    return typeset("links.typ", {**words, "slips": slips}, sheet.made_at, phrases)


def _slip(link: PersonalLink, phrases: Phrases) -> TemplateValues:
    # The number tells those who run the round which of their invitations this is.
    first, *others = link.links
    name = f"{link.name} ({link.number})" if link.name else phrases.say("Link {number}", number=link.number)
    told: TemplateValues = shown(
        {
            "name": name,
            "team": link.group,
            "url": first.url,
            "others": [
                {"place": phrases.say("Or in {place}:", place=each.place), "url": each.url} for each in others
            ],
            "alt": phrases.say(
                "QR code with the link of {name}, which stands beside it in letters", name=name
            ),
        }
    )
    return told | {"code": qr_code(first.url)}


def qr_code(url: str) -> str:
    """A link as a QR code in SVG that can be read with a sixth of it damaged, its quiet border included."""
    # The maker of codes is only loaded with the first sheet, so that starting stays quick.
    import segno

    drawn = io.BytesIO()
    segno.make(url, error="m", micro=False).save(drawn, kind="svg", border=4, xmldecl=False, omitsize=True)
    return drawn.getvalue().decode()
