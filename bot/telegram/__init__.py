"""The Telegram channel's edge: what is read from the Bot API, what is sent to it, and how it is reached."""
