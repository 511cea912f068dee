"""The packages of requirements-stations.txt, imported when they are needed, or one sentence."""

from importlib import import_module
from typing import Any


def need(module: str) -> Any:
    """The ``module``. ValueError that says what to install where it is absent."""
    try:
        return import_module(module)
    except ImportError as error:
        raise ValueError(
            f"This needs {module.partition('.')[0]}, which is not installed ({error}): "
            "pip install -r requirements-stations.txt."
        ) from None
