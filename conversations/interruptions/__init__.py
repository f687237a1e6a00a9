"""What comes between prompts: corrections, words too early, passing a prompt on, reminders. Pure.

Nothing here decides which prompt comes next.
"""
