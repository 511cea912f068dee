"""How long work says how far it is."""

from collections.abc import Callable

Progress = Callable[[int, int], object]  # (steps done, steps in all) -> truthy: end with what there is
