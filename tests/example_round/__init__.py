"""A round of 60 invented people in 6 teams, as the group's report tells it: ``make example-report``."""
