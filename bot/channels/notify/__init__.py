"""GOV.UK Notify as a carrier: notices go out as mails of a service there, and nothing is heard.

It gives a notice the form that a template takes. It must never hold what a notice says, nor a word that staff
wrote.
"""
