"""The loss over two parameters as a picture: what is drawn, what is played, what takes a click."""

import json
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from gd_core.charts import player, runs, style
from gd_core.charts.chart import COMPOSED
from gd_core.charts.chart_as_svg import svg
from gd_core.charts.loss_map import START, loss_map
from gd_core.charts.loss_slices import loss_slices
from tests.charts.helpers import HOSTILE_NAMES, nodes

# floor + (x - 1)^2 + (x - 1) y + 2 y^2
BOWL = {
    "cx": 1.0, "cy": 0.0, "floor": 7.0, "xx": 1.0, "xy": 1.0, "yy": 2.0, "lowest": 0.25, "excess": 8.0
}  # fmt: skip


def frames(runs=("only",)):
    turn = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    fills = pd.concat(
        [
            pd.DataFrame({"level": k, "excess": e, "x": e * np.cos(turn), "y": e * np.sin(turn)})
            for k, e in enumerate([4.0, 1.0, 0.25])
        ]
    )
    paths = pd.concat(
        [
            pd.DataFrame(
                {"run": r, "epoch": range(6), "frame": [0, 1, 2, 2, 3, 3], "x": 2.0 / 3, "y": 0.0, "ink": 0.5}
            )
            for r in runs
        ]
    )
    dots = pd.concat(
        [
            pd.DataFrame(
                {"run": r, "frame": range(4), "epoch": [0, 1, 3, 5], "x": 1.0, "y": 0.0, "loss": 3.0}
            )
            for r in runs
        ]
    )
    return {
        "fills": fills,
        "bowl": pd.DataFrame([BOWL]),
        "views": pd.DataFrame({"x": -2.0, "x2": 2.0, "y": -2.0, "y2": [2.0, 2.0, 3.0, 4.0]}),
        "paths": paths,
        "dots": dots,
        "goal": pd.DataFrame({"x": [0.0], "y": [0.0]}),
    }


def chart(runs=("only",), names=("Coefficient of a (°C per unit)", "b"), *, playable=True, **more):
    return loss_map(SimpleNamespace(**(frames(runs) | more)), names, "C", playable=playable)


def picture(*args, **more):
    return chart(*args, **more).specification()


def records(spec, name):
    return spec["datasets"][name].to_dict("records")


def test_contours_are_painted_from_the_largest_to_the_smallest():
    spec = picture()
    levels = [row["level"] for row in records(spec, "fills")]
    assert levels == sorted(levels)
    [scale] = {
        json.dumps(fill["scale"])
        for fill in nodes(spec, "fill")
        if isinstance(fill, dict) and "scale" in fill
    }
    ends = [{"expr": "data('bowl')[0].lowest"}, {"expr": "data('bowl')[0].excess"}]
    assert json.loads(scale) == {"type": "log", "domain": ends}
    assert {name: records(spec, "bowl")[0][name] for name in BOWL} == BOWL


def test_other_numbers_are_other_rows_of_the_same_specification():
    wider = pd.DataFrame({"x": [-3.0] * 4, "x2": 2.5, "y": -2.0, "y2": 4.0})
    first, second = picture(), picture(views=wider, bowl=pd.DataFrame([BOWL | {"excess": 8.5}]))
    assert not first.pop("datasets")["views"].equals(second.pop("datasets")["views"])
    assert first == second
    curve, points = slice_frames()
    names = {"name": "wind", "unit": "F", "title": "t"}
    first = loss_slices(curve, points, [-1.0, 1.0], **names).specification()
    second = loss_slices(curve.assign(loss=curve["loss"] + 1), points, [-2.0, 2.0], **names).specification()
    assert not first.pop("datasets")["points"].equals(second.pop("datasets")["points"])
    assert first == second


def test_the_axes_follow_the_frame_that_is_shown():
    """So that the picture zooms out with a path that runs away."""
    for playable, row in ((True, "frame"), (False, "0")):
        domains = {
            json.dumps(y["scale"]["domain"])
            for y in nodes(picture(playable=playable), "y")
            if isinstance(y, dict) and "scale" in y
        }
        assert domains == {json.dumps([{"expr": f"data('views')[{row}].{end}"} for end in ("y", "y2")])}


def test_the_loss_where_one_points_is_that_of_the_bowl():
    [lookup] = [layer for layer in picture()["layer"] if layer.get("name") == "cells"]
    steps = {step["as"]: step["calculate"] for step in lookup["transform"]}
    values = {"here": SimpleNamespace(x=3.0, y=-1.0), "bowl": SimpleNamespace(**BOWL)}
    datum = SimpleNamespace()
    for name in ("x", "y", "a", "b", "loss"):
        expression = steps[name].replace("data('bowl')[0]", "bowl")
        setattr(datum, name, eval(expression, {}, values | {"datum": datum}))
    assert (datum.x, datum.y) == (3.0, -1.0)
    assert datum.loss == 7.0 + 2.0**2 + 2.0 * -1.0 + 2.0 * 1.0
    assert steps["since"] == '""'
    assert len(records(picture(), "cells")) == 1  # and not a mark for every place


def test_the_axes_that_are_drawn_end_where_the_rows_say():
    views = pd.DataFrame({"x": [-3.0] * 4, "x2": 5.0, "y": -2.0, "y2": 7.0})
    drawn = svg(chart(views=views, playable=False))
    assert "with values from −3 to 5" in drawn and "with values from −2 to 7" in drawn


