"""The names of the product's channels, for tests of what knows channels by name only."""

from conversations.incoming import Channel

MAIL = Channel("mail")
NOTIFY = Channel("notify")
TELEGRAM = Channel("telegram")
WEB = Channel("web")
