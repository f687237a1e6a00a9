"""The core: what is said next. Pure: no async, no clock, no SQL, no Telegram, no HTTP."""
