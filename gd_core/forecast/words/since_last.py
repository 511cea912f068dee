"""What a newer file of the same record brings, in one sentence."""

import math

from gd_core.forecast.judge.since_last import News
from gd_core.forecast.words.phrases import degrees, weekday
from gd_core.weather.report import counted


def since_last(news: News) -> str:
    """ "1 new day since the last file: 5.6 °C, forecast was 5.9 °C (inside the interval)." """
    if not news.days:
        return f"No new day since the last file{_changed(news)}."
    text = f"{counted(news.days, 'new day')} since the last file"
    if news.forecast is None or math.isnan(news.came):
        newest = "" if news.days == 1 else "the newest "
        return f"{text}: {newest}{degrees(news.newest, news.unit)}{_changed(news)}."
    day = "" if news.days == 1 else f" on {weekday(news.forecast.date)}"
    was = f"forecast was {degrees(news.forecast.value, news.unit)}{_interval(news)}"
    return f"{text}: {degrees(news.came, news.unit)}{day}, {was}{_changed(news)}."


def _interval(news: News) -> str:
    """Whether what came lay in the interval, if there was one."""
    forecast = news.forecast
    if forecast is None or math.isnan(forecast.low):
        return ""
    inside = forecast.low <= news.came <= forecast.high
    return f" ({'inside' if inside else 'outside'} the interval)"


def _changed(news: News) -> str:
    if not news.changed:
        return ""
    return f"; {counted(news.changed, 'earlier value')} changed"
