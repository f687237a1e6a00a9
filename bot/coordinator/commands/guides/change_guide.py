"""Bringing a guide in from a document, publishing it and deleting it. The last two are asked first.

What a document gives is kept as a draft at once: that affects nobody, and it can be deleted again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.acts.guides.guide_acts import (
    checked_guide,
    delete_guide,
    guide_for,
    keep_draft,
    lines_to_publish,
    publish_guide,
)
from bot.acts.permissions import Command
from bot.acts.refusal import ActRefused, Refusal, RefusalReason
from bot.coordinator.actions import Begin
from bot.coordinator.asking import done
from bot.coordinator.commands.guides.versions import changed_in_short, version_choices
from bot.coordinator.form_answers import NOT_GIVEN, if_given
from bot.coordinator.forms import Field, FormChoice, one_of
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request, button, read_document_sent
from bot.coordinator.role_names import organisation_shown
from bot.messages.guides.guide_on_page import title_shown
from bot.messages.guides.guide_versions import (
    changes_told,
    gives_way_in_words,
    overtaken_in_words,
    version_before,
)
from content.drafts.new_draft import NewDraft, with_about
from content.own_guides.bringing_in import read_draft
from content.own_guides.draft_words import about_at_first
from content.own_guides.filled_in import filled_in_words, lines_filled_in
from content.phrases import Phrases
from content.whole_numbers import whole_number
from conversations.incoming import SentFile
from conversations.outgoing import Line, Rank, Style
from storage.guides.own_guides import OwnGuide, find_own_guide, own_guides

ADD, PUBLISH, DELETE = "add", "publish", "delete"
"""What is typed in front of a guide, and kept of what was asked for."""

_ANYWAY, _AGAIN = "anyway", "again"


@dataclass(frozen=True, slots=True)
class GuideAnswers:
    """What shall be done, with which guide; or ``for_`` which organisation a ``file`` is brought in.

    ``file`` is a draft that was just read. It is kept as one at once, and never with the place. ``after`` is
    what shall be done where a newer version was published since a draft was made.
    """

    what: str = ADD
    guide: str = NOT_GIVEN
    for_: str = NOT_GIVEN
    file: Any = NOT_GIVEN
    after: str = NOT_GIVEN


class ChangeGuide:
    """Brings in a guide, publishes one or deletes one."""

    command = Command.GUIDE
    answers = GuideAnswers
    file_field = "file"

    def fields(self, request: Request, answers: GuideAnswers) -> Sequence[Field[Any]]:
        """The organisation, where somebody has several, and the document; or what an old draft is for."""
        if answers.what == PUBLISH:
            return _overtaken(request, guide_for(request.acting, answers.guide))
        if answers.what != ADD:
            return []
        p = request.phrases
        mine = request.organisations(Command.GUIDE)
        document = Field[NewDraft](
            "file",
            p.say("Document"),
            p.say("Send the document: a Word document (.docx) or an Excel workbook (.xlsx)."),
            lambda _: _no_words(request),
            help=p.say(
                "A guide that Closer Look wrote out comes in whole, as a Word document or as a pack (.yaml). "
                "Nothing in it is run, and no link in it is followed. You see what was read as what, and "
                "correct it, before a round can be opened on it."
            ),
        )
        if len(mine) == 1:
            return [document]
        choices = tuple(FormChoice(organisation_shown(p, each), each.id, words=(each.id,)) for each in mine)
        otherwise = p.say("Please choose one of these.")
        whose = p.say("Which organisation is the guide for?")
        return [Field("for", p.say("For"), whose, one_of(choices, otherwise), choices=choices), document]

    def inline_arguments(self, request: Request, text: str) -> GuideAnswers:
        """What shall be done, and the id of the guide."""
        what, _, guide_id = text.partition(" ")
        if what == ADD:
            return GuideAnswers()
        return GuideAnswers(what, guide_for(request.acting, guide_id).id)

    def read_file(self, request: Request, file: SentFile) -> NewDraft:
        """What a document gives. Raises ``InvalidInput`` with why it cannot be read."""
        not_fetched = request.phrases.say(
            "The file could not be fetched from {channel}. Please send it again.",
            channel=request.services.channels[file.channel].called(request.phrases),
        )
        return read_document_sent(request, file, read_draft, not_fetched=not_fetched)

    def is_done_at_once(self, answers: GuideAnswers) -> bool:
        """A document that was read is kept as a draft, and beginning again changes nothing."""
        return answers.what == ADD or if_given(answers.after) == _AGAIN

    def preview(self, request: Request, answers: GuideAnswers) -> tuple[Sequence[Line], str]:
        """What will be published, or what will be gone."""
        p, guide = request.phrases, guide_for(request.acting, answers.guide)
        if answers.what == DELETE:
            lines = [Line(p.say("Delete “{title}”?", title=title_shown(p, guide)), Style.TITLE)]
            gone = p.say("It is gone for good, for all who coordinate for your organisation.")
            lines.append(Line(gone))
            if guide.version:
                stay = p.say("/round offers it no more. Rounds that were opened on it go on as they are.")
                lines.append(Line(stay, Style.HELP))
            return lines, p.say("Delete it")
        checked = checked_guide(guide, lines_to_publish(request.acting, guide))
        if checked.pack is None:
            raise ActRefused(Refusal(RefusalReason.GUIDE_NOT_READY, title=guide.title))
        request.kept = str(guide.shown_change)
        title, version = title_shown(p, guide), guide.next_version
        prompts = sum(len(each.prompts) for each in checked.pack.guide.themes)
        before = find_own_guide(request.tx, guide.next_of)
        gives_way, overtaken = gives_way_in_words(p, before), overtaken_in_words(p, guide, before)
        told = changes_told(p, guide, version_before(request.tx, guide), checked.pack.guide)
        mine = own_guides(request.tx, [each.id for each in request.organisations(Command.GUIDE)])
        number = [each.id for each in mine].index(guide.id) + 1
        return [
            Line(p.say("Publish “{title}” as version {number}?", title=title, number=version), Style.TITLE),
            Line(p.count("It has {n} prompt.", "It has {n} prompts.", prompts)),
            *([Line(overtaken)] if overtaken else []),
            *changed_in_short(p, told, number),
            Line(
                p.say(
                    "From then on /round offers it to all who coordinate for your organisation, and to "
                    "nobody else. Rounds that run on a version before stay on that one."
                ),
                Style.HELP,
            ),
            *([Line(gives_way, Style.HELP)] if gives_way else []),
            Line(
                p.say("The words of your document that are not part of the guide are erased then."),
                Style.HELP,
            ),
        ], _publish_anyway(p, guide) if overtaken else p.say("Publish it")

    def execute(self, request: Request, answers: GuideAnswers) -> None:
        """Do it, and say what can come next."""
        if answers.what == ADD:
            _keep(request, answers)
        elif answers.what == DELETE:
            _delete(request, answers.guide)
        elif if_given(answers.after) == _AGAIN:
            _begin_again(request, answers.guide)
        else:
            _publish(request, answers.guide)


def _overtaken(request: Request, guide: OwnGuide) -> list[Field[Any]]:
    """What shall be done with a draft that was made from an older version than the newest; nothing else."""
    before = find_own_guide(request.tx, guide.next_of)
    p, told = request.phrases, overtaken_in_words(request.phrases, guide, before)
    if before is None or not told:
        return []
    again = p.say("Begin again from version {number}", number=before.version)
    choices = (
        FormChoice(_publish_anyway(p, guide), _ANYWAY, words=(_ANYWAY,)),
        FormChoice(again, _AGAIN, words=(_AGAIN,)),
    )
    ask = p.say("{told} What shall be done?", told=told)
    otherwise = p.say("Please choose one of these.")
    return [Field("after", p.say("The older draft"), ask, one_of(choices, otherwise), choices=choices)]


def _publish_anyway(p: Phrases, guide: OwnGuide) -> str:
    return p.say("Publish it anyway as version {number}", number=guide.next_version)


def _begin_again(request: Request, guide_id: str) -> None:
    """Lead to the guide whose newest version is there; the draft stays as it is."""
    p, guide = request.phrases, guide_for(request.acting, guide_id)
    before = guide_for(request.acting, guide.next_of)
    mine = own_guides(request.tx, [each.id for each in request.organisations(Command.GUIDE)])
    number = [each.id for each in mine].index(before.id) + 1
    said = p.say(
        "Correct “{title}” as it is in version {number}, and publish that. The older draft stays as it is; "
        "you can delete it.",
        title=title_shown(p, before),
        number=before.version,
    )
    open_it = button(p.say("Open it"), Begin(Command.GUIDE, before.id), f"/guide {number}", Rank.MAIN)
    done(request, [Line(said)], open_it)


def _no_words(request: Request) -> NewDraft:
    raise InvalidInput(
        request.phrases.say("Please send it as a file: words that are pasted lose their order.")
    )


def _keep(request: Request, answers: GuideAnswers) -> None:
    p = request.phrases
    mine = request.organisations(Command.GUIDE)
    whose = next((each for each in mine if each.id == if_given(answers.for_)), mine[0])
    draft = with_about(answers.file, about_at_first(p, whose.name))
    guide = request.did(keep_draft(request.acting, whose.id, draft, language=p.language.replace("_", "-")))
    guides = own_guides(request.tx, [each.id for each in mine])
    number = [each.id for each in guides].index(guide.id) + 1
    lines = [
        Line(
            p.say("“{title}” is read, and kept as a draft.", title=title_shown(p, guide)),
            Style.TITLE,
        ),
        Line(p.say("Look through it next: what was read as what, and what was left out.")),
    ]
    if filled := lines_filled_in(draft.lines):
        lines.append(Line(filled_in_words(p, filled)))
    asked, choices = version_choices(request, guide, guides)
    look = button(p.say("Look through it"), Begin(Command.GUIDE, guide.id), f"/guide {number}", Rank.MAIN)
    done(request, [*lines, *asked], look, *choices)


def _delete(request: Request, guide_id: str) -> None:
    p, guide = request.phrases, request.did(delete_guide(request.acting, guide_id))
    every = button(p.say("All guides"), Begin(Command.GUIDE), "/guide")
    done(request, [Line(p.say("“{title}” is deleted.", title=title_shown(p, guide)))], every)


def _publish(request: Request, guide_id: str) -> None:
    p = request.phrases
    change = whole_number(request.place.kept) or 0
    guide = request.did(publish_guide(request.acting, guide_id, change=change))
    said = p.say(
        "“{title}” is published as version {number}.",
        title=title_shown(p, guide),
        number=guide.version,
    )
    next_ = Line(p.say("Open a round on it next."), Style.HELP)
    done(
        request, [Line(said), next_], button(p.say("Open a round"), Begin(Command.ROUND), "/round", Rank.MAIN)
    )
