"""What coordinators and readers do from the chat: menus, forms, and the dialogue of each command.

A command works inside the transaction of its turn. It never sends, and never skips the table of permissions.
"""
