"""The address of a page's state: what a link can carry, and the widgets that follow it.

In: label, options and default of a widget, and the parameter of the address that is also its key. Out: the
widget's value, never empty. Every widget whose value belongs in a link is made here, so that all pages speak
one language: a parameter that is not in `PARAMETERS` is refused, and a value that equals the default leaves
the address. Labels of options stand in links: to change one is to break the links that name it.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from math import isfinite
from typing import Any, TypeVar
from urllib.parse import quote, unquote

import streamlit as st

T = TypeVar("T")

PARAMETERS = {
    "the record": "data file town station degrees unit dates",
    "the forecast": "target predictors start_from features lags waves history horizon fill level interval",
    "split": "split parts",
    "charts that play": "speed",
    "the descent": "method batch_size update momentum epochs auto rate start seed standardise ridge",
    "Forecast": "what_if",
    "Verdict": "scores backtest_window refit residuals",
    "Data": "look_at",
    "Loss surface": "across up held runs from_x from_y slice slices",
    "Learning rates": "compare added along accuracy tutorial",
    "Step by step": "points true_b true_w n noise draw share predictor scale rows few lr passes at open "
    "slopes distances published",
    "One variable": "f a b expression x0 eta steps duals table",
}
"""Where a parameter is used -> its parameters, blanks between them."""

KNOWN = frozenset(name for names in PARAMETERS.values() for name in names.split())
WIDE: dict[str, Any] = {"width": "stretch"}


def bound(widget: Callable[..., Any], label: str, *values: Any, key: str, **options: Any) -> Any:
    """A widget of Streamlit with these ``values`` and ``options``, bound to the parameter ``key``.

    Raises KeyError for a parameter that `PARAMETERS` does not have.
    """
    if key not in KNOWN:
        raise KeyError(f"{key!r} is no parameter of the address: name it in PARAMETERS.")
    return widget(label, *values, key=key, bind="query-params", **options)


def said_of(parameter: str) -> dict[str, float | None]:
    """Numbers by name that the address gives in one parameter, None for "none"; nonsense is left out.

    "wind:3.5,temp_max:" says that there is wind, and no temp_max.
    """
    found: dict[str, float | None] = {}
    for pair in st.query_params.get(parameter, "").split(","):
        name, colon, number = pair.rpartition(":")
        with suppress(ValueError):
            value = float(number) if number else None
            if colon and (value is None or isfinite(value)):
                found[unquote(name)] = value
    return found


def say_of(parameter: str, numbers: Mapping[str, float | None]) -> None:
    """Put ``numbers`` into one parameter of the address (see `said_of`), which leaves it without any."""
    if parameter not in KNOWN:
        raise KeyError(f"{parameter!r} is no parameter of the address: name it in PARAMETERS.")
    as_text = {name: "" if number is None else f"{number:.6g}" for name, number in numbers.items()}
    text = ",".join(f"{quote(name, safe='')}:{number}" for name, number in as_text.items())
    if not text:
        st.query_params.pop(parameter, None)
    elif st.query_params.get(parameter) != text:
        st.query_params[parameter] = text


def choice(
    label: str, options: Mapping[T, str], *, key: str, help: str, default: T | None = None, **look: Any
) -> T:
    """One of ``options`` (value -> label) as buttons, the first of them unless there is a ``default``."""
    first = next(iter(options)) if default is None else default
    chosen: T | None = bound(
        st.segmented_control,
        label,
        list(options),
        default=first,
        required=True,
        format_func=options.__getitem__,
        key=key,
        help=help,
        **look,
    )
    return first if chosen is None else chosen  # a link with an empty parameter chooses nothing


def number(
    label: str,
    default: float,
    *,
    key: str,
    help: str,
    step: float,
    limits: tuple[float | None, float | None] = (None, None),
) -> float:
    """A number of any size within ``limits``, shown with all the digits that were typed."""
    entered: float = bound(
        st.number_input, label, *limits, default, step=step, format="%g", key=key, help=help
    )
    return entered


def whole_number(
    label: str, default: float, *, key: str, help: str, limits: tuple[float, float], step: float = 1.0
) -> int:
    """A whole number within ``limits``; of float type: the integer input fails on a link with "1e400"."""
    low, high = map(float, limits)
    entered: float = bound(
        st.number_input, label, low, high, float(default), step=float(step), format="%.0f", key=key, help=help
    )
    return round(entered)
