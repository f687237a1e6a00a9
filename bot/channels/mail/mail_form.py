"""The form of a mail: a notice as plain text and as simple HTML of the same words, with its headers.

A retry is the same to the byte: what would differ (its id, its date, what parts it from the next part) comes
from the notice. So a mail program that gets a second copy can know it for one.
"""

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from typing import Final

from jinja2 import Environment

from bot.notices.notice import Notice
from content.phrases import direction_of
from conversations.reading.lists.mail_address import mail_address

_WHOLE_LINES: Final = frozenset({"list-unsubscribe", "message-id"})


class _MailPolicy(EmailPolicy):
    """The standard's form. Headers that mail programs read only in one piece stay in one."""

    def fold_binary(self, name: str, value: str) -> bytes:
        """A header as it is sent; one with a long address stays on its line."""
        if name.lower() in _WHOLE_LINES and str(value).isascii():
            return f"{name}: {value}\r\n".encode("ascii")
        return super().fold_binary(name, value)


_POLICY: Final = _MailPolicy(linesep="\r\n", cte_type="7bit", max_line_length=78)

_ANYWHERE: Final = "overflow-wrap: anywhere; word-break: break-word"
"""A long link is broken where a narrow screen ends: mail programs know one of the two."""

_PAGE: Final = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
    """\
<!DOCTYPE html>
<html lang="{{ notice.language }}" dir="{{ direction }}">
<head><meta charset="utf-8"><title>{{ notice.subject }}</title></head>
<body style="font-family: system-ui, Arial, sans-serif; font-size: 18px; line-height: 1.5; max-width: 36em">
{% for each in notice.paragraphs %}
<p>{% for line in each.split('\n') %}{{ line }}{% if not loop.last %}<br>
{% endif %}{% endfor %}</p>
{% endfor %}
{% if notice.link %}
<p style="{{ broken }}"><a href="{{ notice.link }}">{{ notice.link }}</a></p>
{% endif %}
{% if notice.genuine %}
<p>{{ notice.genuine }}</p>
{% endif %}
{% if notice.stop_link %}
<p style="{{ broken }}">{{ notice.stop_words }}<br>
<a href="{{ notice.stop_link }}">{{ notice.stop_link }}</a></p>
{% endif %}
</body>
</html>
"""
)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The operator's own: the address that mails come from, its name, and where answers go ("" for there)."""

    address: str
    name: str
    reply_to: str = ""


def message_id_of(notice: Notice, domain: str) -> str:
    """What names the mail of a notice everywhere."""
    return f"<{notice.name}@{domain}>"


def text_of(notice: Notice) -> str:
    """The words of a notice as plain text; no line is broken by us."""
    stop = f"{notice.stop_words}\n{notice.stop_link}" if notice.stop_link else ""
    return "\n\n".join(filter(None, (*notice.paragraphs, notice.link, notice.genuine, stop))) + "\n"


def _address(written: str) -> Address:
    found = mail_address(written)
    if found is None:
        raise ValueError("not one address")
    return Address(addr_spec=found)


def mail_of(notice: Notice, to: str, letterhead: Letterhead) -> bytes:
    """A notice as the bytes of a mail to one address.

    Raises ``ValueError`` for an address that is none, or several, or that not every mail server takes.
    """
    sender = Address(notice.sender or letterhead.name, addr_spec=letterhead.address)
    reply_to = notice.reply_to or letterhead.reply_to
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = sender
    mail["To"] = _address(to)
    if reply_to:
        mail["Reply-To"] = _address(reply_to)
    mail["Subject"] = notice.subject
    mail["Date"] = format_datetime(notice.made_at)
    mail["Message-ID"] = message_id_of(notice, sender.domain)
    mail["Auto-Submitted"] = "auto-generated"
    # An answering machine is not asked; a report that it did not arrive is wanted.
    mail["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    if notice.stop_link:
        mail["List-Unsubscribe"] = f"<{notice.stop_link}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(text_of(notice), cte="quoted-printable")
    page = _PAGE.render(notice=notice, direction=direction_of(notice.language), broken=_ANYWHERE)
    mail.add_alternative(page, subtype="html", cte="quoted-printable")
    mail.set_boundary(f"part-{notice.name}")
    return mail.as_bytes()
