"""The application, room by room: each room imports only the rooms below it (`pyproject.toml`).

Nothing below this package knows it. What is said next, every SQL statement and every page stand elsewhere.
"""
