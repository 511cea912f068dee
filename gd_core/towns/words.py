"""What is said of a fetched record: how old it is, and whom the data is from."""

from gd_core.towns import service
from gd_core.towns.daily import Record, day_at
from gd_core.weather.calendar import long_date
from gd_core.weather.report import counted

MOST_DAYS_AHEAD = 14
CHANGES = "Values of weather models are left out."


def how_old(record: Record, *, now: float) -> str:
    """How old its last day is, what that makes of tomorrow, and when it was fetched."""
    days = max((day_at(record.station, now) - record.last_day).days, 1)
    last = "yesterday" if days == 1 else f"{counted(days, 'day')} ago"
    if days < MOST_DAYS_AHEAD:
        ends = f"Its last whole day was {last}: tomorrow is {counted(days + 1, 'day')} ahead."
    else:
        ends = f"Its last whole day, {long_date(record.last_day)}, was {last}: too long to foretell tomorrow."
    fetched = f"fetched {ago(now - record.fetched)}"
    if record.note:
        return f"{record.note} Shown is the last good copy, {fetched}. {ends}"
    return f"{ends} {fetched.capitalize()}."


def ago(seconds: float) -> str:
    """ "just now", "3 hours ago"."""
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            return f"{counted(int(seconds // size), unit)} ago"
    return "just now"


def credit(record: Record) -> str:
    """Whom the data is from, and under which terms, in plain words."""
    return f"data: {', '.join((service.NAME, *record.providers))}; {service.LICENCE}"


def credit_with_links(record: Record) -> str:
    """The same as Markdown, as Meteostat asks for it. (Changes have to be said as well: `CHANGES`.)"""
    names = ", ".join((f"[{service.NAME}]({service.HOME})", *record.providers))
    return f"Source: {names}; [{service.LICENCE}]({service.TERMS})."
