"""Fault campaigns: the product as a process of its own, harmed from outside, its export held to a ledger."""
