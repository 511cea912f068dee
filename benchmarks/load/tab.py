"""A browser's tab as the server sees it: Streamlit's WebSocket protocol (`streamlit.proto`), spoken by us.

A tab fetches the page with its scripts, asks for a run with the state of all its widgets, keeps the messages
that it is told to keep, and lets fragments that run by themselves run. It draws nothing.
"""

import asyncio
import re
import time
from collections.abc import Callable
from contextlib import suppress
from random import Random
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import uuid4

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from benchmarks.load.widgets import Node, Shown, other

PATIENCE = 120.0  # seconds
TOKEN = re.compile(r'_streamlit_xsrf="?([^;"]+)')
FILES = re.compile(r'(?:src|href)="\./(static/[^"]+)"')
WHOLE_RUN = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class Tab:
    """One tab on a server at ``url``; ``open`` it first. ``runs`` and ``bytes`` count what came of it."""

    def __init__(self, url: str, chance: Random) -> None:
        self.url, self.chance = url, chance
        self.host = urlsplit(url).netloc
        self.shown = Shown()
        self.session = ""
        self.pages: dict[str, str] = {}  # path -> what the server calls it
        self.page = self.main_script = ""
        self.query: dict[str, str] = {}
        self.runs = self.bytes = 0
        self.problems: list[str] = []
        self._token = ""  # that uploads have to show
        self._socket: ClientConnection | None = None
        self._kept: dict[str, tuple[ForwardMsg, int]] = {}  # messages, and the run that used them last
        self._keep_for = 2
        self._fragments: tuple[str, ...] = ()  # of the run that is going on
        self._timers: dict[str, asyncio.Task[None]] = {}
        self._settled, self._heard = asyncio.Event(), asyncio.Event()
        self._reader: asyncio.Task[None] | None = None

    async def open(self, path: str = "", **query: str) -> float:
        """Open the page as by its address; seconds until all of it has come."""
        begin, self.query = time.perf_counter(), dict(query)
        await self._fetch_page()
        # No compression: a server on the same machine is asked for none by browsers in our tests, either.
        self._socket = await connect(
            f"ws://{self.host}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]  # a NewType of str
            origin=self.url,  # type: ignore[arg-type]
            max_size=None,
        )
        self._reader = asyncio.create_task(self._read())
        await self._run(page_name=path)
        return time.perf_counter() - begin

    async def change(self, label: str) -> float | None:
        """Change the widget with this label to any other value; seconds until all has followed.

        None if there is no such widget.
        """
        found = self.shown.find(label)
        if found is None:
            return None
        now = self.shown.states.get(found.proto.id, WidgetState())
        return await self.set(found, other(found.kind, found.proto, now, self.chance))

    async def set(self, found: Node, state: WidgetState) -> float:
        """Let a widget say ``state``; seconds until all has followed."""
        begin = time.perf_counter()
        trigger = state.WhichOneof("value") == "trigger_value"
        if not trigger:
            self.shown.states[state.id] = state
            self._in_address(found, state)
        await self._run(fragment=found.fragment, also=[state] if trigger else [])
        return time.perf_counter() - begin

    async def go(self, path: str) -> float:
        """Go to another page by the navigation; seconds until it stands."""
        begin, self.page = time.perf_counter(), self.pages[path]
        await self._run(states=self.shown.states_of(self.main_script))
        return time.perf_counter() - begin

    async def close(self) -> None:
        """Close the tab."""
        self._forget_timers()
        if self._socket is not None:
            await self._socket.close()
        if self._reader is not None:
            await self._reader

    async def ask(self, message: BackMsg) -> None:
        """Send a message as it is."""
        assert self._socket is not None
        await self._socket.send(message.SerializeToString())

    async def settled(self) -> None:
        """Wait until no run is going on and no part of the page runs by itself."""
        async with asyncio.timeout(PATIENCE):
            await self._settled.wait()

    async def until(self, holds: Callable[[Shown], bool], seconds: float = PATIENCE) -> None:
        """Wait until something holds of the page as it stands. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not holds(self.shown):
                self._heard.clear()
                await self._heard.wait()

    async def _run(
        self,
        *,
        page_name: str = "",
        fragment: str = "",
        states: list[WidgetState] | None = None,
        also: list[WidgetState] | tuple[()] = (),
        by_itself: bool = False,
    ) -> None:
        """Ask for a run and wait for its end."""
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string = urlencode(self.query)
        asked.page_script_hash, asked.page_name = self.page, page_name
        asked.fragment_id, asked.is_auto_rerun = fragment, by_itself
        widgets = list(self.shown.states.values()) if states is None else states
        asked.widget_states.CopyFrom(WidgetStates(widgets=[*widgets, *also]))
        asked.cached_message_hashes.extend(self._kept)
        about = asked.context_info
        about.timezone, about.locale, about.url = "Europe/Berlin", "en-GB", self.url
        about.color_scheme = "light"
        if not by_itself:
            self._settled.clear()
        await self.ask(message)
        if not by_itself:
            await self.settled()

    async def _read(self) -> None:
        """Take in what the server says, until the tab is closed."""
        assert self._socket is not None
        with suppress(ConnectionClosed):
            async for raw in self._socket:
                assert isinstance(raw, bytes)
                self.bytes += len(raw)
                self._take(ForwardMsg.FromString(raw))
                self._heard.set()
        self._settled.set()

    def _take(self, message: ForwardMsg) -> None:
        """One message of the server."""
        kind, about = message.WhichOneof("type"), message.metadata
        if kind == "ref_hash":
            message, _ = self._kept[message.ref_hash]
            self._kept[message.hash] = message, self.runs
            kind = "delta"
        elif about.cacheable:
            self._kept[message.hash] = message, self.runs
        if kind == "delta":
            self.shown.draw(message, tuple(about.delta_path), about.active_script_hash, self.runs)
            if message.delta.new_element.WhichOneof("type") == "exception":
                self.problems.append(message.delta.new_element.exception.message)
        elif kind == "new_session":
            self._begin(message)
        elif kind == "script_finished":
            self._end(message)
        elif kind == "auto_rerun":
            fragment, pause = message.auto_rerun.fragment_id, message.auto_rerun.interval
            self._timers[fragment] = asyncio.create_task(self._again(fragment, pause))
        elif kind == "navigation":
            self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
            self.page = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = dict(parse_qsl(message.page_info_changed.query_string, keep_blank_values=True))

    def _begin(self, message: ForwardMsg) -> None:
        """A run begins."""
        self.runs += 1
        self._settled.clear()
        self.session = message.new_session.initialize.session_id
        self.main_script = message.new_session.main_script_hash
        self._keep_for = message.new_session.config.max_cached_message_age
        self._fragments = tuple(message.metadata.run.fragment_ids)
        if not self._fragments:
            self._forget_timers()

    def _end(self, message: ForwardMsg) -> None:
        """A run is over, or stopped since another one begins."""
        if message.script_finished not in WHOLE_RUN:
            return
        self.shown.tidy(self.runs, self._fragments)
        if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            old = self.runs - self._keep_for
            self._kept = {key: kept for key, kept in self._kept.items() if kept[1] >= old}
        if not self._timers:
            self._settled.set()

    async def _again(self, fragment: str, pause: float) -> None:
        """Let a part of the page run by itself, every so many seconds."""
        while True:
            await asyncio.sleep(pause)
            await self._run(fragment=fragment, by_itself=True)

    def _forget_timers(self) -> None:
        for timer in self._timers.values():
            timer.cancel()
        self._timers = {}

    def _in_address(self, found: Node, state: WidgetState) -> None:
        """What a widget says stands in the address, if it is one of those."""
        name = getattr(found.proto, "query_param_key", "")
        if name:
            value = getattr(state, state.WhichOneof("value") or "string_value")
            several = list(getattr(value, "data", [value]))
            self.query[name] = ",".join(f"{one:g}" if isinstance(one, float) else str(one) for one in several)

    async def _fetch_page(self) -> None:
        """What a browser that has nothing stored asks for before it opens the WebSocket."""
        page = (await self.fetch("/")).decode()
        names = dict.fromkeys(FILES.findall(page))
        await asyncio.gather(*(self.fetch(f"/{name}") for name in names))
        await self.fetch("/_stcore/health")
        await self.fetch("/_stcore/host-config")

    async def upload(self, name: str, content: bytes) -> float:
        """Drop a file into the page's one place for it; seconds until all has followed."""
        [found] = [node for node in self.shown.nodes.values() if node.kind == "file_uploader"]
        begin, key = time.perf_counter(), str(uuid4())
        path = f"/_stcore/upload_file/{self.session}/{key}"
        head = f'--b\r\nContent-Disposition: form-data; name="{key}"; filename="{name}"\r\n\r\n'
        form = {"Content-Type": "multipart/form-data; boundary=b", "X-Xsrftoken": self._token}
        form["Cookie"] = f"_streamlit_xsrf={self._token}"
        await self.fetch(path, "PUT", head.encode() + content + b"\r\n--b--\r\n", **form)
        state = WidgetState(id=found.proto.id)
        file = state.file_uploader_state_value.uploaded_file_info.add()
        file.name, file.size, file.file_id = name, len(content), key
        file.file_urls.file_id = key
        file.file_urls.upload_url = file.file_urls.delete_url = path
        await self.set(found, state)
        return time.perf_counter() - begin

    async def fetch(self, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> bytes:
        """Body of an answer, as it came."""
        reader, writer = await asyncio.open_connection(*self.host.split(":"))
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}", f"Origin: {self.url}"]
        lines += ["Connection: close", "Accept-Encoding: gzip", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode() + body)
        answer = await reader.read()
        writer.close()
        head, _, content = answer.partition(b"\r\n\r\n")
        given = TOKEN.search(head.decode("latin-1"))
        self._token = given[1] if given else self._token
        status = int(head.split(maxsplit=2)[1])
        if status >= 400:
            raise ConnectionError(f"{method} {path}: {status}")
        return content
