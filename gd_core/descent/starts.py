"""Where a descent may start."""

import numpy as np

STARTS = ("zeros", "uniform", "normal")


def drawn_start(init: str, random: np.random.RandomState, size: int) -> np.ndarray:
    """The parameters (size,) that ``init``, one of `STARTS`, begins with."""
    if init == "uniform":
        return random.uniform(-1.0, 1.0, size)
    return random.standard_normal(size) if init == "normal" else np.zeros(size)
