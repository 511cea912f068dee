"""A client that sends what no browser would."""

import http.client
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Protocol": "streamlit",
}


class Client:
    """Asks a server on this computer."""

    def __init__(self, address: str) -> None:
        self.port = int(address.rsplit(":", 1)[1])
        self.host = f"localhost:{self.port}"

    def ask(
        self,
        path: str,
        *,
        host: str | None = "own",
        method: str = "GET",
        headers: dict[str, str] | None = None,
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of an answer; no ``host``: none is sent."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.putrequest(method, path, skip_host=True)
        for name, value in {"Host": self.host if host == "own" else host, **(headers or {})}.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        body = b"" if answer.status == 101 else answer.read()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body

    def handshake(self, *, host: str | None = "own", origin: str | None = None) -> int:
        """The status with which a WebSocket is answered: 101 if it is opened."""
        headers = UPGRADE if origin is None else {**UPGRADE, "Origin": origin}
        return self.ask("/_stcore/stream", host=host, headers=headers)[0]
