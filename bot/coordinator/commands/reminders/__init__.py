"""Commands about reminders: now, by a plan, and what happened to them.

No reminder is sent from here: a confirmed one waits in the store until its time.
"""
