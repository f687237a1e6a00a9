"""What takes time: reports, people's own data and files, made and put into the outbox.

Each person's are made one at a time. Nothing here sends. A job and its result are one transaction.
"""
