"""How far ahead the regression sees, in sentences."""

import pandas as pd

from gd_core.forecast.evaluation import REFERENCES


def title(table: pd.DataFrame) -> str:
    """Up to how many days ahead the regression beats “as usual for the date” beyond chance."""
    normal = table[table["model"] == "climatology"].sort_values("horizon")
    unbeaten = normal.loc[normal["finding"] != "better", "horizon"]
    last = int(unbeaten.min()) - 1 if len(unbeaten) else int(normal["horizon"].max())
    if last == 0:
        return "Not even for tomorrow does the regression beat “as usual for the date”"
    days = "for tomorrow alone" if last == 1 else f"up to {last} days ahead"
    return f"The regression knows more than the season {days}"


def explanation(table: pd.DataFrame) -> str:
    """What the lines are, and what becomes of each reference far ahead."""
    beaten = {
        name: table.loc[(table["model"] == name) & (table["finding"] == "better"), "horizon"].tolist()
        for name in REFERENCES
    }
    persistence, damped = len(beaten["persistence"]), len(beaten["damped_anomaly"])
    count = table["horizon"].nunique()
    return (
        "The regression is fitted anew for each number of days, by least squares, and scored on the test "
        f"days. Beyond chance it beats “as today” at {persistence} of {count} horizons and “between "
        f"the two” at {damped}; where a band holds zero, the two cannot be told apart."
    )
