"""Debian's nginx with the configuration of deploy/ before a real server: TLS, password, limits, WebSocket."""

import base64
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest

from tests.browser.harness import free_port, streamlit_server
from tests.dashboard.server.client import ROOT, UPGRADE

NAME = "weather.school.example"
AT_AN_ADDRESS = 3  # pages open at once
NGINX = os.environ.get("NGINX") or shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
PASSWORD = {"Authorization": "Basic " + base64.b64encode(b"class:open").decode()}

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(
        not (NGINX and shutil.which("openssl")), reason="needs nginx and openssl: apt-get install"
    ),
]


class Proxy:
    """nginx on this computer, asked over raw connections."""

    def __init__(self, http: int, https: int) -> None:
        self.http, self.https = http, https
        self.trusting = ssl.create_default_context()
        self.trusting.check_hostname, self.trusting.verify_mode = False, ssl.CERT_NONE

    def connect(self, *, secure: bool = True) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.https if secure else self.http), timeout=30)
        return self.trusting.wrap_socket(connection, server_hostname=NAME) if secure else connection

    def ask(self, path, *, method="GET", host=NAME, secure=True, keep=None, **headers) -> str:
        """Head and body of the answer; with ``keep``, the head, and the connection is kept in that stack."""
        connection = self.connect(secure=secure)
        headers = {"Host": host, "Connection": "close", **headers}
        lines = [
            f"{method} {path} HTTP/1.1",
            *(f"{name}: {value}" for name, value in headers.items()),
            "",
            "",
        ]
        connection.sendall("\r\n".join(lines).encode())
        answer = b""
        with ExitStack() as stack:
            (keep or stack).enter_context(connection)
            while (piece := connection.recv(2**16)) and not (keep and b"\r\n\r\n" in answer + piece):
                answer += piece
        return (answer + piece).decode(errors="replace")


@contextmanager
def nginx(folder: Path, workers: Sequence[str]) -> Iterator[Proxy]:
    """nginx before ``workers`` (host:port), configured as in deploy/ but for its ports and files."""
    http, https = free_port(), free_port()
    _make_certificate_and_password(folder)
    site = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for theirs, ours in (
        (r"listen 80;", f"listen 127.0.0.1:{http};"),
        (r"listen 443 ssl;", f"listen 127.0.0.1:{https} ssl;"),
        (r"/etc/letsencrypt/\S+/fullchain.pem", f"{folder}/cert.pem"),
        (r"/etc/letsencrypt/\S+/privkey.pem", f"{folder}/key.pem"),
        (r"/etc/nginx/dashboard.htpasswd", f"{folder}/htpasswd"),
        (r"server 127.0.0.1:8501;", " ".join(f"server {worker};" for worker in workers)),
        (r"limit_conn pages 60;", f"limit_conn pages {AT_AN_ADDRESS};"),
    ):
        site, changed = re.subn(theirs, ours, site)
        assert changed == 1, theirs
    user = "user root;" if os.geteuid() == 0 else ""  # the folder is closed to others
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "site").write_text(site)
    (folder / "nginx.conf").write_text(
        f"{user} pid {folder}/pid; daemon off; error_log stderr; events {{ worker_connections 4096; }} "
        f"http {{ access_log off; {paths} include {folder}/site; }}"
    )
    command = [NGINX, "-p", folder, "-c", folder / "nginx.conf"]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        proxy = Proxy(http, https)
        _wait_for(proxy, running)
        yield proxy
    finally:
        running.terminate()
        running.wait(timeout=30)


def _make_certificate_and_password(folder: Path) -> None:
    made = f"openssl req -x509 -newkey rsa:2048 -nodes -subj /CN={NAME} -keyout key.pem -out cert.pem"
    subprocess.run(made.split(), cwd=folder, check=True, capture_output=True)
    hashed = subprocess.run(
        ["openssl", "passwd", "-apr1", "open"], check=True, capture_output=True, text=True
    )
    (folder / "htpasswd").write_text(f"class:{hashed.stdout}")


def _wait_for(proxy: Proxy, running: subprocess.Popen) -> None:
    for _ in range(300):
        assert running.poll() is None, "nginx has ended"
        try:
            proxy.connect().close()
        except OSError:
            time.sleep(0.1)  # until it listens
        else:
            return
    raise AssertionError("nginx does not listen")


class Worker(BaseHTTPRequestHandler):
    """Stands for a worker: says its port, and what it was asked."""

    def do_GET(self) -> None:
        told = "".join(f"{name}: {value}\n" for name, value in self.headers.items())
        body = f"port {self.server.server_port}\n{told}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@contextmanager
