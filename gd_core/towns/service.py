"""What the library knows of the service: addresses, units, and who is to be named for the data."""

from collections.abc import Iterable
from types import ModuleType
from typing import Any
from urllib.parse import quote, urlsplit

NAME, HOME = "Meteostat", "https://meteostat.net"
LICENCE, TERMS = "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"


def library() -> ModuleType:
    """`meteostat`, imported at the first call, with what its MS_... variables say now."""
    import meteostat

    meteostat.config.load_env()
    return meteostat


def database_address() -> str:
    """Where the list of stations is. Of the library's mirrors the first: no further host is asked."""
    return str(library().config.stations_db_endpoints[0])


def daily_address(station: str, year: int) -> str:
    """Where a year of a station's days is."""
    return str(library().config.daily_endpoint.format(station=quote(station, safe=""), year=year))


def hosts() -> tuple[str, ...]:
    """Every host that is asked for anything, at a click."""
    addresses = database_address(), daily_address("x", 2000)
    return tuple(dict.fromkeys(urlsplit(address).hostname or "" for address in addresses))


def units() -> dict[str, str]:
    """Columns of a file of days -> their units, in the order of the library."""
    library()
    from meteostat.enumerations import Granularity
    from meteostat.parameters import DEFAULT_PARAMETERS

    daily = [about for about in DEFAULT_PARAMETERS if about.granularity is Granularity.DAILY]
    return {str(about.id): str(about.unit or "") for about in daily}


def models() -> frozenset[str]:
    """Sources of values that nobody measured: forecasts stand in the files for days without a measurement."""
    library()
    from meteostat.enumerations import Grade

    return frozenset(str(p.id) for p in _providers() if p.grade in (Grade.FORECAST, Grade.ANALYSIS))


def attribution(sources: Iterable[str]) -> tuple[str, ...]:
    """Who is to be named beside Meteostat for values of these ``sources``."""
    known = {str(p.id): (p.license and p.license.attribution) or p.name for p in _providers()}
    return tuple(sorted({known[source] for source in sources if source in known}))


def _providers() -> list[Any]:
    library()
    from meteostat.core.providers import provider_service

    return list(provider_service.providers)
