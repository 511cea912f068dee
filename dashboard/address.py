"""The address of a page's state: what a link can carry, and the widgets that follow it.

In: label, options and default of a widget, and the parameter of the address that is also its key. Out: the
widget's value, never empty. Every widget whose value belongs in a link is made here, so that all pages speak
one language: a parameter that is not in `PARAMETERS` is refused, and a value that equals the default leaves
the address. Labels of options stand in links: to change one is to break the links that name it.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from math import isfinite
from typing import Any, TypeVar
from urllib.parse import quote, unquote

import streamlit as st

T = TypeVar("T")

PARAMETERS = {
    "the record": "data file town of station degrees unit dates",
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
    "Stations": "stations over least find seen",
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
    if key in st.session_state:
        _mend(key, _default(values, options), options.get("format_func", str))
    return widget(label, *values, key=key, bind="query-params", **options)


def _mend(key: str, default: Any, as_label: Callable[[Any], Any]) -> None:
    """Where the address no longer says what the widget says, it follows.

    Whatever a run of the script writes into the address, Streamlit sends as the whole of it, as it was when
    the run began: a control that was moved meanwhile is lost from it, or is said to be where it was. The
    widget itself still knows. What the address says and has not said lately is of a link, and holds.
    """
    value, shown = st.session_state[key], st.query_params.get_all(key)
    lately: dict[str, list[list[str]]] = st.session_state.setdefault("address lately", {})
    before = lately.get(key, [])
    if shown not in before:
        lately[key] = [*before[-1:], shown]
    if value is None or (shown and shown not in before):
        return
    several = isinstance(value, Sequence) and not isinstance(value, str)
    values = list(value) if several else [value]
    same = default is not None and value == (type(value)(default) if several else default)
    if same:
        agree = not shown
    else:
        agree = len(shown) == len(values) and all(map(_says, shown, values, map(as_label, values)))
    if not agree and not (same and shown == [""]):
        st.session_state[key] = value


def _says(text: str, value: Any, label: Any) -> bool:
    """Whether ``text`` of the address means ``value``, which is shown as ``label``."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return text.lower() == str(label).lower()
    with suppress(ValueError):
        return text == str(label) or float(text) == value
    return False


def _default(values: tuple[Any, ...], options: Mapping[str, Any]) -> Any:
    """What a widget begins with, by the arguments that Streamlit's function takes."""
    if "default" in options or "value" in options:
        return options.get("default", options.get("value"))
    if len(values) == 1 and isinstance(values[0], list):  # one of several
        index = options.get("index", 0)
        return values[0][index] if values[0] and index is not None else None
    # Least, largest, first value, step; options, first value; first value; or a fold.
    return values[min(2, len(values) - 1)] if values else False


def put(parameter: str, text: str | None) -> None:
    """Have ``text`` in a parameter of the address that no widget is bound to; None: no such parameter."""
    if parameter not in KNOWN:
        raise KeyError(f"{parameter!r} is no parameter of the address: name it in PARAMETERS.")
    if text is None:
        st.query_params.pop(parameter, None)
    elif st.query_params.get(parameter) != text:
        st.query_params[parameter] = text


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
    as_text = {name: "" if number is None else f"{number:.6g}" for name, number in numbers.items()}
    text = ",".join(f"{quote(name, safe='')}:{number}" for name, number in as_text.items())
    put(parameter, text or None)


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
