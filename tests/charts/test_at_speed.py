"""Everything that plays in a chart goes as fast as is asked for, and nothing else of it changes."""

from gd_core.charts.player import TICK, at_speed, slider


def timer(params):
    [shown] = [param for param in params if param["name"] == "shown"]
    return shown["on"][0]["events"]["throttle"]


def test_twice_the_speed_is_half_the_time_between_frames():
    params = slider(10)
    for kind in ("params", "signals"):
        whole = {"mark": "point", kind: params}
        assert timer(at_speed(whole, 2.0)[kind]) == TICK / 2
        assert at_speed(whole, 1.0) == whole
    assert timer(params) == TICK  # the chart itself stays as it is


def test_a_chart_that_does_not_play_stays_as_it_is():
    assert at_speed({"mark": "point"}, 2.0) == {"mark": "point"}
    assert at_speed({"params": [{"name": "window"}]}, 2.0) == {"params": [{"name": "window"}]}
