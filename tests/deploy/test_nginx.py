"""Debian's nginx with the configuration of deploy/ before a real server: TLS, password, limits, WebSocket."""

import base64
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from contextlib import ExitStack

import pytest

from tests.browser.harness import streamlit_server
from tests.dashboard.server.client import ROOT, UPGRADE

NAME = "weather.school.example"
NGINX = os.environ.get("NGINX") or shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
PASSWORD = {"Authorization": "Basic " + base64.b64encode(b"class:open").decode()}

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(
        not (NGINX and shutil.which("openssl")), reason="needs nginx and openssl: apt-get install"
    ),
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


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


@pytest.fixture(scope="module")
def proxy(tmp_path_factory):
    folder, http, https = tmp_path_factory.mktemp("nginx"), free_port(), free_port()
    made = f"openssl req -x509 -newkey rsa:2048 -nodes -subj /CN={NAME} -keyout key.pem -out cert.pem"
    subprocess.run(made.split(), cwd=folder, check=True, capture_output=True)
    hashed = subprocess.run(
        ["openssl", "passwd", "-apr1", "open"], check=True, capture_output=True, text=True
    )
    (folder / "htpasswd").write_text(f"class:{hashed.stdout}")
    with ExitStack() as servers, pytest.MonkeyPatch.context() as patch:
        patch.setenv("STREAMLIT_SERVER_ALLOWED_HOSTS", NAME)
        worker = servers.enter_context(streamlit_server(ROOT / "app.py"))
        site = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
        for theirs, ours in (
            (r"listen 80;", f"listen 127.0.0.1:{http};"),
            (r"listen 443 ssl;", f"listen 127.0.0.1:{https} ssl;"),
            (r"/etc/letsencrypt/\S+/fullchain.pem", f"{folder}/cert.pem"),
            (r"/etc/letsencrypt/\S+/privkey.pem", f"{folder}/key.pem"),
            (r"/etc/nginx/dashboard.htpasswd", f"{folder}/htpasswd"),
            (r"server 127.0.0.1:8501;", f"server {worker.removeprefix('http://')};"),
            (r"limit_conn pages 60;", "limit_conn pages 3;"),
        ):
            site, changed = re.subn(theirs, ours, site)
            assert changed == 1, theirs
        user = "user root;" if os.geteuid() == 0 else ""  # the folder is closed to others
        paths = " ".join(
            f"{kind}_temp_path {folder}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "site").write_text(site)
        (folder / "nginx.conf").write_text(
            f"{user} pid {folder}/pid; daemon off; error_log stderr; events {{}} "
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
    path, size = "/_stcore/upload_file/some/file", 102 * 2**20
    answer = proxy.ask(path, method="PUT", **PASSWORD, **{"Content-Length": str(size)})
    assert answer.startswith("HTTP/1.1 413")


def test_open_pages_are_counted_and_stay_with_their_worker(proxy):
    worker = re.search(r"Set-Cookie: (worker=[0-9a-f]{32});", proxy.ask("/", **PASSWORD))[1]
    shake = {**UPGRADE, **PASSWORD, "Cookie": worker}
    with ExitStack() as pages:
        assert proxy.ask("/_stcore/stream", keep=pages, **UPGRADE).startswith("HTTP/1.1 401")
        for origin, status in [("https://evil.example", 403)] + [(f"https://{NAME}", 101)] * 3:
            answer = proxy.ask("/_stcore/stream", keep=pages, **shake, Origin=origin)
            assert answer.startswith(f"HTTP/1.1 {status}"), answer
        assert proxy.ask("/_stcore/stream", keep=pages, **shake).startswith("HTTP/1.1 503")
    assert f"Set-Cookie: {worker};" in proxy.ask("/", **PASSWORD, Cookie=worker)
