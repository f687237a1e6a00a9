"""Who somebody is to us: addresses, sessions, invitations, membership of rounds, delegated prompts.

No code of a link or of a session is kept, only its hash. Replies are not here.
"""
