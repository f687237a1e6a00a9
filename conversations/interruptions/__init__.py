"""What comes between prompts, and is done without leaving the prompt. Pure.

Corrections, undoing, words too early, answers about doubtful words, passing a prompt on, complaining,
reminders, browsers that are signed in, and trying again what failed.

Nothing here decides which prompt comes next.
"""
