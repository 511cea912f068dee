"""Numbers that stand for a missing value are found, and no real value is ever taken for one."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gd_core.weather.numbers.missing_numbers import digits_of, find_markers, take_markers_out


def values_of(role: str, n: int = 400, seed: int = 0) -> np.ndarray:
    """Plausible weather: temperatures in °C, amounts of rain in mm, and so on."""
    random = np.random.default_rng(seed)
    made = {
        "temperature": 12 + 11 * np.sin(np.arange(n) / 58) + random.normal(0, 4, n),
        "precipitation": np.where(random.random(n) < 0.6, 0, random.gamma(0.7, 9, n)),
        "snow": np.where(random.random(n) < 0.8, 0, random.gamma(1, 20, n)),
        "wind": random.gamma(3, 1.5, n),
        "humidity": np.clip(random.normal(70, 15, n), 5, 100),
        "pressure": random.normal(1013, 9, n),
        "radiation": random.gamma(4, 40, n),
        "cloud": random.integers(0, 9, n).astype(float),
        "other": random.normal(0, 5, n),
    }
    return np.round(made[role], 1)


ROLES = (
    "temperature",
    "precipitation",
    "snow",
    "wind",
    "humidity",
    "pressure",
    "radiation",
    "cloud",
    "other",
)


def with_some(values: np.ndarray, marker: float, times: int) -> np.ndarray:
    values = values.copy()
    values[np.linspace(3, len(values) - 4, times).astype(int)] = marker
    return values


@pytest.mark.parametrize(
    ("digits", "values"),
    [
        (5, (9999.9, -99999)),
        (4, (-9999, 8888, 99.99)),
        (3, (-999, 99.9, -888, -200, 32766)),
        (2, (-99, 99)),
        (0, (0, -1, 9.9, -9.9, 88, 98, 100, 200, 999.8, 1e300)),
    ],
)
def test_how_much_a_number_looks_like_a_marker(digits, values):
    assert {digits_of(value) for value in values} == {digits}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("marker", [-999, -9999, -999.9, 9999, 9999.9, -99999, 32766])
@pytest.mark.parametrize("times", [2, 30])
def test_a_common_marker_is_found_in_every_kind_of_column(role, marker, times):
    (found,) = find_markers(with_some(values_of(role), marker, times), role)
    assert (found.value, found.times, found.certain) == (marker, times, True)
    assert (found.low, found.high) == (values_of(role).min(), values_of(role).max()) or times == 30


@pytest.mark.parametrize(
    ("role", "marker", "times"),
    [
        ("temperature", -999, 1),
        ("temperature", 999.9, 1),
        ("temperature", -99.9, 1),
        ("temperature", -99, 1),
        ("temperature", 99.9, 2),
        ("temperature", -200, 5),
        ("temperature", 500, 4),  # no known marker, but no temperature either
        ("temperature", -60, 9),
        ("precipitation", -99, 3),
        ("precipitation", 8888, 3),
        ("precipitation", -999, 1),
        ("humidity", 999, 1),
        ("wind", 99.9, 4),
        ("wind", -99, 3),
        ("pressure", 0, 5),
        ("pressure", -999, 1),
        ("other", -200, 4),
        ("other", -9999, 1),
    ],
)
def test_markers_by_what_the_column_holds(role, marker, times):
    assert [m.value for m in find_markers(with_some(values_of(role), marker, times), role)] == [marker]


@pytest.mark.parametrize(
    ("role", "value", "times"),
    [
        ("temperature", -1, 30),
        ("temperature", 0, 30),
        ("temperature", -30, 1),
        ("temperature", 60, 2),  # a slip of the pen: odd, and no marker
        ("precipitation", 99, 1),
        ("precipitation", 150, 3),
        ("snow", 99, 3),
        ("wind", 30, 2),
        ("humidity", 99, 50),
        ("humidity", 100, 50),
        ("radiation", 999, 1),
        ("cloud", 9, 40),
        ("other", 99, 4),
        ("other", -20, 5),
    ],
)
def test_real_values_are_no_markers(role, value, times):
    assert find_markers(with_some(values_of(role), value, times), role) == []


def test_hot_days_in_fahrenheit_are_no_markers():
    summer = np.round(1.8 * values_of("temperature") + 55, 0)
    assert find_markers(with_some(summer, 99, 5), "temperature") == []
    assert [m.value for m in find_markers(with_some(summer, -99, 5), "temperature")] == [-99]


def test_tenths_are_no_markers():
    tenths = np.round(10 * values_of("temperature"))
    assert find_markers(with_some(tenths, -99, 1), "temperature") == []
    assert [m.value for m in find_markers(with_some(tenths, -999, 3), "temperature")] == [-999]


def test_several_markers_in_one_column_and_a_column_of_one():
    values = with_some(with_some(values_of("temperature"), -999, 6), 9999, 3)
    assert {m.value for m in find_markers(values, "temperature")} == {-999, 9999}
    (found,) = find_markers(np.full(50, -999.0), "wind")
    assert np.isnan(found.low)
    assert find_markers(np.full(50, -5.0), "wind") == []
    assert find_markers(np.full(50, np.nan), "wind") == []
    assert find_markers(np.array([]), "wind") == []


def test_helpers_are_left_alone():
    assert find_markers(with_some(np.arange(400.0), -999, 5), "number") == []


def test_a_marker_of_one_column_is_known_in_the_others():
    names, roles = ["T", "CO"], ["temperature", "other"]
    co = np.round(np.linspace(0, 1000, 400), 0)
    assert find_markers(with_some(co, -200, 1), "other")  # below 0 where nothing else is
    drift = np.round(np.linspace(-150, 150, 400), 0)
    alone = with_some(drift, -250, 1)
    arrays = [with_some(values_of("temperature"), -250, 5), alone]
    decisions = take_markers_out(arrays, names, roles)
    assert np.isnan(arrays[0]).sum() == 5
    assert np.isnan(arrays[1]).sum() == 1
    (decision,) = decisions
    assert decision.data == {"value": -250, "counts": {"T": 5, "CO": 1}}
    assert decision.line().startswith(
        '-250 stands for a missing value (assumed: 6 cells of "T", "CO"; all other'
    )


def test_many_columns_make_one_decision():
    arrays = [with_some(values_of("wind", seed=seed), -999, 4) for seed in range(100)]
    (decision,) = take_markers_out(arrays, [f"w{i}" for i in range(100)], ["wind"] * 100)
    assert '400 cells of "w0", "w1"' in decision.line()
    assert "and 92 more" in decision.line()


@pytest.mark.parametrize(
    ("role", "taken"), [("precipitation", True), ("radiation", True), ("temperature", False)]
)
def test_an_amount_of_minus_one_is_a_trace(role, taken):
    values = with_some(values_of(role), -1, 7)
    before = values.copy()
    decisions = take_markers_out([values], ["x"], [role])
    assert [d.topic for d in decisions] == ["trace"] * taken
    np.testing.assert_array_equal(values, np.where(before == -1, 0, before) if taken else before)


@given(
    st.sampled_from(ROLES),
    st.integers(0, 1000),
    st.sampled_from([1.0, 10.0, 1.8]),
    st.integers(30, 400),
)
def test_plausible_weather_keeps_every_value(role, seed, scale, n):
    values = np.round(values_of(role, n, seed) * scale, 1)
    second, highest = np.unique([0.0, 0.1, *values])[-2:]
    # By accident, 88.8 cm of snow may stand far above all others: then nobody can tell.
    assume(digits_of(highest) == 0 or highest <= 4 * second)
    before = values.copy()
    take_markers_out([values], ["x"], [role])
    np.testing.assert_array_equal(values, before)


@given(
    st.lists(st.floats(allow_nan=True, allow_infinity=False, width=32), max_size=60), st.sampled_from(ROLES)
)
def test_whatever_the_numbers_are_only_the_outermost_are_markers(numbers, role):
    rest = np.array(numbers)
    for marker in find_markers(rest, role):
        assert marker.value in (np.nanmin(rest), np.nanmax(rest))
        assert (rest == marker.value).sum() == marker.times
        rest = rest[rest != marker.value]
