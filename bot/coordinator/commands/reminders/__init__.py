"""Commands about reminders: now, by a plan, and what happened to them."""
