"""What happens because its time has come: reminders, digests, a round's end, notices of complaints, erasing.

It writes reminders and the record, erases what is due, puts entries into the outbox and jobs on the list.
Nothing is sent here.
"""
