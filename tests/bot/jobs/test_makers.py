"""Every kind of job has its value, its maker, and a right that the table of permissions knows."""

from typing import get_args

import pytest

from bot.acts.permissions import MAY, Command
from bot.jobs.makers import makers
from bot.messages.guide_cache import GuideShelf
from conversations.effects import JobKind
from storage.engine.sqlite import SqliteDatabase
from storage.messages.job_details import JobDetails, JobRight
from tests.bot.workshop import Workshop


def test_every_kind_of_job_has_its_value_and_what_makes_it(database: SqliteDatabase) -> None:
    shop = Workshop(database)
    made = makers(shop.database, GuideShelf(), shop.channels)
    assert set(made) == set(get_args(JobDetails))
    assert sorted(each.kind for each in made) == sorted(JobKind)


@pytest.mark.parametrize("right", [each for each in JobRight if each.needs_role])
def test_a_right_that_a_job_asks_for_stands_in_the_table_of_permissions(right: JobRight) -> None:
    assert MAY[Command(right.value)]
