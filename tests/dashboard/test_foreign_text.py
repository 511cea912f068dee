"""Names from a file and from the address are handed over as markup nowhere, on no page, in no state.

That what is handed over is read as text, tests/browser/test_foreign_text.py sees.
"""

import re
from collections.abc import Iterator

import pytest

from dashboard.record import my_town
from tests.dashboard import hostile

# What Streamlit shows as it stands: fields of its messages.
PLAIN = {
    "Code.code_text",
    "MultiSelect.options",
    "MultiSelect.raw_values",
    "Selectbox.options",
    "Selectbox.raw_value",
    "TextInput.default",
    "TextInput.value",
    "VegaLiteChart.alt",
    "VegaLiteChart.spec",
}

RAW = re.compile("|".join(rf"(?<!\\){re.escape(name)}" for name in hostile.RAW))


def texts(message, path: str) -> Iterator[tuple[str, str]]:
    """All texts in a message of Streamlit's, with the names of their fields."""
    for field, value in message.ListFields():
        name = f"{path}.{field.name}"
        for one in value if field.is_repeated else [value]:
            if field.type == field.TYPE_STRING:
                yield name, one
            elif field.type == field.TYPE_MESSAGE and hasattr(one, "ListFields"):
                yield from texts(one, name)


def seen(app) -> set[str]:
    """The fields that foreign text stands in; raises AssertionError if it stands raw in one for markup."""
    fields = set()
    for element in app.at._tree:
        message = getattr(element, "proto", None)
        for field, text in texts(message, type(message).__name__) if message is not None else ():
            if "evil" in text and not field.endswith(".id"):
                fields.add(field)
                assert field in PLAIN or not RAW.search(text), (field, text)
    return fields


def guess_everything(app) -> None:
    """Answer the questions of a page, for what it then says."""
    for _ in range(6):  # at most so many on a page
        asked = [group for group in app.at.get("button_group") if str(group.key).startswith("guess ")]
        if not asked:
            return
        asked[0].set_value(asked[0].options[0])
        seen(app.run())


@pytest.fixture
def opened(open_app):
    """Function that opens a page on a record with such names, with these widgets as they are named."""

    def open_page(page: str | None, content: bytes, **state):
        app = open_app().upload(hostile.FILE_NAME, content)
        if page:
            app.at.switch_page(f"dashboard/pages/{page}.py")
        for key, value in state.items():
            app.at.session_state[key] = value
        return app.run()

    return open_page


def test_the_loss_surface_has_names_in_labels_and_options(opened):
    app = opened("loss_surface", hostile.record(), slices=True)
    assert {"NumberInput.label", "ButtonGroup.options.content"} <= seen(app)


@pytest.mark.parametrize("page", [None, "data"])
def test_names_in_the_address_are_text(open_app, page):
    names = ("file", "town", "target", "station", "across", "f", "scores", "predictors", "data")
    app = open_app(page, **dict.fromkeys(names, hostile.ADDRESS), what_if=f"{hostile.ADDRESS}:3")
    seen(app)
    for missing in ("My own file", my_town.FIND):
        app = open_app(page, data=missing, file=hostile.ADDRESS, town=hostile.ADDRESS)
        assert "Markdown.body" in seen(app)


def test_an_expression_in_the_address_is_text(open_app):
    app = open_app("one_variable", f="My own", expression=hostile.ADDRESS)
    assert "Alert.body" in seen(app)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("page", "label", "choices"),
    [
        (None, "Start from", ("today", "nothing")),
        ("verdict", "Look at", ("skill", "coverage", "days", "backtest", "ahead", "residuals", "table")),
        ("data", "Start from", ("today", "nothing")),
        ("loss_surface", "Runs", ("own", "rates", "rules", "batches")),
        ("learning_rates", "Compare", ("rates", "rules", "batches")),
        ("step_by_step", "Points", ("Weather",)),
    ],
)
def test_no_page_takes_a_name_for_markup_in_any_state(opened, page, label, choices):
    folded = dict.fromkeys(("slices", "tutorial", "slopes", "distances", "published"), True)
    app = opened(page, hostile.record(), **folded)
    found = set()
    for choice in choices:
        found |= seen(app.set(label, choice))
        guess_everything(app)
    assert found - PLAIN  # else nothing was tried


@pytest.mark.thorough
@pytest.mark.parametrize("page", [None, "data", "loss_surface"])
def test_names_of_stations_are_text(opened, page):
    assert "Selectbox.options" in seen(opened(page, hostile.stations()))
