"""The names of the server: those of this computer, where it listens, and what is configured; nowhere else."""

import pytest
from starlette.datastructures import Headers
from streamlit import config
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from dashboard.server import hosts


@pytest.fixture
def configured(monkeypatch):
    """Function that settles the names under these options."""
    options = {"server.allowedHosts": [], "server.address": "127.0.0.1", "browser.serverAddress": "localhost"}
    options |= {"server.corsAllowedOrigins": []}
    original = config.get_option
    monkeypatch.setattr(config, "get_option", lambda key: options[key] if key in options else original(key))
    monkeypatch.setattr(config, "set_option", options.__setitem__)
    monkeypatch.setattr(hosts.net_util, "get_internal_ip", lambda: "10.1.2.3")

    def settle(**changed):
        options.update({key.replace("_", ".", 1): value for key, value in changed.items()})
        hosts.settle()

    return settle


def answers(host, origin=None):
    return hosts.refusal(Headers({"host": host, **({"origin": origin} if origin else {})})) is None


def test_alone_it_is_known_by_the_names_of_this_computer(configured):
    configured()
    assert all(map(answers, ("localhost:8501", "127.0.0.1", "[::1]:8501", "LocalHost.", "class.localhost")))
    assert not any(map(answers, ("10.1.2.3", "weather.example", "localhost.example", "[::2]", "0.0.0.0")))


@pytest.mark.parametrize(
    ("options", "known", "unknown"),
    [
        ({"server_allowedHosts": ["weather.example"]}, "weather.example", "www.weather.example"),
        ({"server_allowedHosts": ["*.school.example"]}, "a.school.example:443", "school.example"),
        ({"server_address": "192.168.1.5"}, "192.168.1.5:8501", "192.168.1.6"),
        ({"server_address": "0.0.0.0"}, "10.1.2.3:8501", "0.0.0.0"),
        ({"server_address": None}, "10.1.2.3", "10.1.2.4"),
        ({"browser_serverAddress": "w.example"}, "w.example", "v.example"),
    ],
)
def test_further_names_are_configured_and_localhost_stays(configured, options, known, unknown):
    configured(**options)
    assert answers(known) and answers("localhost:8501") and not answers(unknown)
    assert is_host_allowed(known) and not is_host_allowed(unknown)  # Streamlit's own check, of the WebSocket


def test_a_page_of_another_address_needs_to_be_configured(configured):
    configured(server_corsAllowedOrigins=["https://lms.example"])
    assert answers("localhost:8501", "http://localhost:8501")
    assert answers("localhost:8501", "https://lms.example")
    assert not answers("localhost:8501", "https://other.example")
    assert not answers("localhost:8501", "http://127.0.0.1:8501")
