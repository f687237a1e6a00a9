"""What takes time: reports, people's own data and files, made one at a time and put into the outbox.

Nothing here sends. A job and its result are one transaction.
"""
