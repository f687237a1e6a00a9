"""What may stay of a list in the history of whoever sent it: who was read of it, and nothing else."""

from conversations.reading.lists.people_list import PeopleList


def what_may_stay(found: PeopleList) -> tuple[str, ...] | None:
    """The people of a list, a line for each, without their addresses; None where it holds nothing else."""
    is_all_read = not (found.left_out or found.lines_left_out or found.problems)
    if is_all_read and not any(each.mail for each in found.people):
        return None
    return tuple(", ".join(filter(None, (each.name, each.team, each.partner))) for each in found.people)
