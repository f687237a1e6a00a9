"""One e-mail address, as somebody wrote it. Whether a mailbox is there is never looked up."""


def mail_address(written: str) -> str | None:
    """The address in letters that every mail server takes; None for what is not one address and no more."""
    # Only here: most that is read holds no address, and the library takes a while to load.
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(written.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return None
    return found.ascii_email
