"""Commands about a round as a whole: open it, change its dates, rehearse it, give its results.

No report is made here: a command only puts it on the job list.
"""
