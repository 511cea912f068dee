"""The weather regression of "Gradient Descent From Scratch In Python", replayed as it was published.

It does what this house would not: the target is the next row of the file, whatever its date, and gaps are
filled forward in the target too. That is what makes its numbers, so it is done here, and only here.
"""

import numpy as np
import pandas as pd

from gd_core.descent import GradientDescentRegressor
from gd_core.descent.lesson.published import Quoted
from gd_core.weather import Weather

SOURCE = "“Gradient Descent From Scratch In Python” (zero_to_gpt)"
COLUMNS = ("tmax", "tmin", "rain", "tmax_tomorrow")
ROWS = 13_509
FILE = (
    f"the weather file of the tutorial {SOURCE}: Oakland, 1970 to 2022, {ROWS:,} days with the columns "
    f"{', '.join(COLUMNS)}"
)
ABOUT = (
    "Its 50,000 updates on three raw columns are replayed as they were published: rows in the order of the "
    "file, the next row as tomorrow, gaps filled with the day before, a rate of 0.0001 on half our gradient."
)
EPOCHS = 50_000
RATE = 1e-4 / 2.0  # the tutorial's, whose gradient leaves the factor 2 out
_VALIDATION = {
    1: "297.27540770706065",
    10_001: "22.647249675483117",
    20_001: "22.613777406314743",
    30_001: "22.581085439005864",
    40_001: "22.549154158580198",
}
_WEIGHTS = ("0.79210427", "0.2450347", "-0.06038591")
_INTERCEPT = "1.12700385"
_TEST = "23.335214564774653"


def missing(weather: Weather) -> str | None:
    """What keeps ``weather`` from being the tutorial's record; None if it is that."""
    if set(COLUMNS) <= set(weather.frame.columns) and len(weather.frame) == ROWS:
        return None
    return f"This needs {FILE}. Choose it in the sidebar as your own file."


def replay(weather: Weather) -> list[Quoted]:
    """All 50,000 epochs on the tutorial's record, its printed numbers beside ours.

    Raises ValueError if the record is another one.
    """
    problem = missing(weather)
    if problem:
        raise ValueError(problem)
    X, y = _rows(weather.frame)
    first, second = int(0.7 * len(y)), int(0.85 * len(y))
    k = np.sqrt(1.0 / 3.0)
    start = np.random.RandomState(0).rand(3, 1)[:, 0] * 2.0 * k - k
    model = GradientDescentRegressor(learning_rate=RATE, max_iter=EPOCHS, tol=None, standardize=False).fit(
        X[:first],
        y[:first],
        validation_data=(X[first:second], y[first:second]),
        coef_init=start,
        intercept_init=2.0 * k - k,
    )
    losses = model.history_["validation_loss"]
    test = float(np.mean((model.predict(X[second:]) - y[second:]) ** 2))
    return [
        *(
            Quoted(f"Validation loss after {updates:,} update{'s' * (updates > 1)}", printed, losses[updates])
            for updates, printed in _VALIDATION.items()
        ),
        *(
            Quoted(f"Weight of {name}", printed, float(weight))
            for name, printed, weight in zip(COLUMNS, _WEIGHTS, model.coef_, strict=False)
        ),
        Quoted("Intercept", _INTERCEPT, float(model.intercept_)),
        Quoted("Test loss", _TEST, test),
    ]


def _rows(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Predictors (n, 3) and target (n,) in the order of the file, gaps filled forward."""
    filled = frame[list(COLUMNS)].ffill().to_numpy()
    return np.ascontiguousarray(filled[:, :3]), filled[:, 3]
