"""The address of a page's state: one vocabulary for all pages, and widgets that are never empty."""

import ast
from collections import Counter
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import address

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard"


def calls(file: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)]


def test_every_parameter_is_used_and_named_once():
    named = Counter(name for names in address.PARAMETERS.values() for name in names.split())
    assert set(named.values()) == {1} and set(named) == address.KNOWN
    source = "".join(file.read_text("utf-8") for file in DASHBOARD.rglob("*.py") if file.name != "address.py")
    assert [name for name in address.KNOWN if f'"{name}"' not in source] == []


def test_no_widget_is_bound_to_the_address_anywhere_else():
    found = {
        file.name
        for file in DASHBOARD.rglob("*.py")
        for call in calls(file)
        for keyword in call.keywords
        if keyword.arg == "bind"
    }
    assert found == {"address.py"}


def test_no_two_files_use_the_same_key():
    """Pages share one session and one link."""
    files: dict[str, set[str]] = {}
    for file in DASHBOARD.rglob("*.py"):
        for call in calls(file):
            for keyword in call.keywords:
                if keyword.arg == "key" and isinstance(keyword.value, ast.Constant):
                    files.setdefault(keyword.value.value, set()).add(file.name)
    assert len(files) > 50
    assert {key: names for key, names in files.items() if len(names) > 1} == {}


def test_a_parameter_without_a_name_is_refused():
    with pytest.raises(KeyError, match="'learnign_rate' is no parameter of the address"):
        address.bound(st.slider, "Rate", 0, 1, key="learnign_rate")


def page(code: str, **query: str) -> AppTest:
    at = AppTest.from_string(f"import streamlit as st\nfrom dashboard.address import *\n{code}")
    for name, value in query.items():
        at.query_params[name] = value
    return at.run()


CHOICE = "st.write(choice('Residuals', {'log': 'Log', 'linear': 'Linear'}, key='residuals', help='.'))"
SEED = "st.write(whole_number('Seed', 7, key='seed', help='.', limits=(0, 99)))"


@pytest.mark.parametrize(
    ("code", "query", "value"),
    [
        (CHOICE, {}, "log"),
        (CHOICE, {"residuals": "Linear"}, "linear"),
        (CHOICE, {"residuals": ""}, "log"),
        (CHOICE, {"residuals": "nonsense"}, "log"),
        (SEED, {"seed": "12"}, "12"),
        (SEED, {"seed": "1e400"}, "7"),
        (SEED, {"seed": ""}, "7"),
    ],
)
def test_a_widget_follows_the_address_and_is_never_empty(code, query, value):
    at = page(code, **query)
    assert not at.exception
    assert at.markdown[0].value.strip("`") == value


MOVED = {
    "slider": ("bound(st.slider, 'Days', 1, 14, 1, key='horizon')", "horizon", 3, "3"),
    "range": ("bound(st.slider, 'Parts', 30, 95, (70, 85), key='parts')", "parts", (60, 80), "80"),
    "number": (SEED, "seed", 12.0, "12.0"),
    "choice": (CHOICE, "residuals", "linear", "Linear"),
    "toggle": ("bound(st.toggle, 'Automatic', True, key='auto')", "auto", False, "false"),
    "one of": ("bound(st.selectbox, 'Target', ['tmax', 'tmin'], key='target')", "target", "tmin", "tmin"),
}


@pytest.mark.parametrize("kind", MOVED)
def test_an_address_that_lost_what_a_widget_says_follows_it(kind):
    """What the script writes into the address, Streamlit sends as a whole, which may undo a move."""
    code, key, value, shown = MOVED[kind]
    at = page(code)
    at.session_state[key] = value
    at.run()
    at.query_params.clear()
    at.run()
    assert not at.exception
    assert at.session_state[key] == value
    said = at.query_params[key]
    assert (said[-1] if isinstance(said, list) else said) == shown


def test_an_address_that_says_what_it_said_before_follows_the_widget_and_a_link_goes_before_it():
    at = page(MOVED["slider"][0], horizon="2")
    at.session_state["horizon"] = 3
    at.run()
    at.query_params["horizon"] = "2"
    at.run()
    assert at.session_state["horizon"] == 3 and at.query_params["horizon"] == "3"
    at.query_params["horizon"] = "9"
    assert not widget(at.run()).set_value  # the browser says what the widget is


@pytest.mark.parametrize("kind", ["slider", "range", "number", "toggle", "one of"])
def test_an_address_that_agrees_is_left_alone(kind):
    """A value that the script sets goes to the browser, and would undo what is being said there."""
    code, key, value, _ = MOVED[kind]
    at = page(code)
    at.session_state[key] = value
    assert widget(at.run()).set_value
    assert not widget(at.run()).set_value


def widget(at: AppTest):
    """What the browser is told of the only widget."""
    kinds = ("slider", "number_input", "toggle", "selectbox")
    return next(found[0].proto for kind in kinds if (found := at.get(kind)))
