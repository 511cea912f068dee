"""What one visitor, and all together, may leave with the server.

In: the upload of a file, as it streams in. Out: the same on its way to Streamlit, or a refusal (413, 429,
503) as soon as it is too much; what the session uploaded first goes when its room is needed. Streamlit's own
limit of a single file (`server.maxUploadSize`) comes on top of these.
"""

import re
from collections import Counter

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.runtime import get_instance
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

MOST_FILES = 4  # of a session, those that are still on their way included
FILES_OF_A_SESSION, FILES_OF_ALL = 2, 10  # times the largest file: so many bytes
UPLOAD = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/[^/]+$")


class HangUp:
    """Middleware (ASGI): who is answered before all was said is not listened to any further.

    Otherwise the server would go on reading what a refused client goes on sending.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        announced = {"content-length", "transfer-encoding"}
        if scope["type"] != "http" or announced.isdisjoint(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        whole = False

        async def watched() -> Message:
            nonlocal whole
            message = await receive()
            whole = not message.get("more_body", False)
            return message

        async def last_words(message: Message) -> None:
            if message["type"] == "http.response.start" and not whole:
                MutableHeaders(scope=message)["Connection"] = "close"
            await send(message)

        await self._app(scope, watched, last_words)


class Uploads:
    """Middleware (ASGI): hold the files of each session, and of all, to the limits above."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._coming: Counter[str] = Counter()  # uploads on their way, by session
        self._arrived: Counter[str] = Counter()  # their bytes so far

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = UPLOAD.search(scope["path"]) if scope["type"] == "http" and scope["method"] == "PUT" else None
        if found is None:
            await self._app(scope, receive, send)
        elif self._coming[found["session"]] >= MOST_FILES:
            await PlainTextResponse("Too many files at once.", 429)(scope, receive, send)
        else:
            await self._counted(found["session"], scope, receive, send)

    async def _counted(self, session: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand an upload on, counting its bytes among those on their way as long as they are."""
        mine = 0

        async def counted() -> Message:
            nonlocal mine
            message = await receive()
            size = len(message.get("body", b""))
            mine += size
            self._arrived[session] += size
            self._make_room(session)
            return message

        self._coming[session] += 1
        try:
            await self._app(scope, counted, send)
        finally:
            self._coming[session] -= 1
            self._arrived[session] -= mine
            for counter in (self._coming, self._arrived):
                if not counter[session]:
                    del counter[session]

    def _make_room(self, session: str) -> None:
        """Let the oldest files of ``session`` go as long as there are too many. Raises HTTPException if that
        does not help."""
        largest = config.get_option("server.maxUploadSize") * 2**20
        files = kept(session)
        while len(files) + self._coming[session] > MOST_FILES or (
            files and sum(files.values()) + self._arrived[session] > FILES_OF_A_SESSION * largest
        ):
            oldest = next(iter(files))
            del files[oldest]
            manager().remove_file(session, oldest)
        if self._arrived[session] > FILES_OF_A_SESSION * largest:
            raise HTTPException(413, "These files are too large together.")
        everything = sum(self._arrived.values()) + sum(sum(kept(other).values()) for other in sessions())
        if everything > FILES_OF_ALL * largest:
            raise HTTPException(503, "The server holds as many files as it can; try again in a few minutes.")


def manager() -> MemoryUploadedFileManager:
    """Streamlit's store of uploaded files."""
    store = get_instance().uploaded_file_mgr
    assert isinstance(store, MemoryUploadedFileManager)
    return store


def sessions() -> list[str]:
    """The sessions that have uploaded something."""
    return list(manager().file_storage)


def kept(session: str) -> dict[str, int]:
    """The files of a session, the oldest first, with their bytes."""
    return {key: len(file.data) for key, file in list(manager().file_storage.get(session, {}).items())}
