"""What ``/people`` changes: links taken back or replaced, people corrected, names taken off a list.

Which of these is meant is read here; what each shows and does has a module of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.acts.acting import no_such_link
from bot.acts.link_acts import (
    LinkChange,
    link_to_change,
    replace_link,
    undo_replaced_link,
    undo_taken_back,
)
from bot.acts.permissions import Command
from bot.acts.undo import UndoCorrection, UndoMails, UndoReplacedLink, UndoStoppedMails, UndoTakenBack
from bot.coordinator.actions import Begin
from bot.coordinator.asking import done
from bot.coordinator.commands.people.correct_people import (
    CorrectionTyped,
    correct_typed,
    correction_typed,
    numbers_first,
    preview_of_correction,
)
from bot.coordinator.commands.people.people_counted import guest_shown
from bot.coordinator.commands.people.second_list import undone_corrections
from bot.coordinator.commands.people.take_back_links import (
    check_numbers,
    links_meant,
    numbers_typed,
    preview_of_several,
    take_back_several,
)
from bot.coordinator.commands.people.take_back_list import list_meant, preview_of_list, take_back_list
from bot.coordinator.commands.people.take_off_list import (
    name_typed,
    person_called,
    preview_of_name,
    take_off,
)
from bot.coordinator.form_answers import NOT_GIVEN, if_given
from bot.coordinator.forms import Field, FormChoice, one_of
from bot.coordinator.handing_over.by_mail import undo_of_mails
from bot.coordinator.handing_over.links import hand_over
from bot.coordinator.handing_over.mail_all_alike import (
    SharedMailTyped,
    preview_of_shared_mail,
    send_shared_mail,
    shared_mail_typed,
)
from bot.coordinator.handing_over.send_again import (
    MailTyped,
    mail_typed,
    preview_of_mails,
    says_mail,
    send_again,
)
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request, button, current_round
from content.whole_numbers import whole_number
from conversations.groups.round_view import WhoSees
from conversations.outgoing import Line, Style
from conversations.reading.typed import plain
from storage.rounds import invitees


@dataclass(frozen=True, slots=True)
class PeopleAnswers:
    """Which link, and what will be done to it; or ``name``, who is taken off the list.

    ``several`` are the numbers of links that are taken back together, ``made_last`` those of the last list.
    ``correction`` is what is corrected, ``mail`` who is sent a mail again, ``to_all`` a mail with the link
    that all share.
    """

    number: int = NOT_GIVEN
    what: LinkChange = NOT_GIVEN
    name: str = NOT_GIVEN
    several: tuple[int, ...] = NOT_GIVEN
    made_last: tuple[int, ...] = NOT_GIVEN
    correction: CorrectionTyped = NOT_GIVEN
    mail: MailTyped = NOT_GIVEN
    to_all: SharedMailTyped = NOT_GIVEN

    @property
    def says_all(self) -> bool:
        """Whether one line has said it all, so that nothing is asked for."""
        said = (self.name, self.several, self.made_last, self.correction, self.mail, self.to_all)
        return any(map(if_given, said))


class ChangePeople:
    """Takes links back, makes another for the same person, corrects people, or takes a name off the list."""

    command = Command.PEOPLE
    answers = PeopleAnswers

    def fields(self, request: Request, answers: PeopleAnswers) -> Sequence[Field[Any]]:
        """Which link, and what will be done to it; nothing more where one line says it all."""
        p = request.phrases
        if answers.says_all:
            return []
        choices = (
            FormChoice(
                p.say("Take it back: it lets nobody in any more"),
                LinkChange.TAKE_BACK,
                words=(LinkChange.TAKE_BACK.value,),
            ),
            FormChoice(
                p.say("Make another for the same person"),
                LinkChange.REPLACE,
                words=(LinkChange.REPLACE.value,),
            ),
        )
        labels = {each.value: each.label for each in choices}
        return [
            Field(
                "number",
                p.say("Which link"),
                p.say("Which link, by its number in /people?"),
                lambda text: _number(request, text),
            ),
            Field(
                "what",
                p.say("What"),
                p.say("What shall become of it?"),
                one_of(choices, p.say("Please type take back or new.")),
                choices=choices,
                shown=lambda value: labels[value],
            ),
        ]

    def inline_arguments(self, request: Request, text: str) -> PeopleAnswers:
        """A line such as ``take back 3``, ``take back team Day care``, ``new 3`` or ``take off Zoe Able``."""
        made_last = list_meant(request, text)
        if made_last:
            return PeopleAnswers(made_last=made_last)
        meant = links_meant(request, text)
        if len(meant) > 1:
            check_numbers(request, meant)
            return PeopleAnswers(several=meant)
        if meant:
            return PeopleAnswers(_number(request, str(meant[0])), LinkChange.TAKE_BACK)
        is_anonymous = current_round(request, self.command).view.who_sees is WhoSees.ANONYMOUS
        if (mail := says_mail(request, text)) is not None and is_anonymous:
            return PeopleAnswers(to_all=shared_mail_typed(request, mail))
        if mail is not None:
            numbers, address = (numbers_typed(mail), "") if numbers_typed(mail) else numbers_first(mail)
            return PeopleAnswers(mail=mail_typed(request, numbers, address))
        correction = correction_typed(request, text)
        if correction is not None:
            return PeopleAnswers(correction=correction)
        name = name_typed(text) if is_anonymous else None
        if name is not None:
            person_called(request, name)
            return PeopleAnswers(name=name)
        word, _, number = plain(text).rpartition(" ")
        if word != LinkChange.REPLACE.value or not number.isdecimal():
            raise InvalidInput(_how_to_type(request, is_anonymous=is_anonymous))
        return PeopleAnswers(_number(request, number), LinkChange.REPLACE)

    def preview(self, request: Request, answers: PeopleAnswers) -> tuple[Sequence[Line], str]:
        """Whose link it is, and what will happen to it."""
        p, listed = request.phrases, current_round(request, self.command)
        if if_given(answers.name):
            return preview_of_name(request, answers.name)
        if if_given(answers.several):
            return preview_of_several(request, answers.several)
        if if_given(answers.made_last):
            return preview_of_list(request, answers.made_last)
        if if_given(answers.correction):
            return preview_of_correction(request, answers.correction)
        if if_given(answers.mail):
            return preview_of_mails(request, answers.mail)
        if if_given(answers.to_all):
            return preview_of_shared_mail(request, answers.to_all)
        _, guest = link_to_change(request.acting, listed.view.id, answers.number, answers.what)
        whose = Line(f"{answers.number}. {guest_shown(request, guest)}", Style.ITEM)
        if answers.what is LinkChange.TAKE_BACK:
            title = Line(p.say("Take this link back?"), Style.TITLE)
            then = Line(p.say("It lets nobody in any more."), Style.HELP)
            return [title, whose, then], p.say("Take it back")
        title = Line(p.say("Make another link for this person?"), Style.TITLE)
        then = Line(p.say("The one before lets nobody in any more. Nobody is sent anything."), Style.HELP)
        return [title, whose, then], p.say("Make the link")

    def execute(self, request: Request, answers: PeopleAnswers) -> None:
        """Take links back, and make another where that is wanted; or erase the name."""
        if if_given(answers.name):
            take_off(request, answers.name)
            return
        if if_given(answers.several):
            take_back_several(request, answers.several, form=self)
            return
        if if_given(answers.made_last):
            take_back_list(request, answers.made_last, form=self)
            return
        if if_given(answers.correction):
            correct_typed(request, answers.correction, form=self)
            return
        if if_given(answers.mail):
            send_again(request, answers.mail, form=self)
            return
        if if_given(answers.to_all):
            send_shared_mail(request, answers.to_all, form=self)
            return
        number = answers.number
        if answers.what is LinkChange.TAKE_BACK:
            take_back_several(request, [number], form=self)
            return
        round_id = current_round(request, self.command).view.id
        valid = timedelta(days=request.services.invitation_days)
        hand_over(request, replace_link(request.acting, round_id, number, valid=valid), form=self)

    def undo(
        self,
        request: Request,
        undo: UndoReplacedLink | UndoTakenBack | UndoCorrection | UndoMails | UndoStoppedMails,
    ) -> None:
        """Let the links before work again; of one that was replaced, instead of the new one.

        Whoever was corrected is called as before. Mails that have not gone are stopped.
        """
        p = request.phrases
        if isinstance(undo, UndoMails | UndoStoppedMails):
            undo_of_mails(request, undo, form=self)
            return
        if isinstance(undo, UndoCorrection):
            back = button(p.say("Who is invited"), Begin(Command.PEOPLE), "/people")
            done(request, undone_corrections(request, undo), back)
            return
        if isinstance(undo, UndoTakenBack):
            again = request.did(undo_taken_back(request.acting, undo))
            said = p.count("Undone: {n} link works again.", "Undone: {n} links work again.", again)
            done(request, [Line(said)], button(p.say("Who is invited"), Begin(Command.PEOPLE), "/people"))
            return
        ended = request.did(undo_replaced_link(request.acting, undo))
        lines = [Line(p.say("Link {number} does not work any more.", number=ended))]
        if undo.before_until is not None:
            lines.insert(0, Line(p.say("Undone: the link works again.")))
        done(request, lines)


def _how_to_type(request: Request, *, is_anonymous: bool) -> str:
    p = request.phrases
    if is_anonymous:
        return p.say(
            "I could not read that. /people take off Zoe Able takes a name off the list, /link stop 1 stops "
            "a shared link."
        )
    return p.say(
        "I could not read that. Type /people take back 3, /people new 3, or /people team 3 Day care."
    )


def _number(request: Request, text: str) -> int:
    number = whole_number(text.strip())
    listed = current_round(request, Command.PEOPLE)
    if number is None:
        raise InvalidInput(
            request.phrases.say(
                "There is no link {number}. /people shows them all.", number=text.strip()[:20]
            )
        )
    if invitees.guest_of(request.tx, listed.view.id, number) is None:
        raise no_such_link(request.tx, listed.view.id, number)
    return number
