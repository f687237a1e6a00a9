"""Makes whatever is asked for, as often as it is asked for, and in that order."""

from bot.jobs.fair_order import FairOrder
from storage.messages import jobs

jobs.ask_once = jobs.ask
FairOrder.choose = lambda _self, waiting, _busy=(): jobs.due_longest(waiting)  # type: ignore[method-assign,assignment,misc]
