"""A value with some of its fields changed, in a third of the time that ``dataclasses.replace`` takes.

A message changes a dozen values with up to 26 fields. The library asks each field how it is made, each time.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # So each call is checked as one of the library's own is.
    from dataclasses import replace

    changed = replace
else:

    def changed(value: Any, /, **changes: Any) -> Any:
        """A copy of a frozen value with these fields changed. Raises ``TypeError`` for an unknown one."""
        made = value.__class__
        read, places = _fields_of(made)
        given = list(read(value))
        try:
            for name, change in changes.items():
                given[places[name]] = change
        except KeyError as unknown:
            raise TypeError(f"{made.__name__} has no field {unknown}") from None
        return made(*given)


@cache
def _fields_of(made: type) -> tuple[Callable[[Any], tuple[Any, ...]], Mapping[str, int]]:
    """How all fields of a class are read at once, and where each stands."""
    listed = fields(made)
    if len(listed) < 2 or any(each.kw_only or not each.init for each in listed):
        raise TypeError(f"{made.__name__} is not made of its fields in their order")
    names = [each.name for each in listed]
    return attrgetter(*names), {name: place for place, name in enumerate(names)}
