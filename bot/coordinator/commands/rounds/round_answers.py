"""What ``/round`` has been given, and the round and the guide that it makes."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from bot.acts.round_acts import NewRound
from bot.coordinator.form_answers import NOT_GIVEN, older_text
from conversations.groups.round_view import WhoSees

_GuideKey = Annotated[tuple[str, str], older_text(lambda text: text.split("/"))]
_Themes = Annotated[tuple[int, ...] | None, older_text(lambda text: None if text == "all" else text.split())]
_Lines = Annotated[tuple[str, ...], older_text(lambda text: () if text == "none" else text.splitlines())]
_FirstDay = Annotated[date | None, older_text(lambda text: None if text == "now" else text)]
_LastDay = Annotated[date | None, older_text(lambda text: None if text == "never" else text)]


@dataclass(frozen=True, slots=True)
class RoundAnswers:
    """What a round shall be. ``for_`` is an organisation's id, ``guide`` a guide's id and its language.

    ``themes`` and ``sets`` None mean all of them, ``opens`` None at once, ``closes`` None no last day. Each
    line of ``prompts`` leaves out a prompt or adds one. ``unread`` has the parts of a typed line that wait
    for another one, such as themes while it is not known of which guide.
    """

    for_: str = NOT_GIVEN
    guide: _GuideKey = NOT_GIVEN
    title: str = NOT_GIVEN
    purpose: str = NOT_GIVEN
    asker: str = NOT_GIVEN
    themes: _Themes = NOT_GIVEN
    prompts: _Lines = NOT_GIVEN
    opens: _FirstDay = NOT_GIVEN
    closes: _LastDay = NOT_GIVEN
    zone: str = NOT_GIVEN
    sees: WhoSees = NOT_GIVEN
    threshold: int = NOT_GIVEN
    contact: str = NOT_GIVEN
    notice: str = NOT_GIVEN
    sets: _Themes = NOT_GIVEN
    unread: tuple[str, ...] = NOT_GIVEN

    def new_round(self) -> NewRound:
        """The round that is to be opened, once all is given."""
        return NewRound(
            self.title,
            self.asker,
            self.purpose,
            self.opens,
            self.closes,
            self.zone,
            self.sees,
            self.threshold,
            self.contact,
            self.notice,
        )
