"""Folds of the sidebar: what is in a closed one is not drawn, and means the same."""

from dashboard.controls import DEFAULTS


def drawn(app):
    """The keys of the widgets of a fold, those of "Model" and of "Evaluation"."""
    kinds = ("selectbox", "multiselect", "slider", "select_slider", "number_input", "toggle", "button_group")
    keys = {widget.key for kind in kinds for widget in app.at.get(kind)}
    return keys & {"predictors", "epochs", "seed"}, keys & {"level", "split", "parts"}


def test_closed_folds_without_a_change_mean_the_front_page_and_draw_nothing(open_app):
    closed, opened = open_app(open_folds=()), open_app()
    assert drawn(closed) == (set(), set())
    assert drawn(opened) == ({"predictors", "epochs", "seed"}, {"level", "split", "parts"})
    assert closed.settings.to_json() == opened.settings.to_json()


def test_a_change_in_a_closed_fold_counts_stays_and_can_be_taken_back(open_app):
    app = open_app(open_folds=(), level="80")
    assert drawn(app) == (set(), {"level", "split", "parts"}) and app.settings.level == 0.8
    assert app.set("Days ahead", 3).settings.level == 0.8
    assert app.at.query_params["level"] == "80"
    assert app.click("Back to the defaults").settings.level == DEFAULTS["level"] / 100
    app.set("Days ahead", 2)
    assert app.settings.level == 0.9 and "level" not in app.at.query_params


def test_another_record_brings_its_columns_though_they_are_folded(open_app):
    app = open_app(open_folds=())
    app.set("Weather record", "Simulated station")
    opened = open_app(data="Simulated station")
    assert app.settings.to_json() == opened.settings.to_json()
