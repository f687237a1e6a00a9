"""What happens because its time has come: reminders, digests and the end of a round.

It writes reminders and the record, puts entries into the outbox and jobs on the list. Nothing is sent here.
"""
