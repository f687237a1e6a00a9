"""What coordinators and readers can ask for, by subject. A command only asks, shows and answers.

No subject imports another, and none checks rights of its own: the table of permissions does.
"""
