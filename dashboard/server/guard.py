"""What every request passes and every answer carries.

In: a request. Out: an answer with the headers below, or a refusal (403) if `hosts` says so; no page, file,
figure or WebSocket of this server is exempt.
"""

import base64
import hashlib
import re
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import file_util

from dashboard.server import hosts

INLINE = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


def policy() -> str:
    """The Content-Security-Policy: what a page may load, from where, and who may show it.

    Everything comes from this server. Neither 'unsafe-eval' nor 'unsafe-inline' scripts: Streamlit has Vega
    interpret the expressions of charts, and of its one inline script the digest is named. Styles are inline,
    since Streamlit makes them in the browser.
    """
    page = (Path(file_util.get_static_dir()) / "index.html").read_bytes()
    digests = [base64.b64encode(hashlib.sha256(script).digest()).decode() for script in INLINE.findall(page)]
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *(f"'sha256-{digest}'" for digest in digests)]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "font-src": "'self' data:",
        "connect-src": "'self'",  # WebSocket included
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{what} {where}" for what, where in rules.items())


class Guard:
    """Middleware (ASGI): refuse whom `hosts` refuses, and give every answer its headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = {
            "Content-Security-Policy": policy(),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",  # addresses name the files that they need
            "Cross-Origin-Resource-Policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        why = hosts.refusal(Headers(scope=scope))
        if why is None:
            await self._app(scope, receive, with_headers)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": why})  # the server makes it a 403
        else:
            await PlainTextResponse(why, 403)(scope, receive, with_headers)