def test_the_player_and_the_click_are_parameters():
    params = {param["name"]: param for param in picture()["params"]}
    assert set(params) == {START, "here", "play", "shown", "frame"}
    assert params[START]["select"] == {
        "type": "point", "fields": ["x", "y", "since"], "on": "click", "clear": False, "toggle": False,
    }  # fmt: skip
    assert (params["shown"]["value"], params["shown"]["bind"]["max"]) == (5, 5)  # epochs, not frames
    assert params["shown"]["bind"]["name"] == "Epoch "
    filters = {
        t["filter"] for layer in picture()["layer"] for t in layer.get("transform", ()) if "filter" in t
    }
    assert filters == {"datum.frame <= frame", "datum.frame == frame"}


def test_a_picture_that_stands_still_takes_no_click_and_shows_the_end():
    spec = picture(playable=False)
    assert "params" not in spec
    assert not [t for layer in spec["layer"] for t in layer.get("transform", []) if "filter" in t]
    assert {row["frame"] for row in records(spec, "dots")} == {3}


def test_one_run_is_vermilion_and_several_have_a_legend():
    [colour] = {
        json.dumps(c) for c in nodes(picture(), "color") if isinstance(c, dict) and c.get("field") == "run"
    }
    assert json.loads(colour)["scale"]["range"] == ["#C44F00"] and json.loads(colour)["legend"] is None
    several = [
        c for c in nodes(picture(("a", "b", "c")), "color") if isinstance(c, dict) and c.get("field") == "run"
    ]
    scale = {"domain": ["a", "b", "c"], "range": style.PALETTE}
    assert all(c["scale"] == scale and c["legend"]["orient"] == "bottom" for c in several)
    dashes = [d for d in nodes(picture(("a", "b", "c")), "strokeDash") if isinstance(d, dict)]
    assert dashes and all(d["scale"] == {"domain": ["a", "b", "c"], "range": runs.DASHES} for d in dashes)


def test_hover_gives_both_parameters_and_the_loss():
    tooltips = [[entry["title"] for entry in t] for t in nodes(picture(), "tooltip") if isinstance(t, list)]
    assert ["Coefficient of a (°C per unit)", "b", "Loss (°C²)"] in tooltips
    assert ["Epoch", "Coefficient of a (°C per unit)", "b", "Loss of the run (°C²)"] in tooltips


def test_the_unit_of_the_axis_across_stands_below_its_name():
    titles = [x["title"] for x in nodes(picture(), "x") if isinstance(x, dict) and "title" in x]
    assert ["Coefficient of a", "(°C per unit)"] in titles
    assert player.two_lines("plain") == ["plain"]


def fields_of(spec):
    return {field for field in nodes(spec, "field") if isinstance(field, str)}


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_hostile_names_are_titles_and_nothing_else(name):
    spec = picture((name, "other"), names=(name, name))
    assert fields_of(spec) == fields_of(picture(("a", "other")))
    assert all(
        "\\" not in title
        for titles in nodes(spec, "title")
        for title in np.atleast_1d(titles)
        if isinstance(title, str)
    )


def test_numbers_are_short_and_never_infinite():
    data = frames()
    data["dots"] = data["dots"].assign(loss=[np.inf, np.nan, 1 / 3, 2e30])
    spec = picture(**data)
    losses = spec["datasets"]["dots"]["loss"]
    assert losses[[2, 3]].tolist() == pytest.approx([1 / 3, 2e30]) and losses[[0, 1]].isna().all()


def slice_frames():
    w = np.tile(np.linspace(-1.0, 1.0, 5), 2)
    curve = pd.DataFrame({"frame": np.repeat([0, 1], 5), "w": w, "loss": w**2 + 1, "gradient": 2 * w})
    names = ["w", "loss", "gradient", "w_next", "loss_next", "gradient_next", "w1", "loss1", "w2", "loss2"]
    points = pd.DataFrame(np.ones((2, len(names))), columns=names).assign(frame=[0, 1], epoch=[0, 9])
    return curve, points


def test_slices_show_loss_tangent_gradient_and_the_next_step():
    spec = loss_slices(*slice_frames(), [-1.0, 1.0], name="wind", unit="F", title="t").specification()
    loss, gradient = spec["vconcat"]
    titles = [
        {y["title"] for y in nodes(panel, "y") if isinstance(y, dict) and "title" in y}
        for panel in (loss, gradient)
    ]
    assert titles == [{"Loss (°F²)"}, {"Gradient"}]
    ends = {
        tuple(end["expr"] for end in e["y"]["scale"]["domain"])
        for e in nodes(loss, "encoding")
        if "scale" in e.get("y", {})
    }
    assert ends == {("data('points')[frame].low", "data('points')[frame].high")}
    # The parabola is 1 high and lowest at 1.
    assert records(spec, "points")[0]["low"] == pytest.approx(0.9)
    assert records(spec, "points")[1]["high"] == pytest.approx(2.08)
    assert "loss2" in str(loss) and "gradient_next" in str(gradient)
    assert {param["name"] for param in spec["params"]} == {"play", "shown", "frame"}


def test_the_specifications_are_sound_vega_lite():
    for drawn in (
        chart(),
        chart(("a", "b"), playable=False),
        loss_slices(*slice_frames(), [-1.0, 1.0], name="wind (u)", unit="F", title="t"),
    ):
        whole = drawn.to_dict()  # validates
        assert {data["name"] for data in named_data(whole)} == set(whole["datasets"])


def named_data(part):
    inner = [found for kind in COMPOSED for layer in part.get(kind, []) for found in named_data(layer)]
    return [part["data"], *inner] if "data" in part else inner


def test_a_frame_without_a_column_is_refused():
    data = frames()
    with pytest.raises(ValueError, match="paths lacks the column ink"):
        chart(paths=data["paths"].drop(columns="ink"))
    curve, points = slice_frames()
    with pytest.raises(ValueError, match="points lacks the column w_next"):
        loss_slices(curve, points.drop(columns="w_next"), [0, 1], name="a", unit="C", title="t")
