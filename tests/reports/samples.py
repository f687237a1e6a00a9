"""A small guide and reports made from it: a rich one, the sparsest one, and one that tortures the text."""

from dataclasses import replace
from datetime import UTC, date, datetime

from content.model import (
    Closing,
    EssentialFeature,
    Guide,
    Illustration,
    Level,
    Passage,
    Prompt,
    Scale,
    Theme,
    closing_prompt,
)
from content.phrases import phrases_in
from conversations.state import Given, Replies, Reply
from reports.paper.link_sheet import ChannelLink, LinkSheet, PersonalLink
from reports.paper.prompt_sheet import PromptSheet
from reports.theme.theme_report import ThemeReport, summarise

ENGLISH = phrases_in("en")
FINISHED_AT = datetime(2027, 5, 3, 14, 20, tzinfo=UTC)

LEVELS = (
    Level(6, "Excellent", "A model that others learn from."),
    Level(5, "Very good", "Major strengths, and only small points to improve."),
    Level(4, "Good", "Important strengths clearly outweigh what should get better."),
    Level(3, "Adequate", "Strengths only just outweigh weaknesses."),
    Level(2, "Weak", "Important weaknesses that need action soon."),
    Level(1, "Unsatisfactory", "Major weaknesses that need action now."),
)
SCALE = Scale(LEVELS)
CLOSING = tuple(closing_prompt(each, SCALE) for each in Closing)
ASKS = (
    "How do your team's plans connect to what people want from their lives?",
    "What information about need did you use when you planned?",
    "How were targets chosen?",
    "Who was asked while the plan was made, and who was left out?",
    "What did you check about fairness and equality, and what changed because of it?",
    "Is the plan paid for and staffed?",
    "Which measures were agreed at the start?",
    "How do contracts with providers carry the same outcomes?",
    "When was the plan last looked at, and what changed?",
    "Where do your plans and your partners' plans pull apart?",
    "What did you decide to stop?",
)


def theme(prompts: int = len(ASKS)) -> Theme:
    return Theme(
        id="planning",
        title="Planning for outcomes",
        purpose="Are the right outcomes set, resourced and connected?",
        minutes=12,
        features=(EssentialFeature("f1", "A clear line from outcomes to team plans."),),
        prompts=tuple(Prompt(f"p{n}", ASKS[n - 1], "You might think of …") for n in range(1, prompts + 1)),
        illustrations=(
            Illustration(5, "Plans at every level fit together, and staff can explain how."),
            Illustration(2, "Plans list activities and say little about what should change for people."),
            Illustration(5, "People who use services helped to choose the measures."),
            Illustration(2, "Targets are copied from last year."),
            Illustration(5, "Findings on equality changed the plan."),
            Illustration(5, "Each outcome has money and staff behind it."),
        ),
        closing=CLOSING,
        scale=SCALE,
    )


def guide(
    prompts: int = len(ASKS), about: str = "Written for these tests.\n\nNobody has endorsed it."
) -> Guide:
    asks = (Prompt("c1", "Who leads?", ""),)
    other = Theme("culture", "Leading a culture", "Purpose.", 5, (), asks, (), CLOSING, SCALE)
    return Guide(
        id="sample",
        version="1.2",
        language="en",
        title="Looking at performance",
        about=about,
        sources=("Our own",),
        introduction=(Passage("What it is", "A guide."),),
        scales=(SCALE,),
        themes=(other, theme(prompts)),
    )


def unrated(of: Guide) -> Guide:
    """The same guide with nothing at the end of its themes."""
    return replace(of, themes=tuple(replace(each, closing=()) for each in of.themes))


def replies(*given: Reply) -> Replies:
    return {reply.key: reply for reply in given}


def words(prompt_id: str, text: str, entry: int = 1) -> Reply:
    return Reply("planning", prompt_id, entry, Given.ANSWERED, text=text)


def left(prompt_id: str, given: Given) -> Reply:
    return Reply("planning", prompt_id, 1, given)


RATED = Reply("planning", "rating", 1, Given.ANSWERED, level=4)
EVIDENCED = Reply("planning", "evidence", 1, Given.ANSWERED, choices=("staff", "figures", "people"))

LONG_REPLY = (
    "Each team plan names the outcome of the council plan that it serves, and supervision goes back to it "
    "every month. In the older people's team we redrew ours last autumn with carers in the room.\n\n"
    "Where it breaks down is between us and the commissioning unit: their plan has its own list, and no one "
    "has laid the two side by side."
)

RICH = replies(
    words("p1", LONG_REPLY),
    words("p2", "The joint needs assessment, waiting times, and 40 conversations with carers."),
    left("p3", Given.DONT_KNOW),
    words("p4", "Staff and carers, yes. People who live in care homes were not asked."),
    words("p5", "We checked by age and by area:\n- rural homes waited longest\n- we moved one post."),
    left("p6", Given.SKIPPED),
    words("p7", "Four measures, each with a baseline."),
    left("p8", Given.NOT_APPLICABLE),
    words("p9", "In January. Two actions were dropped and one was added."),
    left("p10", Given.DONT_KNOW),
    words("p11", "Nothing yet, and that is part of the trouble."),
    RATED,
    EVIDENCED,
    words("reference", "Locality plan 2026, section 4, on the shared drive"),
    words("strength", "Team plans name the outcome they serve."),
    words("strength", "Carers helped to set the measures.", 2),
    words("improvement", "Lay our plan beside the commissioning plan, and settle where they differ."),
    words("improvement", "Ask people who live in care homes.", 2),
    words("next_step", "A planning day with health, led by the locality manager, by the end of June."),
)

SPARSE = replies(
    *(left(f"p{n}", Given.SKIPPED) for n in range(1, len(ASKS) + 1)),
    *(left(each, Given.SKIPPED) for each in Closing),
)


def report_of(given: Replies, *, version: int = 1, of: Guide | None = None) -> ThemeReport:
    return summarise(
        of or guide(),
        "planning",
        given,
        round_title="Spring self-evaluation",
        organisation="Sample Council social work",
        version=version,
        finished_at=FINISHED_AT,
    )


def prompt_sheet(of: Guide | None = None, closes_on: date | None = date(2027, 5, 28)) -> PromptSheet:
    return PromptSheet(
        guide=of or guide(),
        round_title="Spring self-evaluation",
        organisation="Sample Council social work",
        closes_on=closes_on,
        who_reads=("Only the person who runs this round.",),
        made_at=FINISHED_AT,
    )


def in_the_browser(url: str) -> tuple[ChannelLink, ...]:
    return (ChannelLink("the browser", url),)


LINKS = (
    PersonalLink(
        *("Zoë Smith", "North"),
        (
            ChannelLink("the browser", "https://look.example.org/join/code-1"),
            ChannelLink("Telegram", "https://t.me/a_bot?start=code-1"),
        ),
        number=71,
    ),
    PersonalLink("José Brown", "", in_the_browser("https://look.example.org/join/code-2"), number=72),
    PersonalLink("", "South", in_the_browser("https://look.example.org/join/code-3"), number=73),
)


def link_sheet(*links: PersonalLink, closes_on: date | None = date(2027, 5, 28)) -> LinkSheet:
    return LinkSheet(
        guide=guide(),
        round_title="Spring self-evaluation",
        organisation="Sample Council social work",
        closes_on=closes_on,
        valid_until=date(2027, 5, 14),
        links=links or LINKS,
        made_at=FINISHED_AT,
    )
