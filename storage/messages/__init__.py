"""The inbox, the outbox, the job list and the files in between.

What is done loses its words here. No row is made up: what a message says comes from above.
"""
