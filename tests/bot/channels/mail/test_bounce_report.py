"""Reading reports of mails that did not arrive: which mail and which address, and nothing else."""

from dataclasses import dataclass

import pytest

from bot.channels.mail.bounce_report import came_back_in
from bot.messages.channel_contract import CameBack

ORIGINAL = "Message-ID: <{name}@council.example.org>\nTo: ann@example.org\nSubject: Autumn\n"


@dataclass(frozen=True)
class Sample:
    """A report, as different mail servers write it."""

    action: str = "failed"
    status: str = "5.1.1"
    recipient: str = "Final-Recipient: rfc822; ann@example.org"
    returned: str = "message/rfc822"
    report_type: str = "multipart/report; report-type=delivery-status"
    name: str = "0123abcd"

    def as_bytes(self) -> bytes:
        original = ORIGINAL.format(name=self.name)
        body = "\n\nHello Ann,\n" if self.returned == "message/rfc822" else ""
        return (
            "From: postmaster@example.org\nTo: bounces@council.example.org\nSubject: Undeliverable\n"
            f'MIME-Version: 1.0\nContent-Type: {self.report_type}; boundary="b"\n\n'
            "--b\nContent-Type: text/plain\n\nThe mail to ben@example.org failed with 5.1.1.\n"
            "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"
            f"{self.recipient}\nAction: {self.action}\nStatus: {self.status}\n"
            f"--b\nContent-Type: {self.returned}\n\n{original}{body}\n--b--\n"
        ).encode()


FOUND = [CameBack("0123abcd", "ann@example.org")]


@pytest.mark.parametrize(
    "sample",
    [
        Sample(),
        Sample(returned="text/rfc822-headers"),
        Sample(action="Failed ", status="5.1.1 (bad destination mailbox address)"),
        Sample(status="5.2.1"),
        Sample(status="5.4.1"),
        Sample(recipient="Final-Recipient: RFC822;<ann@example.org>"),
        Sample(recipient="Original-Recipient: rfc822;ann@example.org"),
    ],
    ids=repr,
)
def test_a_lasting_failure_names_the_mail_and_the_address(sample: Sample) -> None:
    assert came_back_in(sample.as_bytes()) == FOUND


@pytest.mark.parametrize(
    "sample",
    [
        Sample(action="delayed", status="4.4.1"),
        Sample(action="failed", status="4.2.2"),
        Sample(action="delivered", status="2.0.0"),
        Sample(status="5.7.1"),
        Sample(recipient="X-Other: ann@example.org"),
        Sample(name=""),
        Sample(report_type="multipart/mixed"),
        Sample(returned="text/plain"),
    ],
    ids=repr,
)
def test_what_is_no_lasting_failure_of_an_address_changes_nothing(sample: Sample) -> None:
    assert came_back_in(sample.as_bytes()) == []


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Content-Type: multipart/report\r\n\r\nno parts",
        b"Auto-Submitted: auto-replied\r\nSubject: Out of office\r\n\r\n5.1.1 failed\r\n",
        Sample().as_bytes()[:300],
    ],
)
def test_what_is_no_report_at_all_changes_nothing(raw: bytes) -> None:
    assert came_back_in(raw) == []


def test_each_of_several_recipients_is_named_once() -> None:
    both = "Original-Recipient: rfc822;ann@example.org\nFinal-Recipient: rfc822; a.able@example.org"
    found = came_back_in(Sample(recipient=both).as_bytes())
    assert [each.recipient for each in found] == ["ann@example.org", "a.able@example.org"]
