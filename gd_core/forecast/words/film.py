"""What the film of a descent is told with: its coefficients in degrees, and words above each picture."""

import pandas as pd

from gd_core.forecast.result import Result
from gd_core.forecast.words.phrases import rounded
from gd_core.weather.report import counted


def coefficients(result: Result) -> pd.DataFrame:
    """A row for each term: term, goal (that of least squares), at (one value for each recorded epoch).

    Each coefficient times the typical size of its term: so many degrees does it move the forecast on a
    typical day, whatever the unit of the term.
    """
    replay, terms = result.replay, result.coefficients.iloc[:-1]
    goal = terms["least_squares_standardised"].to_numpy()
    # Without the comma, a line of such names does not read as a list.
    names = [text.replace(", ", " ", 1) if ", above" in text else text for text in terms["term"]]
    return pd.DataFrame({"term": names, "goal": goal, "at": list((replay.coef * replay.size).T)})


def captions(result: Result) -> tuple[tuple[str, str], ...]:
    """Title of each of the three pictures, and what stands below it."""
    settings, unit = result.settings, result.unit
    start = "“as today”" if settings.start_from == "today" else f"0 °{unit}"
    begins = f" At epoch 0: {start}." if settings.init == "zeros" else ""
    days, batch = result.rows["train"], settings.batch_size
    corrections = counted(-(-days // batch) if batch else 1, "correction")
    return (
        ("Forecasts of days it never saw", f"Line: forecast (°{unit}). Dots: what came.{begins}"),
        ("Coefficients", "Each epoch nudges them the way the loss falls. Rings: least squares."),
        ("Loss", f"Mean squared error (°{unit}²). Epoch: all {counted(days, 'day')}, {corrections}."),
    )


def how_it_goes(result: Result) -> str:
    """What gradient descent does here, and what the film has to do with tomorrow's forecast."""
    test = result.predictions.index[result.predictions["part"] == "test"]
    said = (
        "Gradient descent starts at epoch 0 and corrects all coefficients a little at every epoch, each the "
        "way in which the error on the training days falls fastest, until they are as good as they can be."
    )
    where = "other days" if result.settings.split == "random" else "days after them"
    shown = f"The film is that of {counted(result.rows['train'], 'training day')}, watched on {where}"
    if result.replay.validation_loss[-1] < result.replay.loss[-1]:
        shown = f"The validation days were easier: their loss is the lower one. {shown}"
    if result.issued.learned_until >= test.max():
        return f"{said} {shown}; tomorrow's forecast comes from the same descent on all days."
    return f"{said} {shown}; tomorrow's forecast comes from its last epoch."


def in_words(result: Result) -> str:
    """What the film shows, for those who cannot see it: how far the loss falls, in how many epochs."""
    loss, last = result.replay.loss, counted(result.model.n_iter_, "epoch")
    falls = f"The loss goes from {rounded(loss[0])} to {rounded(loss[-1])} °{result.unit}² in {last}"
    return (
        "Film of the descent: forecasts beside what came, coefficients on their way to those of least "
        f"squares, and the loss. {falls}; that of least squares is {rounded(result.floor['train'])}."
    )
