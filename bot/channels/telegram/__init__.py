"""The Telegram channel: what is read from the Bot API, what is sent to it, and how it is reached.

Nothing outside this folder knows an update, a chat or a method of the Bot API.
"""
