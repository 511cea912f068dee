"""The page as Streamlit's own test driver sees it."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import running
from gd_core import ExperimentSettings, read_weather, run_experiment
from gd_core.forecast import Result

APP = Path(__file__).resolve().parents[2] / "app.py"


KINDS = ("selectbox", "multiselect", "slider", "select_slider", "number_input", "toggle", "button_group")


class Driver:
    """The app, driven by labels as a user reads them; every run must end without an exception.

    A ``patient`` driver waits for long work as a user would, until its result is shown. Of what is
    folded, ``open_folds`` are open.
    """

    def __init__(
        self,
        page: str | None = None,
        *,
        patient: bool = True,
        open_folds: tuple[str, ...] = ("Model", "Evaluation", "Take it away"),
        **query: str,
    ) -> None:
        self.patient = patient
        self.at = AppTest.from_file(str(APP), default_timeout=60)
        for name, value in query.items():
            self.at.query_params[name] = value
        for name in open_folds:
            self.at.session_state[f"fold {name}"] = True
        self.run()
        if page:
            self.at.switch_page(f"dashboard/pages/{page}.py")
            self.run()

    def run(self) -> "Driver":
        with pytest.MonkeyPatch.context() as patch:
            if self.patient:
                patch.setattr(running, "PATIENCE", 60.0)
            self.at.run()
        assert not self.at.exception, self.at.exception
        return self

    def widget(self, label: str):
        """The one widget with this label."""
        found = [widget for kind in KINDS for widget in self.at.get(kind) if widget.label == label]
        assert len(found) == 1, f"{len(found)} widgets are called {label!r}"
        return found[0]

    def set(self, label: str, value) -> "Driver":
        self.widget(label).set_value(value)
        return self.run()

    def click(self, label: str) -> "Driver":
        [button] = [button for button in self.at.button if button.label == label]
        button.click()
        return self.run()

    def upload(self, name: str, content: bytes) -> "Driver":
        self.set("Weather record", "My own file")
        if not self.at.get("file_uploader"):
            self.click("Another file")
        [uploader] = self.at.get("file_uploader")
        uploader.upload(name, content, "text/csv")
        return self.run()

    @property
    def settings(self) -> ExperimentSettings:
        """Those of the result that is shown."""
        return self.at.session_state["chosen"].settings

    @property
    def result(self) -> Result:
        """The result that is shown, made once more."""
        return run_experiment(self.at.session_state["chosen"].weather, self.settings)

    @property
    def metrics(self) -> dict[str, str]:
        return {metric.label: metric.value for metric in self.at.metric}

    @property
    def title(self) -> str:
        return self.at.title[0].value

    @property
    def forecast(self) -> str:
        """The forecast as the Forecast page has it."""
        return self.at.header[0].value

    @property
    def text(self) -> str:
        """All prose of the page."""
        kinds = (self.at.title, self.at.header, self.at.markdown, self.at.caption, self.at.info)
        return "\n".join(part.value for kind in (*kinds, self.at.warning, self.at.error) for part in kind)

    @property
    def charts(self) -> list:
        return self.at.get("vega_lite_chart")


@pytest.fixture
def open_app():
    return Driver


@pytest.fixture(scope="session")
def seattle(data_dir):
    """The record that the page opens with."""
    return read_weather(data_dir / "seattle_weather.csv")


@pytest.fixture(scope="session")
def result(seattle):
    """What the page shows at first."""
    return run_experiment(seattle, ExperimentSettings())
