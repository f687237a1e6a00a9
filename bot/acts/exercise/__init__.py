"""What somebody with a role does around a round: days and ticks of its checklist, wording of its letters.

An act here changes no round and sends nothing to anybody. Never in it: a card, a button or a sentence.
"""
