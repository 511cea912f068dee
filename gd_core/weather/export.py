"""The cleaned daily table as a file for a spreadsheet, and text that a spreadsheet won't run."""

from gd_core.weather.record import Weather

# What makes a spreadsheet take a cell for a formula; the wide forms are what East Asian keyboards write.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001
DIGITS = 12  # significant ones: all that was measured, without the noise of binary fractions


def daily_csv(weather: Weather) -> bytes:
    """One row per day with a date and every column of `Weather.frame`; missing values are empty cells.

    Dates are ISO dates, numbers have a decimal point, and names that could be formulas get an apostrophe. The
    text begins with a byte order mark: without one, Excel takes "°C" and names in other scripts for text in
    the computer's old code page; all other readers of UTF-8, this one too, pass over it.
    """
    table = weather.frame.rename(columns=defused)
    text = table.to_csv(date_format="%Y-%m-%d", float_format=f"%.{DIGITS}g", lineterminator="\r\n")
    return text.encode("utf-8-sig")


def defused(text: str) -> str:
    """``text`` with an apostrophe before it if a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
