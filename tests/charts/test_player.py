"""What moves a chart in the page: its slider shows epochs, its frames follow, and Play ends."""

import re

import pytest

from gd_core.charts.player import TICK, at_speed, player, slider


def value(expression: str, **signals: int) -> int:
    """What an expression of the player gives, by a reader of its own for the few signs that it uses."""
    for name, number in signals.items():
        expression = re.sub(rf"\b{name}\b", str(number), expression)
    if least := re.fullmatch(r"min\((\d+), (\d+)\) - (\d+)", expression):
        return min(int(least[1]), int(least[2])) - int(least[3])
    return sum(int(left) >= int(right) for left, right in re.findall(r"\((\d+) >= (\d+)\)", expression))


EPOCHS = [0, 1, 2, 5, 10, 40, 200]


@pytest.mark.parametrize("epochs", [EPOCHS, range(8), range(1, 4), [0]])
def test_each_epoch_shows_its_frame_and_those_between_the_one_before(epochs):
    _, shown, frame = player(epochs)
    assert (shown["value"], shown["bind"]["min"]) == (epochs[-1], epochs[0])
    assert shown["bind"]["max"] == max(epochs[-1], epochs[0] + 1)
    for epoch in range(shown["bind"]["min"], shown["bind"]["max"] + 1):
        expected = sum(recorded <= epoch for recorded in epochs) - 1
        assert value(frame["expr"], shown=epoch) == expected


def test_play_goes_on_by_frames_ends_with_the_last_and_begins_anew_there():
    play, shown, _ = player(EPOCHS, tick=120)
    [timer] = shown["on"]
    assert timer["events"] == {"type": "timer", "throttle": 120}
    assert timer["update"] == "play ? (shown < 200 ? [0, 1, 2, 5, 10, 40, 200][frame + 1] : 0) : shown"
    assert play["value"] is False and play["bind"]["input"] == "checkbox"
    # It hears of the slider only: pressed at the end, it stays on until the timer has begun anew.
    assert play["on"] == [{"events": {"signal": "shown"}, "update": "play && shown < 200"}]


def test_a_slider_counts_its_frames():
    _, shown, frame = slider(7, "Step")
    assert shown["on"][0]["update"] == "play ? (shown < 7 ? shown + 1 : 0) : shown"
    assert frame == {"name": "frame", "expr": "min(shown, 7) - 0"} and shown["bind"]["name"] == "Step "


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
