"""Whoever asks by a foreign name, or from a foreign page, gets nothing; every answer has its headers."""

import re

import pytest

FOREIGN = [
    "evil.example",
    "evil.example:8501",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "evil.example@localhost",
    "192.0.2.7",
    "localhost:x",
    "",
    None,
]
ROUTES = [
    ("GET", "/"),
    ("GET", "/verdict?data=Seattle"),
    ("GET", "/no/such/path"),
    ("GET", "/favicon.png"),
    ("GET", "script"),
    ("GET", "/health"),
    ("GET", "/_stcore/health"),
    ("GET", "/_stcore/metrics"),
    ("GET", "/_stcore/host-config"),
    ("GET", "/_stcore/agent/openapi.json"),
    ("POST", "/_stcore/agent/interact"),
    ("PUT", "/_stcore/upload_file/some/file"),
    ("DELETE", "/_stcore/upload_file/some/file"),
    ("OPTIONS", "/_stcore/upload_file/some/file"),
    ("GET", "/media/0.csv"),
    ("GET", "/component/some/index.html"),
]


@pytest.fixture(params=ROUTES, ids=lambda route: " ".join(route))
def route(request, client):
    """Method and path, one after the other of all kinds that the server has."""
    method, path = request.param
    if path == "script":
        path = "/" + re.search(rb'src="./(static/[^"]+)"', client.ask("/")[2])[1].decode()
    return method, path


def test_every_route_is_closed_to_foreign_names_and_pages(client, route):
    method, path = route
    for host in FOREIGN:
        status, headers, body = client.ask(path, method=method, host=host)
        assert status in (400, 403) and len(body) < 120, host  # 400: from the parser of requests
        if status == 403:
            assert b"not known by that name" in body and "content-security-policy" in headers
    for origin in ("http://evil.example", f"http://localhost:{client.port + 1}", "null", "file://", ""):
        status, headers, body = client.ask(path, method=method, headers={"Origin": origin})
        assert status == 403 and b"Pages of other addresses" in body, origin
        assert "access-control-allow-origin" not in headers


def test_every_route_is_open_to_its_own_names_with_the_headers_of_the_guard(client, route):
    method, path = route
    for host in (client.host, f"127.0.0.1:{client.port}", f"[::1]:{client.port}", "LOCALHOST", "a.localhost"):
        status, headers, body = client.ask(path, method=method, host=host)
        assert b"not known by that name" not in body and b"other addresses" not in body
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
    assert client.ask(path, method=method, headers={"Origin": f"http://{client.host}"})[0] == status


def test_a_websocket_is_opened_for_own_names_and_own_pages_only(client):
    for host in (client.host, f"127.0.0.1:{client.port}", f"[::1]:{client.port}"):
        assert client.handshake(host=host) == 101
        assert client.handshake(host=host, origin=f"http://{host}") == 101
        for origin in (
            "http://evil.example",
            f"http://evil.example:{client.port}",
            f"http://localhost:{client.port + 1}",
            "http://localhost",
            "null",
            f"ftp://{host}",
            f"http://{host}.evil.example",
        ):
            assert client.handshake(host=host, origin=origin) == 403, origin
    for host in FOREIGN:
        assert client.handshake(host=host) in (400, 403), host
        assert client.handshake(host=host, origin=f"http://{host}") in (400, 403), host


def test_two_names_are_none(client):
    assert client.ask("/", headers={"host": "evil.example"})[0] in (400, 403)


def test_the_page_may_load_what_is_its_own_and_run_no_text(client):
    _, headers, _page = client.ask("/")
    rules = dict(rule.strip().split(" ", 1) for rule in headers["content-security-policy"].split(";"))
    assert rules["default-src"] == "'none'" and rules["connect-src"] == "'self'"
    assert re.fullmatch(r"'self' 'sha256-[\w+/=]{44}'", rules["script-src"])
    assert not re.search(r"\*|https?:|wss?:|unsafe-eval", headers["content-security-policy"])
