"""Days and hours as people mean them: dates in words, working hours, when somebody may be reminded. Pure."""
