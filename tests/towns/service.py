"""A server on the loopback with files in the form that Meteostat documents, and its moods.

``stations.db`` is a SQLite database of four tables, ``daily/{year}/{station}.csv.gz`` a packed CSV file that
begins "year,month,day,temp,temp_source,...". What a path answers can be any function of the request.
"""

import gzip
import io
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np

TODAY = date(2026, 3, 15)
NOW = datetime(2026, 3, 15, 20, 0, tzinfo=UTC).timestamp()
DAY = 86400.0
ZURICH = {"de": "Zürich / Fluntern", "en": "Zurich / Fluntern"}
# id, country, region, latitude, longitude, timezone, names by language, first and last year
STATIONS = [
    ("72793", "US", "WA", 47.45, -122.3, "America/Los_Angeles", {"en": "Seattle-Tacoma Airport"}, 2024, 2026),
    ("KBFI0", "US", "WA", 47.53, -122.3, "America/Los_Angeles", {"en": "Seattle / Boeing Field"}, 1950, 1998),
    ("72792", "US", "WA", 46.97, -122.9, "America/Los_Angeles", {"en": "Olympia"}, 1973, 2026),
    ("06660", "CH", "ZH", 47.38, 8.57, "Europe/Zurich", ZURICH, 2024, 2026),
    ("07150", "FR", "IDF", 48.97, 2.43, "Europe/Paris", {"en": "Paris-Le Bourget"}, 1990, 2026),
    ("71999", "CA", "ON", 43.2, -80.4, "America/Toronto", {"en": "Paris"}, None, None),
]
COLUMNS = ("temp", "tmin", "tmax", "rhum", "prcp", "snwd", "wspd", "wpgt", "pres", "tsun", "cldc")

Answer = Callable[[BaseHTTPRequestHandler], None]


@cache
def stations_db(also: str = "") -> bytes:
    """The list of stations, after some SQL in addition."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(
            "CREATE TABLE stations (id TEXT PRIMARY KEY, country TEXT, region TEXT, latitude REAL, "
            "longitude REAL, elevation INTEGER, timezone TEXT);"
            "CREATE TABLE names (station TEXT, language TEXT, name TEXT);"
            "CREATE TABLE identifiers (station TEXT, key TEXT, value TEXT);"
            "CREATE TABLE inventory (station TEXT, provider TEXT, parameter TEXT, start TEXT, end TEXT, "
            "completeness REAL);"
        )
        for name, country, region, latitude, longitude, zone, names, first, last in STATIONS:
            row = (name, country, region, latitude, longitude, 100, zone)
            database.execute("INSERT INTO stations VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            database.executemany(
                "INSERT INTO names VALUES (?, ?, ?)",
                [(name, language, text) for language, text in names.items()],
            )
            if first:
                days = (f"{first}-01-01", f"{last}-03-14")
                for provider, parameter in (("daily", "tmax"), ("daily", "temp"), ("hourly", "temp")):
                    database.execute(
                        "INSERT INTO inventory VALUES (?, ?, ?, ?, ?, 0.9)",
                        (name, provider, parameter, *days),
                    )
        database.execute("INSERT INTO identifiers VALUES ('72793', 'icao', 'KSEA')")
        database.executescript(also)
        database.commit()
        return bytes(database.serialize())


@cache
def days_of(year: int, station: str = "72793", *, until: date = TODAY + timedelta(days=5)) -> bytes:
    """A year of days, unpacked. From two days before `TODAY` on, models wrote what was not measured."""
    rng = np.random.default_rng([year, int(station, 36)])
    text = io.StringIO()
    text.write("year,month,day," + ",".join(f"{name},{name}_source" for name in COLUMNS) + "\n")
    day = date(year, 1, 1)
    while day.year == year and day <= until:
        level = 12 - 9 * np.cos(2 * np.pi * day.timetuple().tm_yday / 365.25) + rng.normal(0, 3)
        source = "ghcnd" if day < TODAY else "dwd_mosmix metar"
        wind = "metno_forecast" if day >= TODAY - timedelta(days=2) else "metar"
        values = [level, level - 4, level + 5, 70, rng.gamma(1, 2), 0, 10 + rng.normal(), 30, 1013, 100, 4]
        cells = [
            f"{value:.1f},{wind if name in ('wspd', 'pres') else source}" if name != "tsun" else ","
            for name, value in zip(COLUMNS, values, strict=True)
        ]
        text.write(f"{day.year},{day.month},{day.day}," + ",".join(cells) + "\n")
        day += timedelta(days=1)
    return text.getvalue().encode()


@cache
def packed_days_of(year: int, station: str) -> bytes:
    """The same as it is sent."""
    return gzip.compress(days_of(year, station))


class Service:
    """What the server answers: ``files`` by path, and ``asked``, the paths in the order of the requests."""

    def __init__(self) -> None:
        self.files: dict[str, bytes | Answer] = {"/stations.db": stations_db()}
        for name, *_, first, _last in STATIONS:
            for year in range(first or 9999, TODAY.year + 1):
                if year >= 2024:
                    self.files[f"/daily/{year}/{name}.csv.gz"] = packed_days_of(year, name)
        self.asked: list[str] = []
        self.closing = threading.Event()
        self.url = ""

    def answer_all(self, answer: Answer) -> None:
        """Whatever is asked for is answered so."""
        self.files = dict.fromkeys([*self.files, "/daily/2026/71999.csv.gz"], answer)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # an answer in one piece: a second one would wait for the first to be acknowledged

    def __init__(self, service: Service, *arguments) -> None:
        self.service = service
        super().__init__(*arguments)

    def do_GET(self) -> None:
        self.service.asked.append(self.path)
        content = self.service.files.get(self.path, status(404))
        if isinstance(content, bytes):
            send(self, content)
        else:
            content(self)

    def log_message(self, *_arguments) -> None:
        """Nothing is printed."""


def send(
    handler: BaseHTTPRequestHandler, content: bytes, *, code: int = 200, length: int | None = None
) -> None:
    """Answer with ``content``, and say that it has so many bytes."""
    handler.send_response(code)
    handler.send_header("Content-Length", str(len(content) if length is None else length))
    handler.end_headers()
    handler.wfile.write(content)


def status(code: int) -> Answer:
    """An answer with this status."""
    return lambda handler: send(handler, b"<html>sorry</html>", code=code)


def cut(content: bytes) -> Answer:
    """The first half of ``content``, and then the connection closes."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        send(handler, content[: len(content) // 2], length=len(content))
        handler.close_connection = True

    return answer


def stalled(handler: BaseHTTPRequestHandler) -> None:
    """The beginning of an answer, and then nothing until the server closes."""
    send(handler, b"SQLite", length=10_000)
    handler.wfile.flush()
    handler.service.closing.wait()
    handler.close_connection = True


def sent_on(to: str) -> Answer:
    """A redirection."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", to)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_arguments) -> None:
        """A client that hangs up is none."""


@contextmanager
def serve() -> Iterator[Service]:
    """A server on a free port of this machine, as long as the block runs."""
    service = Service()
    server = _Server(("127.0.0.1", 0), partial(_Handler, service))
    service.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def variables(service: Service, folder: str) -> dict[str, str]:
    """What makes a program ask this server, and keep its files in ``folder``."""
    return {
        "MS_STATIONS_DB_ENDPOINTS": f'["{service.url}/stations.db"]',
        "MS_DAILY_ENDPOINT": service.url + "/daily/{year}/{station}.csv.gz",
        "MS_CACHE_DIRECTORY": folder,
        "NO_PROXY": "127.0.0.1",
    }
