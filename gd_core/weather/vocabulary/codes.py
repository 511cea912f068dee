"""The codes by which weather services call their columns: one table of codes, one of families of files.

A code of `CODES` is a word of a name ("BASEL_tmax"), one of `NAMES` a whole name. What a code means in the
files of one service only stands in `FAMILIES`: a file is of a family if it has all the names that mark it.
Sources: the services' own descriptions of their downloads.
"""

from typing import NamedTuple

CODES: dict[str, str] = {
    "temperature_max": """
        tmax tx txk maxt maxtp maxtemp tempmax mxt tmx tmaxc tmaxf tmaxk tmaxi hightemp temphigh
        maxtempc maxtempf maxtempm maxtempi tempmaxc tempmaxf maxtmp tmpmax mx2t tmmx tasmax tlmax
        tamax maxta tma bwendu tre200dx tre200hx tmaxx maxtemperature temperaturemax тмакс тmax
        """,
    "temperature_min": """
        tmin tn tnk mint mintp mintemp tempmin mnt tmn tminc tminf tmink tmini lowtemp templow
        mintempc mintempf mintempm mintempi tempminc tempminf mintmp tmpmin mn2t tmmn tasmin tlmin
        tamin minta tmi ywendu tre200dn tre200hn mintemperature temperaturemin тмин тmin
        """,
    "temperature_mean": """
        tavg tmean tg tmk tm tmed tmedia tmoy tave tmittel meantemp avgtemp tempavg tempmean meant
        avgta taavg avgtempc avgtempf tempmed tre200d0 tlmittel meantempm meantempi тср
        """,
}

# Whole names, in small letters.
NAMES: dict[str, str] = {
    "other": """
        td tsvm tgk tnsol tn50 tminsol gmin igmin emxt emnt tampli dd ddd wd winddir drct wdir
        sur_temp sur_temp_max sur_temp_min sur_temp_daily_max sur_temp_daily_min sur_temp_daily_avg
        dewp dew evap pe aqi wd10m etpmon etpgrille
        """,
    "humidity": "u un ux um ug upm hm hu rf",
    "pressure": "p po pp ps pm pmer pmerm alti cbl",
    "wind": "ff ffm ff10 ff3 fx fm fxi fxy fh fhx ff_avg ff_x ws10m ws2m",
    "precipitation": "rr rrr rr1 rr24 rs rsk tp pr",
    "radiation": "sd sdk ss sq q rs_sum glot",
    "cloud": "n nm ng nn",
    "flag": "rskf frshtt",
}


class Family(NamedTuple):
    """Files of one service: ``marks`` are names that they all have, ``roles`` what some codes mean there.

    ``temperatures`` is the unit of the temperatures if the service is known for one that files don't state.
    """

    service: str
    marks: frozenset[str]
    roles: dict[str, str]
    temperatures: str | None = None


FAMILIES: tuple[Family, ...] = (
    Family("rp5.ru", frozenset({"po", "ff", "rrr", "td"}), {"tg": "other", "e'": "other", "pa": "other"}),
    Family("KNMI", frozenset({"fhx", "tx", "tn"}), {"rh": "precipitation", "t10n": "other"}, "0.1C"),
    Family("KNMI", frozenset({"tg", "rh", "ug"}), {"rh": "precipitation", "t10n": "other"}, "0.1C"),
    *(
        Family("KNMI", frozenset({"stn", code}), {"rh": "precipitation", "t10n": "other"}, "0.1C")
        for code in ("tg", "tx", "tn", "t10n")
    ),
    Family("ECA&D", frozenset({"staid", "souid", "tx"}), {}, "0.1C"),
    Family("ECA&D", frozenset({"souid", "tg"}), {}, "0.1C"),
    Family(
        "GSOD",
        frozenset({"temp", "max", "min", "dewp", "frshtt"}),
        {"max": "temperature_max", "min": "temperature_min", "temp": "temperature_mean"},
        "F",
    ),
    Family(
        "Météo-France",
        frozenset({"num_poste", "tx"}),
        {"tntxm": "temperature_mean", "tm": "temperature_mean", "tampli": "other"},
    ),
    Family("NOAA's hourly files", frozenset({"tmp", "dew", "slp"}), {}, "0.1C"),
    Family("SYNOP", frozenset({"numer_sta", "pmer"}), {"tn12": "other", "tn24": "other"}, "K"),
)


def family_of(names: frozenset[str]) -> Family | None:
    """The family whose marks are all among ``names`` (plain); None if there is none."""
    return next((family for family in FAMILIES if family.marks <= names), None)
