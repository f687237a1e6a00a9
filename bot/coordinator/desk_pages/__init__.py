"""The pages of a round for those who run it: what each shows, and what is asked and done there.

No rule and no figure is made here: each is that of the command of the chat, and so is each sentence.
"""
