"""Tests of commands about reminders."""
