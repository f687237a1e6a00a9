"""What coordinators and readers do from the chat: the dialogue of a command, who may use it, and its acts.

A command works inside the transaction of its turn. It never sends, and never skips the table of permissions.
"""
