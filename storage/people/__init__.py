"""Who somebody is to us: addresses, sessions, invitations, membership of rounds, delegated prompts.

Of a session and of a personal link only the hash is kept; a link that many share keeps its code. Replies are
not here.
"""
