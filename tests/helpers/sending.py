"""What a script may try to send, and a trap that what is sent falls into."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

# Ways of a script to reach an address, in a page or a worker; each gives "refused", or "sent" where the browser lets it out.
WAYS = {
    "fetch": "fetch('ADDRESS', {method: 'POST', body: 'x', mode: 'no-cors'}).then(() => go('sent'), () => {})",
    "request": "const x = new XMLHttpRequest(); x.onload = () => go('sent'); x.open('POST', 'ADDRESS'); x.send('x')",
    "socket": "new WebSocket('ADDRESS'.replace('http', 'ws')).onopen = () => go('sent')",
    "events": "new EventSource('ADDRESS').onopen = () => go('sent')",
    "module": "import('ADDRESS').then(() => go('sent'), () => {})",
}
IN_WORKER = {"script": "importScripts('ADDRESS'); go('sent')"}


def attempt(way: str, address: str) -> str:
    """A promise of what becomes of a way to reach an address, as an expression; where nothing comes of it for two seconds it is "lost"."""
    return (
        "new Promise((go) => { addEventListener('securitypolicyviolation', () => go('refused'), {once: true});"
        " setTimeout(() => go('lost'), 2000);"
        f" try {{ {way.replace('ADDRESS', address)} }} catch (error) {{ setTimeout(() => go('refused'), 100) }} }})"
    )


@contextmanager
def trap() -> Iterator[tuple[str, list[bytes]]]:
    """A server that answers nothing useful: its address, and the first bytes of whatever reached it."""
    caught: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def catch() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(5)
                    caught.append(connection.recv(100))
                    connection.sendall(b"HTTP/1.1 204 No Content\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n")

        thread = Thread(target=catch, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x", caught
        server.shutdown(socket.SHUT_RDWR)
        thread.join(10)
