"""The same person again: a file is brought, changed, replaced, reloaded, opened in a second tab, on any page.

After every step, what the slider says, what the address says, and what is forecast must be one thing: that
which `run_experiment` makes of the same bytes with the same settings.
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from gd_core import ExperimentSettings, read_weather, run_experiment
from gd_core.forecast.words import phrases, summary
from tests.browser.harness import streamlit_server

DATA = Path(__file__).resolve().parents[2] / "data"
LINES = (DATA / "seattle_weather.csv").read_text("utf-8").splitlines()
SOON = 30_000  # milliseconds until the page has followed
TARGETS = ("temp_max", "temp_min")
PAGES = ("Data", "Verdict", "Learning rates")


def content(rows: int) -> bytes:
    return ("\n".join(LINES[: rows + 1]) + "\n").encode()


@cache
def headline(rows: int, horizon: int, target: str, degrees: str) -> str:
    """What the page must say: the oracle."""
    weather = read_weather(content(rows))
    result = run_experiment(
        weather.in_degrees(degrees or weather.unit), ExperimentSettings(horizon=horizon, target=target)
    )
    return f"{phrases.degrees(result.next_day.value, result.unit)} on {summary.forecast_date(result)}"


class Person:
    """Somebody with a file of ``rows`` days, what has been chosen, and a tab."""

    def __init__(self, open_page, seed: int) -> None:
        self.open_page, self.seed = open_page, seed
        self.dice = random.Random(seed)
        self.rows, self.horizon, self.target, self.degrees = self.dice.randint(1000, 1300), 1, TARGETS[0], ""
        self.log: list[str] = []
        self.page = open_page("?data=My+own+file")
        self.drop(self.page)

    @property
    def tab(self):
        return self.page.tab

    def slider(self, page=None):
        return (page or self.page).tab.get_by_role("slider", name="Days ahead")

    def drop(self, page) -> None:
        """Drop the file, with as many rows as it has now, wherever files are dropped."""
        file = {"name": "mine.csv", "mimeType": "text/csv", "buffer": content(self.rows)}
        page.tab.locator('input[type="file"]').set_input_files(file)

    def agrees(self, page=None) -> None:
        """Slider, address and forecast say what this person has said."""
        page = page or self.page
        said = headline(self.rows, self.horizon, self.target, self.degrees)
        expect(page.tab.locator("h2").first).to_contain_text(said, timeout=SOON)
        page.settle()
        expect(page.tab.locator("h2").first).to_contain_text(said)
        assert self.slider(page).input_value() == str(self.horizon)
        self.address_agrees(page)

    def address_agrees(self, page) -> None:
        first = {"horizon": "1", "target": TARGETS[0], "degrees": ""}
        now = {"horizon": str(self.horizon), "target": self.target}
        now["degrees"] = f"°{self.degrees}" if self.degrees else ""
        wanted = {key: [value] for key, value in now.items() if value != first[key]}
        wanted |= {"data": ["My own file"], "file": ["mine.csv"]}
        assert parse_qs(urlsplit(page.tab.url).query) == wanted

    def step(self) -> None:
        """One thing that people do, at random."""
        steps = (
            self.move,
            self.aim,
            self.warm,
            self.replace,
            self.replace_at_once,
            self.reload,
            self.turn,
            self.again,
        )
        chosen = self.dice.choice(steps)
        self.log.append(chosen.__name__)
        chosen()
        self.agrees()

    def press(self) -> None:
        """Move the slider by some days."""
        days = self.dice.randint(1, 3)
        up = self.horizon + days <= 14 and (self.horizon <= days or self.dice.random() < 0.5)
        for _ in range(days):
            self.slider().press("ArrowRight" if up else "ArrowLeft")
        self.horizon += days if up else -days

    def move(self) -> None:
        self.press()

    def aim(self) -> None:
        """Forecast another temperature."""
        self.target = TARGETS[1 - TARGETS.index(self.target)]
        self.tab.get_by_role("combobox", name="Target").click()
        self.tab.get_by_role("option", name=self.target, exact=True).click()

    def warm(self) -> None:
        """Other degrees, from the fold that holds them."""
        self.degrees = "" if self.degrees else "F"
        name = "°F" if self.degrees else "As in the file"
        control = self.tab.get_by_role("radiogroup", name="Degrees shown").get_by_role("radio", name=name)
        if not control.is_visible():
            with self.page.rerun():
                self.tab.locator("summary", has_text="Units and dates").click()
        control.click()

    def replace(self) -> None:
        """A newer version of the file."""
        self.tab.get_by_role("button", name="Another file").click()
        self.rows += 1
        self.drop(self.page)
        expect(self.tab.get_by_text("1 new day since the last file")).to_be_visible(timeout=SOON)

    def replace_at_once(self) -> None:
        """A change, and a newer version of the file before anything has come of it."""
        self.press()
        self.tab.get_by_role("button", name="Another file").click()
        self.rows += 1
        self.drop(self.page)

    def reload(self) -> None:
        """The file is gone, as the page said before; the settings are in the address."""
        with self.page.rerun():
            self.tab.reload()
        expect(self.tab.get_by_text("This link needs the file mine.csv")).to_be_visible()
        expect(self.tab.get_by_text("after a reload, drop it again")).to_be_visible()
        self.drop(self.page)

    def again(self) -> None:
        """The same address in a second tab, in which the same file is dropped."""
        other = self.open_page(self.tab.url.split("/", 3)[3])
        self.drop(other)
        self.agrees(other)
        other.close()

    def turn(self) -> None:
        """Another page, and back."""
        for name in (self.dice.choice(PAGES), "Forecast"):
            with self.page.rerun():
                self.tab.get_by_role("link", name=name, exact=True).first.click()
            expect(self.slider()).to_have_value(str(self.horizon))
            self.page.settle()
            self.address_agrees(self.page)


def live(open_page, seed: int, steps: int) -> None:
    person = Person(open_page, seed)
    try:
        person.agrees()
        person.replace_at_once()
        person.agrees()
        for _ in range(steps):
            person.step()
    except BaseException:
        print(f"seed {seed}, steps {' '.join(person.log)}: {person.tab.url}")
        raise


def test_all_agree_after_some_steps(open_page):
    live(open_page, seed=1, steps=3)


@pytest.mark.nightly
def test_a_file_of_the_command_line_keeps_an_open_page_up_to_date(open_page, tmp_path):
    file = tmp_path / "record.csv"
    file.write_bytes(content(1000))
    with streamlit_server(DATA.parent / "app.py", str(file)) as url:
        page = open_page("?horizon=2", url=url)
        heading = page.tab.locator("h2").first
        expect(heading).to_contain_text(headline(1000, 2, TARGETS[0], ""), timeout=SOON)
        file.write_bytes(content(1001))
        expect(heading).to_contain_text(headline(1001, 2, TARGETS[0], ""), timeout=SOON)
        expect(page.tab.get_by_text("1 new day since the last file")).to_be_visible()
        assert parse_qs(urlsplit(page.tab.url).query) == {"file": ["record.csv"], "horizon": ["2"]}
        file.unlink()
        expect(page.tab.get_by_text("record.csv is not there; shown is the last copy.")).to_be_visible(
            timeout=SOON
        )
        with page.rerun():
            page.tab.reload()
        expect(heading).to_contain_text(headline(1001, 2, TARGETS[0], ""), timeout=SOON)
        assert str(tmp_path) not in page.tab.content()
        page.close()


@pytest.mark.nightly
@pytest.mark.parametrize("seed", [11, 12, 13])
def test_all_agree_after_many_steps(open_page, seed):
    live(open_page, seed, steps=50)
