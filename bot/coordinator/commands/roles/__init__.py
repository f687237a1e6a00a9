"""Commands about those who have a role in an organisation.

Nobody gives themselves a role, and no role reaches into another organisation.
"""
