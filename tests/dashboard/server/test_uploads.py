"""A session's files have a limit together, the oldest go first; what is too much is refused on its way."""

import asyncio
import http.client
import re
from contextlib import contextmanager

import pytest
from starlette.exceptions import HTTPException
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from websockets.sync.client import connect

from dashboard.server import uploads
from dashboard.server.uploads import FILES_OF_A_SESSION, FILES_OF_ALL, MOST_FILES, Uploads

MEGABYTE = 2**20  # the largest file in these tests
CHUNK = 2**16


class Store:
    """Streamlit's store, and an application that puts into it what arrives."""

    def __init__(self):
        self.uploaded_file_mgr = MemoryUploadedFileManager("/_stcore/upload_file")
        self.guarded = Uploads(self)

    async def __call__(self, scope, receive, send):
        data, more = b"", True
        while more:
            message = await receive()
            data, more = data + message["body"], message["more_body"]
        *_, session, key = scope["path"].split("/")
        self.uploaded_file_mgr.add_file(session, UploadedFileRec(key, key, "text/csv", data))

    def held(self, session):
        return {key: len(file.data) for key, file in self.uploaded_file_mgr.file_storage[session].items()}

    async def put(self, session, key, size, method="PUT"):
        """Upload so many bytes, chunk by chunk; how many were taken, and with which status refused."""
        taken, statuses = 0, []

        async def receive():
            nonlocal taken
            await asyncio.sleep(0)  # others have their turn
            piece = min(CHUNK, size - taken)
            taken += piece
            return {"type": "http.request", "body": b"x" * piece, "more_body": taken < size}

        async def send(message):
            statuses.append(message.get("status"))

        scope = {"type": "http", "method": method, "path": f"/app/_stcore/upload_file/{session}/{key}"}
        try:
            await self.guarded(scope, receive, send)
        except HTTPException as refused:  # Starlette answers it
            return taken, refused.status_code
        return taken, statuses[0] if statuses else None


@pytest.fixture
def store(monkeypatch):
    store = Store()
    monkeypatch.setattr(uploads, "get_instance", lambda: store)
    monkeypatch.setattr(uploads.config, "get_option", {"server.maxUploadSize": 1}.__getitem__)
    return store


def test_the_oldest_of_too_many_files_go_first(store):
    for number in range(MOST_FILES + 2):
        assert asyncio.run(store.put("mine", str(number), 10)) == (10, None)
    assert list(store.held("mine")) == [str(number) for number in range(2, MOST_FILES + 2)]


def test_the_oldest_go_when_files_are_too_large_together(store):
    asyncio.run(store.put("other", "stays", MEGABYTE))
    asyncio.run(store.put("mine", "small", 10))
    for number in range(FILES_OF_A_SESSION):
        asyncio.run(store.put("mine", str(number), MEGABYTE))
    assert list(store.held("mine")) == [str(number) for number in range(FILES_OF_A_SESSION)]
    assert list(store.held("other")) == ["stays"]


def test_an_endless_upload_is_refused_as_soon_as_it_is_too_large(store):
    taken, status = asyncio.run(store.put("mine", "endless", 50 * MEGABYTE))
    assert status == 413 and taken <= FILES_OF_A_SESSION * MEGABYTE + CHUNK
    assert asyncio.run(store.put("mine", "next", 10)) == (10, None)  # what was on its way is forgotten


def test_files_that_come_at_once_count_together(store):
    async def flood(many):
        return await asyncio.gather(*[store.put("mine", str(k), 3 * MEGABYTE // 4) for k in range(many)])

    answers = asyncio.run(flood(MOST_FILES + 3))
    assert [status for _, status in answers].count(429) == 3
    assert [status for _, status in answers].count(413) >= MOST_FILES - FILES_OF_A_SESSION
    assert sum(store.held("mine").values()) <= FILES_OF_A_SESSION * MEGABYTE


def test_many_sessions_have_a_limit_together(store):
    answers = [asyncio.run(store.put(str(k), "file", MEGABYTE))[1] for k in range(FILES_OF_ALL + 2)]
    assert answers == [None] * FILES_OF_ALL + [503, 503]
    store.uploaded_file_mgr.remove_session_files("0")
    assert asyncio.run(store.put("late", "file", MEGABYTE)) == (MEGABYTE, None)


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_other_requests_pass(store, method):
    asyncio.run(store.put("mine", "file", 3 * MEGABYTE, method))
    assert store.held("mine") == {"file": 3 * MEGABYTE}  # as this application takes whatever comes


@contextmanager
def visit(client):
    """The session of somebody who has the page open, and the headers that an upload needs."""
    cookies = client.ask("/_stcore/health")[1]["set-cookie"]
    token = re.search(r"_streamlit_xsrf=([^;]+)", cookies)[1]
    with connect(f"ws://localhost:{client.port}/_stcore/stream", subprotocols=["streamlit"]) as socket:
        start = BackMsg()
        start.rerun_script.query_string = ""
        socket.send(start.SerializeToString())
        while True:
            message = ForwardMsg.FromString(socket.recv(timeout=30))
            if message.WhichOneof("type") == "new_session":
                break
        headers = {"Cookie": f"_streamlit_xsrf={token}", "X-Xsrftoken": token.strip('"')}
        yield message.new_session.initialize.session_id, headers


def send_file(client, session, key, headers, chunks):
    """Upload ``chunks`` of 64 kB without saying how many; the status, and how many could be sent."""
    connection = http.client.HTTPConnection("localhost", client.port, timeout=30)
    connection.putrequest("PUT", f"/_stcore/upload_file/{session}/{key}", skip_host=True)
    form = {
        "Host": client.host,
        "Content-Type": "multipart/form-data; boundary=b",
        "Transfer-Encoding": "chunked",
    }
    for name, value in {**form, **headers}.items():
        connection.putheader(name, value)
    connection.endheaders()
    head = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f.csv"\r\n\r\n'
    sent = 0
    try:
        for data in (head, *[b"x" * CHUNK] * chunks, b"\r\n--b--\r\n", b""):
            connection.send(b"%x\r\n%b\r\n" % (len(data), data))
            sent += 1
    except OSError:  # the server has hung up
        pass
    try:
        return connection.getresponse().status, sent
    except (OSError, http.client.HTTPException):
        return None, sent
    finally:
        connection.close()


def test_a_real_upload_is_kept_and_an_endless_one_ends(client):
    with visit(client) as (session, headers):
        assert send_file(client, session, "small", headers, 4)[0] == 204
        for strange in (headers, {}, {"Host": "evil.example"}):
            status, sent = send_file(client, session, "endless", strange, 10_000)
            assert status in (413, 403, None) and sent < 1_000  # with what the system holds on the way
        assert send_file(client, session, "next", headers, 4)[0] == 204
