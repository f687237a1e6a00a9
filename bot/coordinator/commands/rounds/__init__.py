"""Commands about a round as a whole: open it, change its dates, rehearse it, give its results."""
