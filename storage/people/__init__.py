"""Who somebody is to us: addresses, sessions, invitations, membership of rounds, delegated prompts."""
