"""Skill with its interval, the test of Diebold and Mariano, and the words for both."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from gd_core import run_experiment
from gd_core.forecast.judge import skill
from gd_core.forecast.judge.autocorrelation import standard_error
from gd_core.forecast.judge.bootstrap import block_length, resampled_sums
from gd_core.forecast.judge.skill import CONFIDENCE, diebold_mariano, finding, skills
from gd_core.forecast.words import verdict
from tests.forecast.plain_regression import plain


@pytest.fixture(scope="module")
def result(seattle):
    return run_experiment(seattle, plain())


@pytest.fixture(scope="module")
def table(result):
    return skill.of_result(result)


def of(table, model, reference, part="test"):
    rows = table[(table["model"] == model) & (table["reference"] == reference) & (table["part"] == part)]
    assert len(rows) == 1
    return rows.iloc[0]


def test_skills_are_those_of_the_metrics(result, table):
    assert len(table) == 2 * 2 * 3
    metrics = result.metrics.set_index(["model", "part"])
    for row in table.itertuples():
        expected = metrics.loc[(row.model, row.part), f"skill_{row.reference}"]
        assert row.skill == pytest.approx(expected, abs=1e-12)
        assert row.low < row.skill < row.high


def test_the_interval_is_that_of_resampling_rows_one_by_one(result, table):
    days = result.predictions.query("part == 'test'")
    ours, theirs = (((days[m] - days["actual"]) ** 2).to_numpy() for m in ("gradient_descent", "persistence"))
    row, n, random = of(table, "gradient_descent", "persistence"), len(days), np.random.default_rng(11)
    found = []
    for _ in range(4000):
        starts = random.integers(0, n, -(-n // row["block"]))
        drawn = np.concatenate([(start + np.arange(row["block"])) % n for start in starts])[:n]
        found.append(1 - ours[drawn].mean() / theirs[drawn].mean())
    # A quantile near the tail of 2,000 draws has an error of about 4% of the interval's width; three of them.
    tolerance = 0.12 * (row["high"] - row["low"])
    assert [row["low"], row["high"]] == pytest.approx(np.quantile(found, [0.025, 0.975]), abs=tolerance)


def test_blocks_are_those_of_what_moves_the_ratio_of_two_errors():
    """To first order a ratio a / b moves with a - (a / b) b: a long memory that both errors share is no
    reason for long blocks."""
    days, random = pd.date_range("2001-01-01", periods=1000), np.random.default_rng(5)
    shared = random.normal(size=1000)
    for day in range(1, 1000):
        shared[day] += 0.95 * shared[day - 1]
    columns = ["gradient_descent", "least_squares", "persistence", "climatology", "damped_anomaly"]
    errors = pd.DataFrame({name: shared + random.normal(0, 0.3, 1000) for name in columns}, index=days)
    errors[columns[2:]] *= 1.1
    found = skills(errors.assign(part="test", actual=0.0))
    squares = errors**2
    ratios = [(a, b, squares[a].mean() / squares[b].mean()) for a in columns[:2] for b in columns[2:]]
    lengths = [block_length(days, (squares[a] - ratio * squares[b]).to_numpy()) for a, b, ratio in ratios]
    assert set(found["block"]) == {max(lengths)}
    assert max(lengths) < block_length(days, squares["persistence"].to_numpy()) / 2


def dependent_losses(random, n):
    """Squared errors of two forecasts with autocorrelated, correlated errors; their true skill is 0.2."""
    noise = random.normal(size=(n + 50, 2))
    errors = np.zeros_like(noise)
    for day in range(1, n + 50):
        errors[day] = 0.4 * errors[day - 1] + noise[day]
    first, second = errors[50:].T
    return 0.8 * first**2, (0.8 * first + 0.6 * second) ** 2


def test_intervals_hold_the_true_skill_about_as_often_as_they_say():
    days, held = pd.date_range("2001-01-01", periods=400), 0
    for seed in range(300):
        ours, theirs = dependent_losses(np.random.default_rng(seed), 400)
        estimate = 1 - ours.sum() / theirs.sum()
        block = block_length(days, ours - (1 - estimate) * theirs)
        sums = resampled_sums(days, np.column_stack([ours, theirs]), block, resamples=500, seed=seed)
        low, high = np.quantile(1 - sums[:, 0] / sums[:, 1], [0.025, 0.975])
        held += low <= 0.2 <= high
    # 95% are promised; 300 trials have a standard error of 1.3 points, and block bootstraps of 400 days
    # with dependence fall short by two or three.
    assert 0.90 <= held / 300 <= 0.985


def test_diebold_mariano_is_the_published_formula():
    random, n, h = np.random.default_rng(3), 120, 4
    days = pd.date_range("2001-01-01", periods=n)
    ours, theirs = random.chisquare(2, (2, n))
    found = diebold_mariano(days, ours, theirs, h)
    d = theirs - ours
    lags = max(int(4 * (n / 100) ** (2 / 9)), h - 1)
    gamma = [np.sum((d[k:] - d.mean()) * (d[: n - k] - d.mean())) / n for k in range(lags + 1)]
    variance = gamma[0] + 2 * sum((1 - k / (lags + 1)) * gamma[k] for k in range(1, lags + 1))
    corrected = np.sqrt((n + 1 - 2 * h + h * (h - 1) / n) / n) * d.mean() / np.sqrt(variance / n)
    assert found.statistic == pytest.approx(corrected, rel=1e-12)
    assert found.p_value == pytest.approx(2 * (1 - stats.t(n - 1).cdf(abs(corrected))), rel=1e-9)
    turned = diebold_mariano(days, theirs, ours, h)
    assert (turned.statistic, turned.p_value) == (-found.statistic, found.p_value)


def test_diebold_mariano_knows_nothing_where_there_is_nothing_to_know():
    days = pd.date_range("2001-01-01", periods=20)
    same = np.arange(20.0)
    assert np.isnan(diebold_mariano(days, same, same).p_value)
    few = diebold_mariano(days[:2], np.array([1.0, 2.0]), np.array([2.0, 5.0]), 14)
    assert np.isnan(few.statistic) and np.isnan(few.p_value)


@pytest.mark.parametrize(("memory", "most"), [(0.0, 0.07), (0.4, 0.10)])
def test_equal_forecasts_are_rarely_told_apart(memory, most):
    days, rejected = pd.date_range("2001-01-01", periods=250), 0
    for seed in range(600):
        noise = np.random.default_rng(seed).normal(size=(300, 2))
        for day in range(1, 300):
            noise[day] += memory * noise[day - 1]
        losses = noise[50:] ** 2
        rejected += diebold_mariano(days, losses[:, 0], losses[:, 1]).p_value < 0.05
    # 5% are promised, with a standard error of 0.9 points; the kernel misses some of a longer memory.
    assert 0.03 <= rejected / 600 <= most


def test_a_clear_difference_is_seen():
    random = np.random.default_rng(0)
    days = pd.date_range("2001-01-01", periods=250)
    found = diebold_mariano(days, random.normal(0, 1, 250) ** 2, random.normal(0, 1.5, 250) ** 2)
    assert found.statistic > 4 and found.p_value < 1e-4


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((0.15, 0.12, 0.18, 0.001), "better"),
        ((-0.15, -0.18, -0.12, 0.001), "worse"),
        ((0.15, -0.01, 0.3, 0.001), "undecided"),  # the test alone
        ((0.15, 0.01, 0.3, 0.06), "undecided"),  # the interval alone
        ((0.15, 0.0, 0.3, 0.001), "undecided"),  # zero is in the interval, at either end
        ((-0.15, -0.3, 0.0, 0.001), "undecided"),
        ((0.15, 0.01, 0.3, 1.0 - CONFIDENCE), "undecided"),
        ((0.0, 0.0, 0.0, np.nan), "undecided"),
        ((0.15, np.nan, np.nan, np.nan), "unknown"),
        ((np.nan, np.nan, np.nan, np.nan), "unknown"),
    ],
)
def test_interval_and_test_have_to_agree(numbers, expected):
    assert finding(*numbers) == expected


def test_the_same_seed_gives_the_same_bits_and_another_one_nearly(result, table):
    again = skill.of_result(result)
    pd.testing.assert_frame_equal(again, table)
    other = skills(result.predictions, seed=1)
    assert not other["low"].equals(table["low"])
    assert other["low"].to_numpy() == pytest.approx(table["low"].to_numpy(), abs=0.04)


def made_up(*rows, days=2000, part="test"):
    """A table of skills: (reference, skill, low, high, p)."""
    return pd.DataFrame(
        [
            {
                "part": part, "model": "gradient_descent", "reference": reference, "days": days, "block": 9,
                "skill": s, "low": low, "high": high, "statistic": 1.0, "p_value": p,
                "finding": finding(s, low, high, p),
            }
            for reference, s, low, high, p in rows
        ]
    )  # fmt: skip


def test_the_verdict_says_what_differs_and_by_how_much():
    table = made_up(
        ("persistence", 0.151, 0.122, 0.179, 0.001),
        ("climatology", -0.30, -0.41, -0.004, 0.01),
        ("damped_anomaly", -0.02, -0.05, 0.0004, 0.2),
    )
    details = verdict.details(table)
    assert "“as today”: from 7% larger to 10% larger (95% interval)." in details
    assert "“between the two”: from 2% smaller to 0.02% larger (95% interval)." in details
    assert " A skill of 15% means that the typical error of “as today” is 9% larger." in verdict.how_judged(
        table
    )
    told = verdict.verdict(table)
    assert told == (
        "On 2,000 test days the forecast was better than “as today” (typical error 9% larger). It was worse "
        "than “as usual for the date” (typical error 12% smaller). It could not be told apart from “between "
        "the two”."
    )


def test_the_verdict_is_modest_where_nothing_is_known():
    nan = np.nan
    short = made_up(("persistence", 0.4, nan, nan, nan), ("climatology", -0.1, nan, nan, nan), days=12)
    assert verdict.verdict(short) == (
        "12 test days are too few to tell the forecast from simple ones: 30 are needed."
    )
    assert verdict.chart_title(short) == "Skill over simple forecasts"
    broken = made_up(("persistence", nan, nan, nan, nan), days=1)
    assert verdict.verdict(broken) == "On 1 test day the forecast cannot be compared with any other."
    mixed = made_up(("persistence", nan, nan, nan, nan), ("climatology", 0.2, 0.1, 0.3, 0.01))
    assert verdict.verdict(mixed).endswith("12% larger). It cannot be compared with “as today”.")
    assert verdict.verdict(mixed, "validation") == "There are no validation days to judge the forecast by."


def test_titles_count_what_is_beaten():
    better, worse, even = (
        ("persistence", 0.2, 0.1, 0.3, 0.01),
        ("climatology", -0.2, -0.3, -0.1, 0.01),
        ("damped_anomaly", 0.0, -0.1, 0.1, 0.9),
    )
    assert verdict.chart_title(made_up(better, better)) == "The regression beats all 2 simple forecasts"
    assert verdict.chart_title(made_up(better)) == "The regression beats the simple forecast"
    assert verdict.chart_title(made_up(better, worse, even)) == (
        "The regression beats 1 of 3 simple forecasts, and loses to 1"
    )
    assert verdict.chart_title(made_up(even)) == "The regression beats none of 1 simple forecast"


def test_how_it_is_judged_names_the_blocks(table):
    block = int(table.query("part == 'test'")["block"].max())
    assert f"2,000 resamples of the days in blocks of {block} days" in verdict.how_judged(table)
    few = made_up(("persistence", 0.4, np.nan, np.nan, np.nan)).assign(block=0)
    assert verdict.how_judged(few) == "Skill is the share of the squared error that is saved."


def test_the_readable_table_keeps_the_numbers(table):
    readable = verdict.readable(table)
    assert list(readable["Part"].unique()) == ["Test", "Validation"]
    first = of(table, "gradient_descent", "persistence")
    assert readable.iloc[0]["Skill"] == round(first["skill"], 3) and readable.iloc[0]["p"] == first["p_value"]
    assert readable.iloc[1]["Over"] == "“as usual for the date”"


def test_few_days_get_no_interval_and_a_runaway_forecast_no_skill(result):
    predictions = result.predictions
    test = predictions["part"] == "test"
    short = pd.concat([predictions[~test], predictions[test].head(29)])
    row = of(skills(short), "least_squares", "climatology")
    assert np.isfinite(row["skill"]) and np.isnan([row["low"], row["p_value"]]).all()
    wild = predictions.copy()
    wild.loc[test, "gradient_descent"] = 1e300
    row = of(skills(wild), "gradient_descent", "persistence")
    assert np.isnan(row["skill"]) and row["finding"] == "unknown"
    assert "cannot be compared" in verdict.verdict(skills(wild))


def test_a_perfect_reference_has_no_skill_to_compare_with(result):
    perfect = result.predictions.assign(persistence=result.predictions["actual"])
    row = of(skills(perfect), "gradient_descent", "persistence")
    assert np.isnan([row["skill"], row["low"]]).all() and row["finding"] == "unknown"
    assert of(skills(perfect), "gradient_descent", "climatology")["finding"] == "better"


def test_gaps_of_years_do_not_matter(result):
    moved = result.predictions.copy()
    dates = moved.index.to_series()
    dates[-100:] += pd.Timedelta(days=9000)
    moved.index = pd.DatetimeIndex(dates)
    found, expected = skills(moved), skills(result.predictions)
    assert found["skill"].to_numpy() == pytest.approx(expected["skill"].to_numpy(), abs=1e-12)
    assert found["low"].to_numpy() == pytest.approx(expected["low"].to_numpy(), abs=0.1)
    d = np.random.default_rng(0).normal(size=len(moved))
    assert standard_error(pd.DatetimeIndex(moved.index), d) > 0


@pytest.mark.parametrize("record", ["seattle", "station", "oakland"])
def test_on_every_record_the_forecast_beats_persistence_and_is_no_worse_than_any(record, request):
    found = skill.of_result(run_experiment(request.getfixturevalue(record), plain()))
    assert of(found, "gradient_descent", "persistence")["finding"] == "better"
    assert "worse" not in set(found["finding"])


def test_on_oakland_the_forecast_beats_the_damped_anomaly_for_sure(oakland):
    found = skill.of_result(run_experiment(oakland, plain()))
    row = of(found, "gradient_descent", "damped_anomaly")
    assert row["finding"] == "better" and 0.0 < row["low"] < row["skill"] < row["high"]
