"""The browser: the chat page, joining, sessions and the health address.

It asks the rest of the product only through `web/backend.py`, and never reads the store itself.
"""
