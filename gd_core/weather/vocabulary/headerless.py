"""Formats of services whose files have no header: the names of their columns, in order. Add a format here.

Source: the readme files that NOAA puts beside the data of its U.S. Climate Reference Network (CRN).
"""

from typing import NamedTuple

_SOIL = " ".join(
    f"{what}_{depth}" for what in ("SOIL_MOISTURE", "SOIL_TEMP") for depth in (5, 10, 20, 50, 100)
)
_PLACE = "CRX_VN LONGITUDE LATITUDE"
_TIMES = "WBANNO UTC_DATE UTC_TIME LST_DATE LST_TIME"


class Headerless(NamedTuple):
    """``names`` are those of the columns; temperatures of the air, whose names begin with ``celsius``, are in
    °C; ``letters`` is the position of a column of text, by which a file is told from others as wide."""

    service: str
    names: tuple[str, ...]
    celsius: str
    letters: int


def _format(names: str, letters: str, celsius: str = "T_") -> Headerless:
    every = tuple(names.split())
    return Headerless("the Climate Reference Network's format", every, celsius, every.index(letters))


HEADERLESS = (
    _format(
        f"WBANNO LST_DATE {_PLACE} T_DAILY_MAX T_DAILY_MIN T_DAILY_MEAN T_DAILY_AVG P_DAILY_CALC "
        "SOLARAD_DAILY SUR_TEMP_DAILY_TYPE SUR_TEMP_DAILY_MAX SUR_TEMP_DAILY_MIN SUR_TEMP_DAILY_AVG "
        f"RH_DAILY_MAX RH_DAILY_MIN RH_DAILY_AVG {_SOIL}",
        "SUR_TEMP_DAILY_TYPE",
    ),
    _format(
        f"{_TIMES} {_PLACE} T_CALC T_HR_AVG T_MAX T_MIN P_CALC SOLARAD SOLARAD_FLAG SOLARAD_MAX "
        "SOLARAD_MAX_FLAG SOLARAD_MIN SOLARAD_MIN_FLAG SUR_TEMP_TYPE SUR_TEMP SUR_TEMP_FLAG SUR_TEMP_MAX "
        f"SUR_TEMP_MAX_FLAG SUR_TEMP_MIN SUR_TEMP_MIN_FLAG RH_HR_AVG RH_HR_AVG_FLAG {_SOIL}",
        "SUR_TEMP_TYPE",
    ),
    _format(
        f"{_TIMES} {_PLACE} AIR_TEMPERATURE PRECIPITATION SOLAR_RADIATION SR_FLAG SURFACE_TEMPERATURE "
        "ST_TYPE ST_FLAG RELATIVE_HUMIDITY RH_FLAG SOIL_MOISTURE_5 SOIL_TEMPERATURE_5 WETNESS WET_FLAG "
        "WIND_1_5 WIND_FLAG",
        "ST_TYPE",
        "AIR_TEMPERATURE",
    ),
)
