"""What every test may use, and how the suite behaves where something optional is absent."""

import ast
import os
import secrets
from importlib.util import find_spec
from pathlib import Path
from typing import Never

import pytest

# Read by SciPy when it is imported: without it, scikit-learn skips a part of its estimator checks.
os.environ.setdefault("SCIPY_ARRAY_API", "1")
# Read by NumPy and scikit-learn when they are imported, also by what tests start: threads that wait for each
# other on cores which other tests use took four fifths of the time of some tests.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parents[1]
# In requirements-dev.txt, not in requirements.txt.
OPTIONAL_PACKAGES = ("hypothesis", "playwright", "statsmodels")
# Where watching every line costs most and shows least: what runs Streamlit, and what repeats the same some
# hundred times.
UNCOUNTED = (
    "browser",
    "dashboard",
    "deploy",
    "forecast/words/test_what_is_claimed.py",
    "weather/test_corpus.py",
    "weather/test_fuzz.py",
    "weather/test_limits.py",
    "weather/test_meaning_fuzz.py",
    "weather/test_pollution.py",
)
MOST_WORKERS = 8  # each may come to have a server and a browser of its own

if find_spec("hypothesis"):
    from hypothesis import HealthCheck, settings

    # No test reads the clock to pass: no deadline, and no complaint that examples are slow to make.
    no_clock = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile("local", no_clock)
    settings.register_profile("ci", no_clock, derandomize=True, database=None, print_blob=True)
    settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_configure(config: pytest.Config) -> None:
    """The number of the nightly run's first mutant (tests/weather/test_fuzz.py): another one every time,
    and the same in all processes, which take over the environment."""
    os.environ.setdefault("FIRST_MUTANT", str(secrets.randbelow(10**9)))


def pytest_report_header(config: pytest.Config) -> str | None:
    """What repeats a nightly run."""
    nightly = "nightly" in config.option.markexpr.replace("not nightly", "")
    return f"FIRST_MUTANT={os.environ['FIRST_MUTANT']}" if nightly else None


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Accept the options of pytest-xdist in pyproject.toml where it is absent: one process runs all tests."""
    if not pluginmanager.hasplugin("xdist"):
        for option in ("--numprocesses", "--dist"):
            parser.addoption(option, dest=f"unused {option}", help="needs pytest-xdist")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """A process for each core; none besides this one for single files, which are sooner done than shared."""
    asked = [Path(argument.split("::")[0]) for argument in config.args]
    return 0 if all(path.is_file() for path in asked) else min(os.cpu_count() or 1, MOST_WORKERS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave some tests out of the coverage of `gd_core`, which has to come from those of its single parts."""
    for item in items:
        if any(item.path.is_relative_to(ROOT / "tests" / place) for place in UNCOUNTED):
            item.add_marker("no_cover")


class SkippedModule(pytest.Module):
    """A test file that can't be imported here, reported as skipped with the reason."""

    missing: str

    def collect(self) -> Never:
        pytest.skip(
            f"{self.path.relative_to(ROOT)} needs {self.missing}: pip install -r requirements-dev.txt",
            allow_module_level=True,
        )


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Skip a test file that imports an optional package that is not installed.

    So a test file writes ``from hypothesis import given`` at its top and nothing else, and plain
    ``pytest`` still works with requirements.txt alone.
    """
    absent = {name for name in OPTIONAL_PACKAGES if find_spec(name) is None}
    if not absent:
        return None
    missing = sorted(absent & top_level_imports(module_path))
    if not missing:
        return None
    module = SkippedModule.from_parent(parent, path=module_path)
    module.missing = " and ".join(missing)
    return module


def top_level_imports(file: Path) -> set[str]:
    """Names of the packages that the statements at the top of a Python file import."""
    names = set()
    for statement in ast.parse(file.read_text(encoding="utf-8"), filename=str(file)).body:
        if isinstance(statement, ast.Import):
            names |= {alias.name.split(".")[0] for alias in statement.names}
        elif isinstance(statement, ast.ImportFrom) and statement.module:
            names.add(statement.module.split(".")[0])
    return names


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Folder of the bundled weather files."""
    return ROOT / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of test material beside the project; the test is skipped where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder `shared` (reference numbers, real weather files) is not beside the project")
    return folder
