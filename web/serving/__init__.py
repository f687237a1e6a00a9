"""How answers go out, whatever they say: what each of them carries, whose turn a page is, and the stream.

Never in it: a page, a session or a conversation.
"""
