"""The report of one theme for one person: its value and each form that it takes."""
