"""What happens because its time has come: reminders, digests and the end of a round.

It only puts entries into the outbox and jobs on the list. Nothing is sent here.
"""
