"""A record whose every name is meant for something else than to be read, and what is to be read of it."""

from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"
FILE_NAME = "![f](http:evil.example) www.evil.example :streamlit:.csv"
STATIONS = (
    "North ![evil](http://evil.example/n.png) :red[x]",
    "South https://evil.example/y :streamlit: $x^2$",
)
COLUMNS = (
    "![evil](//evil.example/b.png) :material/home: :red[x] :streamlit:",
    "temp_max ![evil](http://evil.example/a.png)",
    "evil [link](http://evil.example/c) $x^2$ **b**",
    "evil https://evil.example/d www.evil.example me@evil.example",
    "evil <img src='//evil.example/e.png'> <a href='http://evil.example'>x</a> `c`",
)
ADDRESS = "evil http://evil.example/login ![i](http://evil.example/p.png) www.evil.example :streamlit:"
# What stands raw in the names, and in nothing that a page may take for markup.
RAW = (
    "](http",
    "](//",
    "http://",
    "https://",
    "www.evil",
    "me@evil",
    "<img",
    ":red[",
    ":streamlit:",
    "$x^2$",
)


def record(days: int = 900) -> bytes:
    """The end of the Seattle record under these names."""
    _, *rows = (DATA / "seattle_weather.csv").read_text(encoding="utf-8").splitlines()
    return "\n".join([_quoted("date", *COLUMNS), *rows[-days:]]).encode()


def stations(days: int = 400) -> bytes:
    """The same at two stations, which have such names, too."""
    _, *rows = (DATA / "seattle_weather.csv").read_text(encoding="utf-8").splitlines()
    lines = [_quoted("station", "date", COLUMNS[0], "tmax", "tmin", *COLUMNS[3:])]
    for number, station in enumerate(STATIONS):
        lines += [f"{_quoted(station)},{row}" for row in rows[-days + 50 * number :]]
    return "\n".join(lines).encode()


def _quoted(*names: str) -> str:
    return ",".join(f'"{name}"' for name in names)
