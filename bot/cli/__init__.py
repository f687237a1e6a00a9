"""The command line: one module for each command or family of commands. Each only asks and tells.

No command decides anything that the chat decides too; both call the same act.
"""
