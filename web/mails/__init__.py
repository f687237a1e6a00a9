"""The pages that mails lead to, other than the way in: ending the mails about a round.

Nothing here knows who somebody is, and no page asks for a cookie, a word or a script.
"""
