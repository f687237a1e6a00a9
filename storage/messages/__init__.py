"""The inbox, the outbox, the job list and the files in between."""
