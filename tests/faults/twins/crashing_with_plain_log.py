"""Breaks now and then, and logs it as most programs do."""

from tests.faults.twins import crashing, plain_log

__all__ = ["crashing", "plain_log"]
