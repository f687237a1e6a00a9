"""The cards about a prompt that is passed on: for who passes it on, and for the colleague who is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from content.model import Guide, Prompt, Theme
from content.phrases import Phrases
from conversations.actions import Action, ActionKind, choice
from conversations.cards.view import View, asked_of_early, readers_button, shortened
from conversations.cards.where_links_open import link_lines, where_it_opens
from conversations.groups.round_view import RoundView, WhoSees
from conversations.outgoing import Button, Card, Line, Rank, Style
from conversations.state import PassedOn, Place
from conversations.who_sees_what import Datum, Sees, Viewer, seen_by

_LONGEST_TITLE = 40


def passed_at(view: View, theme_id: str | None, prompt_id: str | None) -> PassedOn | None:
    """What was passed on of a prompt, None when it was not or is back."""
    found = (each for each in view.conversation.passed_on if each.theme_id == theme_id)
    return next((each for each in found if each.prompt_id == prompt_id), None)


def pass_card(view: View, place: Place) -> Card:
    """The question why a prompt is passed on; or that it was, and how it is taken back."""
    passed = passed_at(view, place.theme_id, place.prompt_id)
    if passed is not None:
        return _passed(view, place, passed)
    _, is_reason = asked_of_early(view.phrases)
    return _with_early(view, place, _why(view, place), is_reason)


def _why(view: View, place: Place) -> Card:
    p = view.phrases
    if view.conversation.round.who_sees is WhoSees.NAMED:
        seen = p.say("They see this prompt, your reason and your name, and no reply of anybody's.")
    else:
        seen = p.say("They see this prompt and your reason, not your name, and no reply of anybody's.")
    return Card(
        (
            Line(p.say("Pass this prompt on?"), Style.TITLE),
            Line(_ask(view, place.theme_id, place.prompt_id), Style.ASK),
            Line(
                p.say(
                    "You get a link to hand to a colleague in this round. Their reply comes back to you and "
                    "counts as yours, marked “Given with a colleague”. You can change it."
                )
            ),
            Line(seen),
            *_tells_who_joined(view),
            *_tells_who_is_asked(view, place),
            Line(p.say("Why do you ask them? Write it in a sentence, or pass it on without."), Style.HELP),
        ),
        (
            (choice(p.say("Without a reason"), ActionKind.DELEGATE, p.say("no reason")),),
            (choice(p.say("Do not pass it on"), ActionKind.STAY, p.say("do not pass it on"), Rank.ASIDE),),
        ),
        asks_words=True,
        field_label=p.say("Why you ask them"),
    )


def is_asked_of_some(guide: Guide, prompt: Prompt) -> bool:
    """Whether not everybody is asked a prompt: it is of a set, or asked behind a choice."""
    return bool(guide.sets_of(prompt)) or prompt.only_if is not None


def what_passing_shows(phrases: Phrases, round_: RoundView) -> tuple[str, ...]:
    """What a prompt that only some are asked shows of whoever passes it on, where the table says so."""
    if seen_by(Viewer.COLLEAGUE, round_.who_sees, Datum.PROMPT_SET) is Sees.NEVER:
        return ()
    return (
        phrases.say(
            "Some prompts are not asked of everybody. A colleague to whom you pass such a prompt can tell "
            "what you said you are, or what you chose before it."
        ),
    )


def _tells_who_is_asked(view: View, place: Place) -> tuple[Line, ...]:
    """The same before such a prompt is passed on."""
    prompt, who_sees = (
        view.guide.theme(place.theme_id or "").prompt(place.prompt_id or ""),
        view.conversation.round.who_sees,
    )
    if (
        not is_asked_of_some(view.guide, prompt)
        or seen_by(Viewer.COLLEAGUE, who_sees, Datum.PROMPT_SET) is Sees.NEVER
    ):
        return ()
    return (
        Line(
            view.phrases.say(
                "Not everybody is asked this prompt. So whoever opens the link can tell what you said you "
                "are, or what you chose before it."
            )
        ),
    )


def _tells_who_joined(view: View) -> tuple[Line, ...]:
    """What passing a prompt on shows of a colleague where people do not know names."""
    if view.conversation.round.who_sees is WhoSees.NAMED:
        return ()
    return (
        Line(
            view.phrases.say(
                "Only somebody who has joined this round can open the link. So whoever opens it shows you "
                "that they have joined, and you show them that you have."
            )
        ),
    )


def what_colleague_sees(phrases: Phrases, round_: RoundView) -> str:
    """Who sees a prompt that is passed on, and what the two then know of each other."""
    if seen_by(Viewer.COLLEAGUE, round_.who_sees, Datum.REASON) is Sees.NAMED:
        return phrases.say("A colleague to whom you pass a prompt sees it, your reason and your name.")
    if seen_by(Viewer.COLLEAGUE, round_.who_sees, Datum.JOINED) is Sees.NAMED:
        return phrases.say(
            "A colleague to whom you pass a prompt sees it and your reason, without your name."
        )
    return phrases.say(
        "A colleague to whom you pass a prompt sees it and your reason, without your name. By its link each "
        "of you knows that the other takes part."
    )


def _passed(view: View, place: Place, passed: PassedOn) -> Card:
    p = view.phrases
    if passed.is_taken:
        how_far = p.say("A colleague has it now.")
    else:
        how_far = p.say("Its link has not been used yet.")
    return Card(
        (
            Line(p.say("You passed this prompt on."), Style.TITLE),
            Line(_ask(view, place.theme_id, place.prompt_id), Style.ASK),
            Line(how_far),
            Line(
                p.say("Take it back to reply yourself, or to pass it on again with a new link."), Style.HELP
            ),
        ),
        (
            (choice(p.say("Take it back"), ActionKind.TAKE_BACK, p.say("take it back")),),
            (choice(p.say("Leave it so"), ActionKind.STAY, p.say("leave it so")),),
        ),
    )


def _ask(view: View, theme_id: str | None, prompt_id: str | None) -> str:
    return view.guide.theme(theme_id or "").prompt(prompt_id or "").numbered_ask


def _with_early(view: View, place: Place, card: Card, asks: str) -> Card:
    """The card with the question about words that came before it could be read, where there are some."""
    if place.to_pass is None:
        return card
    p = view.phrases
    choices = (
        choice(p.say("Use it"), ActionKind.USE, p.say("yes")),
        choice(p.say("Leave it out"), ActionKind.DROP, p.say("no")),
    )
    asked = (Line(asks, Style.NOTE), Line(shortened(place.to_pass.text), Style.QUOTE))
    return replace(card, lines=(*card.lines, *asked), buttons=(choices, *card.buttons))


def asked_card(view: View, place: Place) -> Card:
    """The prompt that a colleague passed on, with the reason, and words of theirs that came too soon."""
    card = _asked(view, has_help=place.to_pass is None)
    is_reply, _ = asked_of_early(view.phrases)
    return _with_early(view, place, card, is_reply)


def _asked(view: View, *, has_help: bool) -> Card:
    """The card itself; without the help where a question follows that has to be on the screen of a phone."""
    p, asked = view.phrases, view.conversation.asked[0]
    theme = view.guide.theme(asked.theme_id)
    prompt = theme.prompt(asked.prompt_id)
    if asked.asker:
        title = p.say("{name} passes a prompt on to you", name=asked.asker)
    else:
        title = p.say("A colleague passes a prompt on to you")
    lines = [
        Line(title, Style.TITLE),
        Line(
            p.say(
                "It is from theme {number}: {title}.",
                number=view.guide.label_of(theme.id),
                title=theme.title,
            )
        ),
        Line(prompt.numbered_ask, Style.ASK),
        *([Line(prompt.help, Style.HELP, folds=True)] if has_help and prompt.help else []),
    ]
    if asked.reason:
        lines += [Line(p.say("Why they ask you:"), Style.HELP), Line(asked.reason, Style.QUOTE)]
    lines.append(
        Line(
            p.say(
                "Write your reply. It goes back to them, is kept among their replies as given by you, and "
                "they can change it. Your own replies stay as they are."
            ),
            Style.HELP,
        )
    )
    return Card(
        tuple(lines),
        (
            (choice(p.say("I cannot say"), ActionKind.DECLINE, p.say("cannot say")),),
            (readers_button(p), choice(p.say("Later"), ActionKind.LATER, p.say("later"))),
        ),
        asks_words=True,
        field_label=p.say("Your reply to your colleague"),
    )


def without_reason(card: Card, *, shows_name: bool = False) -> Card:
    """The card of a prompt that a colleague passed on, as it stays in a history: without the reason.

    ``shows_name``: the title names the colleague, so it goes too.
    """
    kept = [
        line
        for before, line, after in zip((None, *card.lines), card.lines, (*card.lines[1:], None), strict=False)
        if not _is_reason(before, line) and not (after is not None and _is_reason(line, after))
    ]
    return replace(card, lines=tuple(each for each in kept if not (shows_name and each.style is Style.TITLE)))


def _is_reason(before: Line | None, line: Line) -> bool:
    """Whether a line is the reason, which stands below a line of help; early words stand below a note."""
    return before is not None and (before.style, line.style) == (Style.HELP, Style.QUOTE)


def _where(phrases: Phrases, links: Sequence[str]) -> list[str]:
    told = where_it_opens(phrases, links[0]) if links else ""
    return [told] if told else []


def handed_over(phrases: Phrases, links: Sequence[str], days: int) -> Card:
    """The link that a person hands to the colleague of their choice."""
    return Card(
        (
            Line(phrases.say("Here is the link for your colleague:")),
            *link_lines(phrases, links),
            *(Line(told) for told in _where(phrases, links)),
            Line(
                phrases.count(
                    "It works once and for {n} day, for somebody who takes part in this round. Hand it to "
                    "nobody else.",
                    "It works once and for {n} days, for somebody who takes part in this round. Hand it to "
                    "nobody else.",
                    days,
                ),
                Style.HELP,
            ),
        )
    )


@dataclass(frozen=True, slots=True)
class ReturnedPrompt:
    """A prompt of a theme that has come back from a colleague. It is opened by its number in the guide."""

    guide: Guide
    theme: Theme
    prompt_id: str

    @property
    def theme_number(self) -> int:
        """The number of its theme."""
        return self.guide.number_of(self.theme.id)

    @property
    def theme_label(self) -> str:
        """The number by which people know its theme."""
        return self.guide.label_of(self.theme.id)

    @property
    def prompt_number(self) -> int:
        """Its number in its theme."""
        return self.theme.number_of(self.prompt_id)

    @property
    def command(self) -> str:
        """What is typed to open it."""
        return f"/theme {self.theme_label} {self.prompt_number}"

    def button(self, phrases: Phrases) -> Button:
        """What opens it."""
        earlier = self.guide.themes[: self.theme_number - 1]
        number = sum(len((theme.whole or theme).prompts) for theme in earlier) + self.prompt_number
        return choice(phrases.say("Open the prompt"), Action(ActionKind.RETURNED, number), self.command)


def prompt_of_guide(guide: Guide, number: int) -> tuple[Theme, str] | None:
    """The prompt with this number in the guide as a whole, None where it has no so many."""
    prompts = [(theme, prompt.id) for theme in guide.themes for prompt in (theme.whole or theme).prompts]
    return prompts[number - 1] if 1 <= number <= len(prompts) else None


def go_to_round_button(phrases: Phrases, participant_id: int, title: str) -> Button:
    """What leads to another round of the person's."""
    label = phrases.say(
        "Go to “{title}”", title=title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE]} …"
    )
    return choice(label, Action(ActionKind.CONTINUE, participant_id), "/mine")