def worker() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Worker) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def proxy(tmp_path_factory):
    """nginx before the dashboard."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STREAMLIT_SERVER_ALLOWED_HOSTS", NAME)
        with (
            streamlit_server(ROOT / "app.py") as address,
            nginx(tmp_path_factory.mktemp("nginx"), [urlsplit(address).netloc]) as proxy,
        ):
            yield proxy


def test_a_page_needs_tls_and_the_password(proxy):
    moved = proxy.ask("/verdict?a=b", secure=False)
    assert moved.startswith("HTTP/1.1 301") and f"Location: https://{NAME}/verdict?a=b\r\n" in moved
    assert proxy.ask("/").startswith("HTTP/1.1 401")
    page = proxy.ask("/", **PASSWORD)
    assert page.startswith("HTTP/1.1 200") and "<title>Streamlit</title>" in page
    for header in ("content-security-policy: default-src 'none'", "x-content-type-options: nosniff"):
        assert header in page.lower()
    assert "Strict-Transport-Security: max-age=31536000\r\n" in page
    assert "frame-ancestors 'none'" in page and "referrer-policy: same-origin" in page.lower()


def test_other_names_are_refused_figures_are_closed_and_health_is_open(proxy):
    assert proxy.ask("/", host="evil.example", **PASSWORD).startswith("HTTP/1.1 403")
    assert proxy.ask("/_stcore/metrics", **PASSWORD).startswith("HTTP/1.1 403")
    health = proxy.ask("/health")
    assert health.startswith("HTTP/1.1 200") and "ok" in health


def test_an_upload_that_is_too_large_is_refused_before_it_comes(proxy):
    """A megabyte more than a file may have is for the form around it."""
    path = "/_stcore/upload_file/some/file"

    def answer(megabytes: int) -> str:
        with ExitStack() as connection:
            size = {"Content-Length": str(megabytes * 2**20), "Expect": "100-continue"}
            return proxy.ask(path, method="PUT", keep=connection, **PASSWORD, **size)

    assert answer(102).startswith("HTTP/1.1 413")
    assert not answer(101).startswith("HTTP/1.1 413")


def test_open_pages_are_counted_at_an_address(proxy):
    shake = {**UPGRADE, **PASSWORD}
    with ExitStack() as pages:
        assert proxy.ask("/_stcore/stream", keep=pages, **UPGRADE).startswith("HTTP/1.1 401")
        for origin, status in [("https://evil.example", 403)] + [(f"https://{NAME}", 101)] * AT_AN_ADDRESS:
            answer = proxy.ask("/_stcore/stream", keep=pages, **shake, Origin=origin)
            assert answer.startswith(f"HTTP/1.1 {status}"), answer
        assert proxy.ask("/_stcore/stream", keep=pages, **shake).startswith("HTTP/1.1 503")
        assert proxy.ask("/", **PASSWORD).startswith("HTTP/1.1 200")  # other requests are not counted


def test_the_wrong_password_opens_nothing(proxy):
    wrong = {"Authorization": "Basic " + base64.b64encode(b"class:shut").decode()}
    for path in ("/", "/verdict", "/_stcore/health", "/_stcore/host-config", "/static/nothing.js"):
        for word in ({}, wrong):
            answer = proxy.ask(path, **word)
            assert answer.startswith("HTTP/1.1 401") and 'Basic realm="Dashboard"' in answer, path


def port_that_answers(proxy: Proxy, cookie: str) -> int:
    return int(re.search(r"\bport (\d+)\n", proxy.ask("/", **PASSWORD, Cookie=f"worker={cookie}"))[1])


def test_a_page_stays_with_its_worker_of_four_and_moves_when_that_ends(tmp_path):
    cookies = [f"{number:032x}" for number in range(24)]
    with ExitStack() as running:
        workers = [running.enter_context(worker()) for _ in range(4)]
        proxy = running.enter_context(nginx(tmp_path, [f"127.0.0.1:{one.server_port}" for one in workers]))
        given = proxy.ask("/", **PASSWORD)
        cookie = re.search(r"Set-Cookie: worker=([0-9a-f]{32}); ", given)[1]
        assert "Secure; HttpOnly; SameSite=Strict" in given
        assert port_that_answers(proxy, cookie) == int(re.search(r"\bport (\d+)\n", given)[1])
        again = proxy.ask("/", **PASSWORD, Cookie=f"worker={cookie}")
        assert f"Set-Cookie: worker={cookie};" in again
        # The password stays with nginx, and the name that was asked for goes on.
        assert "Authorization" not in again and f"Host: {NAME}\n" in again

        first = {cookie: port_that_answers(proxy, cookie) for cookie in cookies}
        assert set(first.values()) == {one.server_port for one in workers}
        assert {cookie: port_that_answers(proxy, cookie) for cookie in reversed(cookies)} == first

        gone = workers[0]
        gone.shutdown()
        gone.server_close()
        for cookie, port in first.items():
            now = port_that_answers(proxy, cookie)
            assert now != gone.server_port if port == gone.server_port else now == port
