"""Whether the web chat answers on its own port, as somebody outside would find."""

import asyncio

PATIENCE_SECONDS = 5.0

_EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (recognised, not bound)


def written(host: str, port: int) -> str:
    """An address to listen on, as it is kept."""
    return f"{host} {port}"


async def answers(listens_on: str) -> bool:
    """Whether anything of ours answers at an address that :func:`written` made."""
    host, _, port = listens_on.rpartition(" ")
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            reader, writer = await asyncio.open_connection(_EVERY_ADDRESS.get(host, host), int(port))
            try:
                writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                return (await reader.readline()).startswith(b"HTTP/1.1 ")
            finally:
                writer.close()
    except (OSError, TimeoutError, ValueError):
        return False
