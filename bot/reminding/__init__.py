"""Reminders: when each person may be reminded, what they read, and that it goes at most once."""
