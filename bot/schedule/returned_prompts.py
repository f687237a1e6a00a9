"""News of a prompt that was passed on, to whichever side did not end it.

What ended it is told to neither. Whoever passed it on reads the same whether their colleague cannot say, has
left, has erased everything or never used the link; and the colleague the same whatever the other did. A
difference would tell one person, by name, what another did.
"""

from collections.abc import Callable
from datetime import datetime

from bot.messages.guide_cache import GuideShelf
from content.phrases import Phrases, phrases_in
from conversations.cards.delegated import ReturnedPrompt, go_to_round_button
from storage.engine.database import Transaction
from storage.erasure import erase_person
from storage.mails.own_notices import NewsKind, ask_for_news
from storage.messages import jobs
from storage.messages.job_details import AnnouncementJob
from storage.messages.jobs import Job
from storage.people import delegations, people
from storage.people.delegations import Delegation
from storage.people.membership import is_current_participant
from storage.rounds.ledger import part_of
from storage.rounds.rounds import find_round
from storage.shown_to_others import forget_reason

News = Callable[[Phrases, str, ReturnedPrompt, bool], str]
"""What is said about a prompt, from the round's title, the prompt, and whether its owner is in that round."""


def replied(p: Phrases, title: str, returned: ReturnedPrompt, is_here: bool) -> str:
    """A colleague has replied."""
    told = p.say(
        "“{title}”: a colleague has replied to theme {theme}, prompt {prompt}, which you passed on.",
        title=title,
        theme=returned.theme_label,
        prompt=returned.prompt_number,
    )
    return f"{told} {_how_to_open(p, returned, is_here=is_here)}"


def open_again(p: Phrases, title: str, returned: ReturnedPrompt, is_here: bool) -> str:
    """The prompt is its owner's again, for whatever reason."""
    told = p.say(
        "“{title}”: theme {theme}, prompt {prompt}, which you passed on, is open again. You can reply "
        "yourself or pass it to somebody else.",
        title=title,
        theme=returned.theme_label,
        prompt=returned.prompt_number,
    )
    return f"{told} {_how_to_open(p, returned, is_here=is_here)}"


def _how_to_open(p: Phrases, returned: ReturnedPrompt, *, is_here: bool) -> str:
    if not is_here:
        return p.say("To open it, go to that round first: send /mine.")
    return p.say("To open it, tap the button or send {command}.", command=returned.command)


def _taken_back(p: Phrases, title: str, _returned: ReturnedPrompt, _is_here: bool) -> str:
    return p.say(
        "“{title}”: the prompt that a colleague passed on to you has been taken back. There is nothing "
        "to do.",
        title=title,
    )


def tell(
    tx: Transaction, shelf: GuideShelf, participant_id: int, delegation: Delegation, news: News, now: datetime
) -> None:
    """Tell somebody about a prompt, while their round is open and they take part in it."""
    part, reached = part_of(tx, participant_id), people.participant_reached(tx, participant_id)
    if part is None or not part.round.is_open(now):
        return
    ask_for_news(tx, participant_id, NewsKind.COLLEAGUE, now)
    if reached is None:
        return
    p, guide = phrases_in(part.language), shelf.guide(tx, part.guide_sha256)
    returned = ReturnedPrompt(guide, guide.theme(delegation.theme_id), delegation.prompt_id)
    is_here = is_current_participant(tx, participant_id)
    text = news(p, part.round.title, returned, is_here)
    button = None
    if news is not _taken_back:
        button = returned.button(p) if is_here else go_to_round_button(p, participant_id, part.round.title)
    offered = button.kept if button is not None else None
    announcement = Job(
        AnnouncementJob(text, offered),
        reached.person_id,
        participant_id,
        reached.channel,
        reached.address,
    )
    jobs.ask(tx, announcement, now)


def take_from_colleague(tx: Transaction, shelf: GuideShelf, id_: int, now: datetime) -> None:
    """Bring a prompt back to whoever passed it on, because of something that they did.

    Whoever had it is told, and no longer sees why they were asked.
    """
    forget_reason(tx, id_)
    delegation = delegations.end_delegation(tx, id_)
    if delegation is not None and delegation.taken_by is not None:
        tell(tx, shelf, delegation.taken_by, delegation, _taken_back, now)


def erase_and_tell(tx: Transaction, shelf: GuideShelf, person_id: int, now: datetime) -> None:
    """Erase everything about a person. Whoever has to do with a prompt of theirs reads what others read."""
    for passed in delegations.passed_by(tx, person_id):
        take_from_colleague(tx, shelf, passed.id, now)
    ended = [*delegations.taken_by(tx, person_id), *delegations.answered_by(tx, person_id)]
    erase_person(tx, person_id, now)
    for each in ended:
        if _is_open(tx, each, now):
            delegations.end_delegation(tx, each.id)
            tell(tx, shelf, each.participant_id, each, open_again, now)


def bring_back(tx: Transaction, shelf: GuideShelf, now: datetime) -> bool:
    """Bring back what nobody has, as its link has ended or its colleague was erased; whether there was any.

    Once their round is over nobody is told, and what a colleague had until they were erased stays as it is.
    """
    ended = delegations.nobody_has(tx, now)
    for each in ended:
        if _is_open(tx, each, now):
            delegations.end_delegation(tx, each.id)
            tell(tx, shelf, each.participant_id, each, open_again, now)
    return bool(ended)


def _is_open(tx: Transaction, delegation: Delegation, now: datetime) -> bool:
    round_ = find_round(tx, delegation.round_id)
    return round_ is not None and round_.is_open(now)
