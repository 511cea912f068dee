"""Long tables, grids of days by months, and the columns of several places side by side."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gd_core.weather import WeatherError, read_weather

DAYS = pd.date_range("2019-03-01", periods=150)


def wave(n, base=12.0, seed=0):
    random = np.random.default_rng(seed)
    return np.round(base + 8 * np.sin(np.arange(n) / 40) + random.normal(0, 1.5, n), 1)


TMAX, TMIN = wave(150, 18), wave(150, 6, 1)


def long_table(stations=("A",), *, element="element", value="value", scale=1.0, days=DAYS):
    rows = [
        (station, f"{day:%Y%m%d}", name, round(scale * number, 1))
        for station in stations
        for day, high, low in zip(days, TMAX, TMIN, strict=True)
        for name, number in (("TMAX", high), ("TMIN", low), ("PRCP", 1.0 * (day.day % 3)))
    ]
    return pd.DataFrame(rows, columns=["station", "date", element, value])


def csv(frame, **options):
    return frame.to_csv(index=False, **options).encode()


# --- long ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("element", "value"), [("element", "value"), ("datatype", "Wert"), ("attr", "x"), ("unknown", "valeur")]
)
def test_a_row_for_each_date_and_element(element, value):
    frame = long_table(element=element, value=value).drop(columns="station")
    weather = read_weather(csv(frame))
    assert weather.frame["TMAX"].tolist() == TMAX.tolist()
    assert weather.frame["TMIN"].tolist() == TMIN.tolist()
    assert weather.frame.index.tolist() == DAYS.tolist()
    assert weather.target == "TMAX"
    assert weather.report.about("shape")[0].line() == (
        f'A row for each date and element became a row for each date, with 3 columns ("{element}" names the '
        f'elements, "{value}" holds their values).'
    )


@pytest.mark.parametrize(
    ("element", "value", "separator"), [("attr", "value", ","), ("Element", "Wert", ";")]
)
@pytest.mark.parametrize("blanks", ["{} ", " {}", "{}\t"])
def test_elements_that_differ_by_blanks_are_one(element, value, separator, blanks):
    frame = long_table(element=element, value=value).drop(columns="station")
    some = np.arange(len(frame)) % 5 == 0
    frame.loc[some, element] = frame.loc[some, element].map(blanks.format)
    weather = read_weather(frame.to_csv(index=False, sep=separator).encode())
    assert weather.frame["TMAX"].tolist() == TMAX.tolist()
    assert [column.name for column in weather.columns] == ["TMAX", "TMIN", "PRCP"]


@settings(max_examples=25)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_rows_of_a_long_table_does_not_matter(random):
    lines = csv(long_table()).decode().splitlines()
    rows = lines[1:]
    random.shuffle(rows)
    frame = read_weather("\n".join([lines[0], *rows]).encode()).frame
    assert frame["TMAX"].tolist() == TMAX.tolist()


def test_a_long_table_of_several_stations():
    frame = pd.concat([long_table(["A"], days=DAYS)[:300], long_table(["B"])])
    weather = read_weather(csv(frame))
    assert weather.station == "B"
    assert weather.stations == (("A", 100), ("B", 150))
    assert weather.frame["TMAX"].tolist() == TMAX.tolist()
    assert len(read_weather(csv(frame), station="A").frame) == 100


def test_a_long_table_without_a_header_as_ghcn_daily_has_them_by_year():
    frame = long_table(["USW1", "USW2"], scale=10).assign(m="", q="", s="W", t=2400)
    weather = read_weather(csv(frame, header=False))
    assert weather.station == "USW1"
    np.testing.assert_allclose(weather.frame["TMAX"], TMAX)


def test_the_first_usable_value_of_an_element_is_kept():
    frame = long_table().drop(columns="station").astype({"value": object})
    again = frame.iloc[[0, 3]].assign(value=[55.5, 44.4])
    frame.loc[0, "value"] = "M"
    weather = read_weather(csv(pd.concat([frame, again])))
    assert weather.frame["TMAX"].iloc[0] == 55.5
    assert weather.frame["TMAX"].iloc[1] == TMAX[1]


def test_units_beside_the_elements():
    frame = long_table().assign(unit=["degF", "degF", "in"] * 150)
    weather = read_weather(csv(frame))
    assert weather.unit == "F"


def test_a_column_of_words_does_not_make_a_table_long():
    frame = pd.DataFrame({"date": DAYS, "sky": ["sun", "rain", "T"] * 50, "tmax": TMAX})
    weather = read_weather(csv(frame))
    assert weather.report.about("shape") == ()
    assert weather.frame["tmax"].tolist() == TMAX.tolist()


# --- grids -----------------------------------------------------------------------------------------------


def grid(years=(2000, 2001), missing=""):
    """A row for each year and day, months across, and the values by date."""
    days = pd.date_range(f"{years[0]}-01-01", f"{years[-1]}-12-31")
    by_day = pd.Series(wave(len(days)), index=days)
    rows = [
        [
            year,
            day,
            *(
                by_day.get(pd.Timestamp(year, month, day), missing)
                if day <= pd.Period(f"{year}-{month}").days_in_month
                else missing
                for month in range(1, 13)
            ),
        ]
        for year in years
        for day in range(1, 32)
    ]
    return rows, by_day


def test_a_grid_of_days_by_months_without_a_header():
    rows, by_day = grid(missing=-999)
    weather = read_weather("\n".join(" ".join(map(str, row)) for row in rows).encode())
    assert weather.frame.index.tolist() == by_day.index.tolist()
    assert weather.frame["value"].tolist() == by_day.tolist()
    assert weather.report.about("shape")[0].line() == (
        "A grid with 12 months across became 731 days (impossible dates such as 31 February left out)."
    )


@pytest.mark.parametrize(
    "names",
    [
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        "JAN FÉV MAR AVR MAI JUIN JUIL AOÛT SEPT OCT NOV DÉC",
    ],
)
def test_a_grid_with_names_of_months(names):
    rows, by_day = grid()
    weather = read_weather(csv(pd.DataFrame(rows, columns=["Year", "Day", *names.split()])))
    assert weather.frame["value"].tolist() == by_day.tolist()


def test_a_grid_with_days_across():
    rows, by_day = grid()
    across = [
        [year, month, *(row[1 + month] for row in rows if row[0] == year)]
        for year in (2000, 2001)
        for month in range(1, 13)
    ]
    weather = read_weather(
        csv(pd.DataFrame(across, columns=["year", "month", *(f"d{d}" for d in range(1, 32))]))
    )
    assert weather.frame.index.tolist() == by_day.index.tolist()
    assert weather.frame["value"].tolist() == by_day.tolist()


def grid_of_elements(stations=("S1",), missing=(), cell="VALUE{}", mark="MFLAG{}"):
    """A row for each station, month and element, 31 days across with a mark behind each; and TMAX by date."""
    days = pd.date_range("2000-01-01", "2001-12-31")
    by_day = pd.Series(wave(len(days)), index=days)
    rows = []
    for station in stations:
        for month in pd.period_range("2000-01", "2001-12", freq="M"):
            for element in ("PRCP", "TMAX", "TMIN"):
                if (element, str(month)) in missing:
                    continue
                row = {"id": station, "year": month.year, "month": month.month, "element": element}
                for day in range(1, 32):
                    known = day <= month.days_in_month
                    value = by_day.get(pd.Timestamp(month.year, month.month, day)) if known else None
                    less = {"TMIN": 6, "PRCP": value}.get(element, 0)
                    row[cell.format(day)] = None if value is None else round(value - less, 1)
                    row[mark.format(day)] = " " if day % 2 else "E"
                rows.append(row)
    return pd.DataFrame(rows), by_day


@pytest.mark.parametrize(
    ("cell", "mark", "separator"),
    [
        ("VALUE{}", "MFLAG{}", ","),
        ("Tag {}", "Q{}", ";"),
        ("day_{:02}", "flag_{:02}", "\t"),
        ("D{}", "M{}", ","),
    ],
)
def test_a_grid_of_days_with_marks_and_elements(cell, mark, separator):
    table, by_day = grid_of_elements(cell=cell, mark=mark)
    weather = read_weather(table.to_csv(index=False, sep=separator, na_rep="NA").encode())
    assert weather.target == "TMAX"
    assert weather.frame.index.tolist() == by_day.index.tolist()
    assert weather.frame["TMAX"].tolist() == by_day.tolist()
    assert weather.frame["TMIN"].tolist() == (by_day - 6).round(1).tolist()


def test_a_grid_of_elements_and_stations_reads_one_station():
    table, by_day = grid_of_elements(stations=("Aa", "Bb"))
    weather = read_weather(csv(table))
    assert [name for name, _ in weather.stations] == ["Aa", "Bb"]
    assert weather.frame["TMAX"].tolist() == by_day.tolist()


def test_months_of_a_grid_without_the_temperature_are_left_out_and_said():
    table, by_day = grid_of_elements(missing=[("TMAX", "2000-03")])
    weather = read_weather(csv(table))
    assert weather.frame["TMAX"].tolist() == by_day[by_day.index.strftime("%Y-%m") != "2000-03"].tolist()
    assert '1 month without a row of "TMAX" left out.' in weather.report.lines()


def test_a_missing_value_in_a_grid_keeps_its_day():
    rows, by_day = grid(missing=-999)
    rows[9][2] = -999  # 2000-01-10
    weather = read_weather("\n".join(" ".join(map(str, row)) for row in rows).encode())
    assert weather.frame.index[weather.frame["value"].isna()].tolist() == [pd.Timestamp("2000-01-10")]
    assert len(weather.frame) == len(by_day)


def test_a_row_for_each_year_with_months_across_is_monthly():
    rows = [[year, *wave(12, seed=year)] for year in range(1900, 1990)]
    names = ["Year", *["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]]
    with pytest.raises(WeatherError, match='The dates in column "Year" are years'):
        read_weather(csv(pd.DataFrame(rows, columns=names)))


# --- places side by side ---------------------------------------------------------------------------------


def wide(places=("OSLO", "DE_BILT", "ROMA"), pattern="{place}_{quantity}"):
    columns = {"DATE": DAYS.strftime("%Y%m%d"), "MONTH": DAYS.month}
    for number, place in enumerate(places):
        for quantity, base in (("humidity", 60), ("temp_mean", 10), ("temp_max", 15)):
            columns[pattern.format(place=place, quantity=quantity)] = wave(150, base + number, number)
    return pd.DataFrame(columns)


@pytest.mark.parametrize("pattern", ["{place}_{quantity}", "{place} {quantity}", "{quantity}.{place}"])
def test_the_first_of_several_places_with_a_maximum_is_read(pattern):
    frame = wide(pattern=pattern)
    weather = read_weather(csv(frame))
    assert weather.station == "OSLO"
    assert weather.stations == (("OSLO", 150), ("DE_BILT", 150), ("ROMA", 150))
    assert weather.target == pattern.format(place="OSLO", quantity="temp_max")
    assert {name for name in weather.predictors if "ROMA" in name} == set()
    assert set(weather.predictors) > {weather.target}
    (decision,) = weather.report.about("station")
    assert decision.line() == (
        'Of 3 places side by side ("OSLO", "DE_BILT", "ROMA"), "OSLO" is read (assumed: the first in the '
        "file)."
    )


def test_another_place_can_be_asked_for_by_its_name_or_its_column():
    data = csv(wide())
    assert read_weather(data, station="DE_BILT").target == "DE_BILT_temp_max"
    assert read_weather(data, target="ROMA_temp_mean").station == "ROMA"
    with pytest.raises(
        WeatherError, match='There is no station "Rome"; the file has "OSLO", "DE_BILT", "ROMA"'
    ):
        read_weather(data, station="Rome")


def test_a_column_for_each_city():
    cities = ["Vancouver", "Portland", "Miami", "Denver", "Boston"]
    shared_season = wave(150, 0, 9)
    frame = pd.DataFrame(
        {"datetime": DAYS} | {c: shared_season + wave(150, 285, i) for i, c in enumerate(cities)}
    )
    weather = read_weather(csv(frame))
    assert (weather.station, weather.target) == ("Vancouver", "Vancouver")
    assert [name for name, _ in weather.stations] == cities
    assert read_weather(csv(frame), station="Miami").target == "Miami"


def test_maximum_mean_and_minimum_under_unknown_names_are_no_places():
    middle = wave(150)
    frame = pd.DataFrame({"date": DAYS, "aa": middle - 5, "bb": middle, "cc": middle + 5, "dd": middle - 9})
    try:
        weather = read_weather(csv(frame))
    except WeatherError:
        return  # it may be refused, but is not taken for places
    assert weather.stations == ()


@pytest.mark.parametrize("prefixes", [("soil", "air"), ("max", "min"), ("Rec", "Norm")])
def test_kinds_of_temperature_are_no_places(prefixes):
    columns = {f"{prefix}_temp": wave(150, seed=i) for i, prefix in enumerate(prefixes)}
    frame = pd.DataFrame({"date": DAYS, "tmax": TMAX} | columns)
    assert read_weather(csv(frame)).stations == ()
