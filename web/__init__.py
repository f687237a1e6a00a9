"""The browser: the chat page, joining, and the health address."""
