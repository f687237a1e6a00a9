"""Tests of reminders as rows."""
