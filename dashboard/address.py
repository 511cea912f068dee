"""The address of a page's state: what a link can carry, and the widgets that follow it.

In: label, options and default of a widget, and the parameter of the address that is also its key. Out: the
widget's value, never empty. Every widget whose value belongs in a link is made here, so that all pages speak
one language: a parameter that is not in `PARAMETERS` is refused, and a value that equals the default leaves
the address. Labels of options stand in links: to change one is to break the links that name it.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import streamlit as st

T = TypeVar("T")

PARAMETERS = {
    "the record": "data file station degrees unit dates",
    "the forecast": "target predictors start_from features lags waves history horizon fill level interval",
    "split": "split parts",
    "the descent": "method batch_size update momentum epochs auto rate start seed standardise ridge",
    "Forecast": "scores backtest_window refit residuals loss_axis coefficients",
    "Loss surface": "across up held runs from_x from_y slice",
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
