"""The form of ``/round`` on a page: filled in all at once, shown whole, and opened as the chat opens it.

No rule of a round is in here, and nothing that a page looks like: each field is read by the form of the chat.
"""
