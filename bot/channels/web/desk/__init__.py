"""What the pages of those who run rounds ask for, done with the store.

Rights are those of the chat, and so are the acts and the rules. No page is in here, and no statement of SQL.
"""
