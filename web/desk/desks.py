"""Everything that the pages of those who run rounds may ask of the rest, in one place.

Each is an interface of its own, and no page asks for anything else.
"""

from typing import Protocol

from web.desk.guide_desk import GuideDesk
from web.desk.list_desk import ListDesk
from web.desk.mail_desk import MailDesk
from web.desk.new_round_desk import NewRoundDesk
from web.desk.overview_desk import OverviewDesk
from web.desk.people_desk import PeopleDesk


class Desks(Protocol):
    """What each kind of page may ask for."""

    @property
    def guides(self) -> GuideDesk:
        """What the pages of an organisation's own guides may ask for."""

    @property
    def new_rounds(self) -> NewRoundDesk:
        """What the page that opens a round may ask for."""

    @property
    def round_people(self) -> PeopleDesk:
        """What the pages of the people of a round may ask for."""

    @property
    def overviews(self) -> OverviewDesk:
        """What the overview of rounds may ask for."""

    @property
    def lists(self) -> ListDesk:
        """What the page of a list of people may ask for."""

    @property
    def mails(self) -> MailDesk:
        """What the page that ends mails may ask for."""
