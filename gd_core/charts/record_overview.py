"""Charts of the record before any model sees it: what was measured, what is missing, how days relate."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from gd_core.charts import marks, style
from gd_core.charts.chart import Chart

_MOST_POINTS = 2_400
_MOST_STRETCHES = 500
_MOST_MONTHS = 360
_ISOLATED_DAYS = 4
_WHOLE_YEAR = [style.date_time(pd.Timestamp(day)) for day in ("2000-01-01", "2000-12-31")]


def series(
    frame: pd.DataFrame, column_name: str, unit: str | None, imputed: pd.Series | None = None, *, title: str
) -> Chart:
    """Draw one column over the whole record, with the stretches that were missing shaded.

    `frame` has a sorted DatetimeIndex; calendar days that are absent count as missing. `imputed` is a
    boolean series on the same index: True where the value was filled in; such values are drawn in a
    colour of their own. Long records are thinned to the first, last, lowest and highest value of
    some 600 stretches, which look the same as all of them.
    """
    style.require(frame, [column_name], "frame")
    values = frame[column_name].astype(float)
    values = values.where(np.isfinite(values))
    filled = np.zeros(len(values), dtype=bool) if imputed is None else imputed.to_numpy(dtype=bool)
    if len(filled) != len(values):
        raise ValueError(
            f"imputed has {len(filled)} rows, frame has {len(values)}: they must be of one index."
        )
    measured = values.where(~filled)
    lines = pd.concat(
        [_line(measured, "Observed"), _line(values.where(filled), "Filled in")], ignore_index=True
    )
    present = [name for name in ("Observed", "Filled in") if (lines["series"] == name).any()]
    colours = {"Observed": style.COLOURS["actual"], "Filled in": style.FILLED_IN}
    scale = alt.Scale(domain=present, range=[colours[name] for name in present])
    x = alt.X("date:T", axis=style.date_axis())
    y_title = style.axis_title(column_name, unit)
    points = alt.OverlayMarkDef(size=12) if len(lines) <= 60 else False
    line = (
        Chart(lines)
        .mark_line(strokeCap="round", point=points)
        .encode(
            # Thick enough for a single filled day to be seen.
            strokeWidth=alt.when(alt.datum.series == "Filled in").then(alt.value(3)).otherwise(alt.value(1)),
            x=x,
            y=alt.Y(
                "value:Q", title=y_title, scale=_height_scale(lines["value"]), axis=alt.Axis(tickCount=6)
            ),
            color=alt.Color("series:N", scale=scale, legend=style.legend(columns=1)),
            detail="run:N",
            tooltip=[
                marks.date_tip(),
                alt.Tooltip("value:Q", title=y_title, format=".1f"),
            ],
        )
    )
    return marks.finished(marks.layered(_shade(_stretches(measured), x), line), title)


def _shade(stretches: pd.DataFrame, x: alt.X) -> Chart:
    """Return a pale band over each stretch without a measurement."""
    scale = alt.Scale(domain=["Not measured"], range=[style.REFERENCE])
    return (
        Chart(stretches)
        .mark_rect(opacity=0.22, strokeWidth=0.5, stroke=style.REFERENCE, aria=False)
        .encode(
            x=x,
            x2="end:T",
            fill=alt.Fill("kind:N", scale=scale, legend=style.legend()),
            tooltip=[
                marks.date_tip(title="Not measured from"),
                alt.Tooltip("days:Q", title="Days", format=",d"),
            ],
        )
    )


def _height_scale(values: pd.Series) -> alt.Scale:
    if values.nunique() == 1:  # Vega would divide nothing into ticks of six decimals
        return alt.Scale(domain=style.padded(float(values.iloc[0]), float(values.iloc[0])), zero=False)
    return alt.Scale(zero=False)


def _line(values: pd.Series, label: str) -> pd.DataFrame:
    """Return date, value, series and run of the drawn values; a run is what one line may connect."""
    values = values.dropna()
    days = pd.DatetimeIndex(values.index).to_numpy().astype("datetime64[D]").astype(int)
    run = np.concatenate([[0], np.cumsum(np.diff(days) >= _ISOLATED_DAYS)]) if len(days) else days
    keep = _extremes(values.to_numpy(), _MOST_POINTS)
    return pd.DataFrame(
        {
            "date": values.index[keep],
            "value": values.to_numpy(dtype="float32")[keep],
            "series": label,
            "run": run[keep].astype("int32"),
        }
    )


def _extremes(values: np.ndarray, most: int) -> np.ndarray:
    """Return the positions of the first, last, lowest and highest value of most / 4 equal stretches."""
    if len(values) <= most:
        return np.arange(len(values))
    keep = []
    for stretch in np.array_split(np.arange(len(values)), most // 4):
        inside = values[stretch]
        keep += [stretch[0], stretch[-1], stretch[inside.argmin()], stretch[inside.argmax()]]
    return np.unique(keep)


def _stretches(values: pd.Series) -> pd.DataFrame:
    """Return date, end and days of every run of missing calendar days; close ones are joined if many."""
    columns = {"date": "datetime64[s]", "end": "datetime64[s]", "days": "int32", "kind": "str"}
    if values.empty:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})
    missing = values.resample("D").mean().isna()
    days = np.flatnonzero(missing.to_numpy())
    apart = max(1, len(missing) // _MOST_STRETCHES) if len(days) > _MOST_STRETCHES else 1
    runs = np.split(days, np.flatnonzero(np.diff(days) > apart) + 1) if len(days) else []
    first = missing.index[0]
    return pd.DataFrame(
        {
            "date": [first + pd.Timedelta(days=int(run[0])) for run in runs],
            "end": [first + pd.Timedelta(days=int(run[-1]) + 1) for run in runs],
            "days": [len(run) for run in runs],
            "kind": "Not measured",
        }
    ).astype(columns)


def missing_by_month(frame: pd.DataFrame, *, title: str) -> Chart:
    """Draw the share of missing days of every column, month by month (year by year in long records).

    `frame` has a sorted DatetimeIndex; calendar days that are absent count as missing in every
    column. Months without a missing value are left empty.
    """
    names = style.distinct(frame.columns, 40)
    cells, ends, pattern = _missing_cells(frame, names)
    x = alt.X("start:T", axis=style.date_axis())
    heat = (
        Chart(cells)
        .mark_rect()
        .encode(
            x=x,
            x2="end:T",
            y=alt.Y(
                "column:N",
                scale=alt.Scale(domain=names, paddingInner=0.2),
                axis=style.name_axis(),
            ),
            color=alt.Color(
                "share:Q",
                scale=alt.Scale(domain=[0, 1]),
                legend=style.ramp_legend("Days missing", format=".0%"),
            ),
            tooltip=[
                alt.Tooltip("column:N", title="Column"),
                alt.Tooltip("start:T", title="Period", format=pattern),
                alt.Tooltip("share:Q", title="Days missing", format=".0%"),
            ],
        )
    )
    # Unseen marks at both ends keep the axis as long as the record; a domain of dates is refused beside x2.
    whole = Chart(ends).mark_rule(opacity=0, tooltip=None).encode(x=x)
    return marks.finished(marks.layered(whole, heat), title, max(40, 30 * len(names)))


def _missing_cells(frame: pd.DataFrame, names: list[str]) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """Return the months with missing values (start, end, column, share), both ends, and the date format."""
    if frame.empty:
        cells = pd.DataFrame({"start": frame.index, "end": frame.index, "column": "", "share": 0.0})
        return cells, pd.DataFrame({"start": frame.index}), "%Y"
    missing = frame.resample("D").mean().isna()
    by_month = len(missing) <= _MOST_MONTHS * 31
    share = missing.resample("MS" if by_month else "YS").mean()
    starts = pd.DatetimeIndex(share.index)
    next_starts = starts + (pd.offsets.MonthBegin() if by_month else pd.offsets.YearBegin())
    period, column = np.nonzero(share.to_numpy() > 0)
    cells = pd.DataFrame(
        {
            "start": starts[period],
            "end": next_starts[period],
            "column": [names[position] for position in column],
            "share": share.to_numpy(dtype="float32")[period, column],
        }
    )
    ends = pd.DataFrame({"start": [starts[0], next_starts[-1]]})
    return cells, ends, "%B %Y" if by_month else "%Y"


def seasonal_cycle(cycle: pd.DataFrame, unit: str, *, title: str) -> Chart:
    """Draw the year as it is on average: a line for the mean inside a band from low to high.

    `cycle` has the column month (1 to 12) or day_of_year (1 to 366), and mean, low and high in
    degrees `unit`.
    """
    style.require(cycle, ["mean", "low", "high"], "cycle")
    if "month" in cycle.columns:
        days, label = pd.to_datetime([f"2000-{int(month):02d}-15" for month in cycle["month"]]), "%B"
    elif "day_of_year" in cycle.columns:
        days = pd.Timestamp("1999-12-31") + pd.to_timedelta(cycle["day_of_year"].to_numpy(), unit="D")
        label = "%-d %B"
    else:
        raise ValueError("cycle lacks the column month or day_of_year.")
    degrees = style.unit_text(unit)
    data = style.light(
        pd.DataFrame(
            {"date": days, **{name: cycle[name].to_numpy(dtype=float) for name in ("mean", "low", "high")}}
        )
    )
    title_y = style.temperature_title(unit)
    months = alt.Axis(
        title=None,
        grid=False,
        tickCount={"interval": "month", "step": 1},
        labelExpr=f"width < {style.PHONE} ? timeFormat(datum.value, '%b')[0] : timeFormat(datum.value, '%b')",
        labelAlign="left",
        labelFlush=False,
        labelOverlap=False,
    )
    base = Chart(data).encode(
        x=alt.X("date:T", scale=alt.Scale(domain=_WHOLE_YEAR), axis=months),
        tooltip=[
            alt.Tooltip("date:T", title="Time of year", format=label),
            alt.Tooltip("mean:Q", title=f"Mean ({degrees})", format=".1f"),
            alt.Tooltip("low:Q", title=f"Low ({degrees})", format=".1f"),
            alt.Tooltip("high:Q", title=f"High ({degrees})", format=".1f"),
        ],
    )
    scale = alt.Scale(zero=False)
    colour = style.COLOURS["climatology"]
    band = base.mark_area(color=colour, opacity=style.BAND_OPACITY)
    points = alt.OverlayMarkDef(color=colour, size=30) if len(data) <= 12 else False
    line = base.mark_line(color=colour, strokeWidth=style.LINE_WIDTH, point=points)
    chart = marks.layered(
        band.encode(y=alt.Y("low:Q", title=title_y, scale=scale), y2="high:Q"),
        line.encode(y=alt.Y("mean:Q", title=title_y, scale=scale)),
    )
    return marks.finished(chart, title)
