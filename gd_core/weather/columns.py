"""What a column means, by its name: its role, and the unit that the name states.

A name is taken apart into words ("TempHighF" is temp, high, f) and compared with one small table, the first
fitting rule of which holds. To teach it another language, add that language's words to the sets.
"""

import re
from typing import NamedTuple

TOMORROW = {"tomorrow", "next", "nextday", "tmrw"}
TEMPERATURE = {"temperature", "temperatures", "temp", "temps", "tmp", "t", "t2m", "airtemp", "tempf", "tempc"}
HIGHEST = {"max", "maximum", "high", "highest", "hi"}
LOWEST = {"min", "minimum", "low", "lowest", "lo"}
MEAN = {"mean", "avg", "average"}
# Temperatures, and what is called so, that are not those of the air on that day.
NOT_OF_THE_AIR = {
    "soil",
    "ground",
    "grass",
    "sea",
    "water",
    "sst",
    "bulb",
    "degree",
    "normalised",
    "normalized",
}
DERIVED = {"dew", "dewpoint", "dewp", "dewpt", "wetbulb", "chill", "windchill", "heat", "heatindex", "index"}
DERIVED |= {"apparent", "feels", "feelslike", "range", "days", "anomaly", "anom", "departure", "uncertainty"}
DERIVED |= {"record", "rec", "normal", "norm", "flag", "quality", "qc"}
YESTERDAY = {"lag", "lag1", "yesterday", "previous", "prev"}


class Rule(NamedTuple):
    """``role`` holds for a name that has a word of each of ``needs``."""

    role: str
    needs: tuple[set[str], ...]


RULES = (
    Rule("tomorrow", (TOMORROW,)),
    Rule("other", (DERIVED,)),
    Rule("other", (YESTERDAY,)),
    Rule("other", (TEMPERATURE, NOT_OF_THE_AIR)),
    Rule("temperature_max", ({"tmax", "tx", "txk", "maxt", "maxtp", "maxtemp", "tempmax", "mxt"},)),
    Rule("temperature_min", ({"tmin", "tn", "tnk", "mint", "mintp", "mintemp", "tempmin", "mnt"},)),
    Rule(
        "temperature_mean", ({"tavg", "tmean", "tg", "tmk", "tm", "meantemp", "avgtemp", "tempavg", "meant"},)
    ),
    Rule("temperature_max", (TEMPERATURE, HIGHEST)),
    Rule("temperature_min", (TEMPERATURE, LOWEST)),
    Rule("temperature_mean", (TEMPERATURE, MEAN)),
    Rule("temperature", (TEMPERATURE,)),
    Rule("snow", ({"snow", "snowfall", "snwd", "snowdepth"},)),
    Rule(
        "precipitation",
        ({"precipitation", "precip", "prcp", "rain", "rainfall", "prec", "ppt", "rr", "rsk"},),
    ),
    Rule("wind", ({"wind", "windspeed", "wspd", "wdsp", "awnd", "gust", "gusts", "wpgt", "fg", "ws"},)),
    Rule("humidity", ({"humidity", "rh", "rhum", "hum"},)),
    Rule("pressure", ({"pressure", "pres", "slp", "stp", "mslp", "press"},)),
    Rule("radiation", ({"radiation", "solar", "sunshine", "sun", "tsun", "srad", "rad"},)),
    Rule("cloud", ({"cloud", "clouds", "cloudcover", "cldc"},)),
)


def words(name: str) -> set[str]:
    """The words of a column's name, in small letters; those beside digits without them, too."""
    apart = re.sub(r"([a-z])([A-Z])", r"\1 \2", name).lower()
    tokens = re.findall(r"[^\W_]+", apart)
    letters = [part for token in tokens for part in re.findall(r"[^\W\d_]{3,}", token)]
    return {*tokens, *letters}


def role_of(name: str) -> str:
    """The role that the first fitting rule gives to the name, "other" if none fits."""
    own = words(name)
    return next((rule.role for rule in RULES if all(own & need for need in rule.needs)), "other")


_SIGN = re.compile(r"[°º˚]\s*([CF])\b|([℃℉])")
_WORD = re.compile(r"\b(celsius|centigrade|fahrenheit|deg(?:rees?)?[ _]?[cf])\b", re.IGNORECASE)
_LETTER = re.compile(r"(?:[(\[_ ]|(?<=[a-z]))([CF])[)\]]?$|^te?mp([cf])$|_([cf])$")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,12})[)\]]\s*$")


def stated_degrees(name: str) -> str | None:
    """ "C" or "F" if the name of a temperature states it: temp_F, Tmax (°C), TempHighF; else None."""
    if match := _SIGN.search(name):
        return {"℃": "C", "℉": "F"}.get(match[0], match[1])
    if match := _WORD.search(name.replace("_", " ")):
        return "F" if match[1].lower().startswith("f") or match[1][-1] in "fF" else "C"
    if match := _LETTER.search(name.strip()):
        return next(group for group in match.groups() if group).upper()
    return None


def stated_unit(name: str) -> str | None:
    """What stands in brackets at the end of a name: "mm" of "rain (mm)"; else None."""
    match = _BRACKETS.search(name)
    return match[1].strip() or None if match else None
