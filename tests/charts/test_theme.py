"""The settings of the page: every name exists, text and colours stand out, nothing is fetched or sent."""

import tomllib
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit import config

from gd_core.charts import style

SETTINGS = tomllib.loads(
    (Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8")
)
THEMES = ("light", "dark")


def options(table: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Flatten nested tables to dotted names, as Streamlit writes its options."""
    flat: dict[str, Any] = {}
    for key, value in table.items():
        flat |= options(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": value}
    return flat


def luminance(colour: str) -> float:
    """Relative luminance of "#RRGGBB", WCAG 2.2."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21, WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_contrast_of_known_pairs() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("name", sorted(options(SETTINGS)))
def test_streamlit_knows_every_option(name: str) -> None:
    assert name in config.get_config_options()


def test_only_this_computer_is_served_and_nothing_is_reported() -> None:
    values = options(SETTINGS)
    assert values["server.address"] == "127.0.0.1"
    assert values["server.maxUploadSize"] == 100
    assert values["browser.gatherUsageStats"] is False
    assert values["client.showErrorDetails"] == "none"
    assert values["client.toolbarMode"] in {"viewer", "minimal"}


def test_no_font_or_theme_comes_from_outside() -> None:
    assert not [value for value in options(SETTINGS).values() if "://" in str(value)]
    assert SETTINGS["theme"]["font"] == "sans-serif"


def quieter(text: str, ground: str) -> str:
    """The colour of a caption: Streamlit's 60% of the text's."""
    pairs = ((int(text[start : start + 2], 16), int(ground[start : start + 2], 16)) for start in (1, 3, 5))
    return "#" + "".join(f"{round(0.6 * over + 0.4 * under):02X}" for over, under in pairs)


@pytest.mark.parametrize("theme", THEMES)
def test_text_and_links_can_be_read(theme: str) -> None:
    colours = SETTINGS["theme"][theme]
    sidebar = colours["sidebar"]
    grounds = [
        place[key] for place in (colours, sidebar) for key in ("backgroundColor", "secondaryBackgroundColor")
    ]
    for ground in grounds:
        assert contrast(colours["textColor"], ground) >= 7
        assert contrast(colours["linkColor"], ground) >= 4.5
        assert contrast(colours["primaryColor"], ground) >= 4.5  # the words of what is chosen
        assert contrast(quieter(colours["textColor"], ground), ground) >= 4.5


def test_words_of_the_charts_can_be_read() -> None:
    assert contrast(style.TEXT_ON_LIGHT, SETTINGS["theme"]["light"]["backgroundColor"]) >= 4.5
    assert contrast(style.TEXT_ON_DARK, SETTINGS["theme"]["dark"]["backgroundColor"]) >= 4.5
    for theme, is_dark in (("light", False), ("dark", True)):
        assert (luminance(SETTINGS["theme"][theme]["backgroundColor"]) < 0.2) is is_dark


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", [*style.COLOURS, "reference", "filled in"])
def test_series_stand_out_from_the_page(name: str, theme: str) -> None:
    colour = {"reference": style.REFERENCE, "filled in": style.FILLED_IN}.get(name) or style.COLOURS[name]
    assert contrast(colour, SETTINGS["theme"][theme]["backgroundColor"]) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("colour", [*style.PALETTE, style.WARMER, style.COOLER])
def test_runs_and_bars_stand_out_from_the_page(colour: str, theme: str) -> None:
    assert contrast(colour, SETTINGS["theme"][theme]["backgroundColor"]) >= 3


# Machado, Oliveira and Fernandes (2009): what is left of linear red, green, blue.
SEEN = {
    "by all cones": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "without red": [[0.1523, 1.0526, -0.2049], [0.1145, 0.7863, 0.0992], [-0.0039, -0.0481, 1.0520]],
    "without green": [[0.3673, 0.8606, -0.2280], [0.2801, 0.6725, 0.0474], [-0.0118, 0.0429, 0.9689]],
    "without blue": [[1.2555, -0.0767, -0.1788], [-0.0784, 0.9308, 0.1476], [0.0047, 0.6914, 0.3039]],
}


def lab(colour: str, seen: list[list[float]]) -> np.ndarray:
    """CIE L*a*b* of "#RRGGBB" as it is ``seen``."""
    channels = np.array([int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(np.array(seen) @ linear, 0, 1) / (0.9505, 1.0, 1.089)
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("seen", SEEN)
def test_series_can_be_told_apart_by_the_colour_blind(seen: str) -> None:
    places = {colour: lab(colour, SEEN[seen]) for colour in style.PALETTE}
    for one, other in combinations(style.PALETTE, 2):
        # Grey and purple are the nearest of the original palette: 8.4 without green cones.
        least = 8 if {one, other} == {style.COLOURS["actual"], style.COLOURS["climatology"]} else 12
        assert np.linalg.norm(places[one] - places[other]) > least


def test_the_colours_of_series_stand_in_one_place() -> None:
    text = str(SETTINGS).upper()
    assert not [colour for colour in style.PALETTE if colour.upper() in text]
    assert set(style.COLOURS.values()) < set(style.PALETTE) and len(set(style.PALETTE)) == 7


@pytest.mark.parametrize("theme", THEMES)
def test_the_ramp_has_ten_even_steps_away_from_the_page(theme: str) -> None:
    ramp = SETTINGS["theme"][theme]["chartSequentialColors"]
    ground = SETTINGS["theme"][theme]["backgroundColor"]
    ratios = [contrast(colour, ground) for colour in ramp]
    assert len(ramp) == 10
    assert ratios == sorted(ratios)
    assert all(1.05 < after / before < 1.6 for before, after in pairwise(ratios))
