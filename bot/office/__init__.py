"""The office: what coordinators and readers do from the chat. Each command is a conversation of its own."""
