"""How long tests wait for what must come. Only a fault lasts so long, however slow and busy the machine.

Less than a minute, after which the product looks again by itself: what nobody was woken for must fail.
"""

LONGEST_SECONDS = 45.0
