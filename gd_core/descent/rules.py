"""The update rules: how a gradient changes the parameters.

Every rule is the one of the same name in ``torch.optim``, defaults included, written as a loop over
the parameters so that the readable loop and the compiled kernels run the very same lines.

All rules share one signature. They change ``theta`` (p,) in place and keep what they must remember in
``state`` (2, p), which starts at zero; ``t`` counts updates from 1.
"""

from typing import Any

import numpy as np
from numba import njit

PLAIN, MOMENTUM, NESTEROV, ADAGRAD, RMSPROP, ADAM = range(6)

#: Names as users write them, in the order in which they are offered.
RULES: dict[str, int] = {
    "plain": PLAIN,
    "momentum": MOMENTUM,
    "nesterov": NESTEROV,
    "adagrad": ADAGRAD,
    "rmsprop": RMSPROP,
    "adam": ADAM,
}

# Constants that torch.optim gives as defaults and that nobody needs to turn here.
ADAGRAD_EPS = 1e-10
RMSPROP_DECAY, RMSPROP_EPS = 0.99, 1e-8
ADAM_BETA1, ADAM_BETA2, ADAM_EPS = 0.9, 0.999, 1e-8


@njit(nogil=True, cache=True, inline="always")
def update(
    rule: int,
    theta: np.ndarray,
    gradient: np.ndarray,
    state: np.ndarray,
    t: int,
    rate: float,
    momentum: float,
) -> Any:
    """Apply one update of ``rule`` to ``theta``."""
    if rule == PLAIN:
        for j in range(theta.size):
            theta[j] -= rate * gradient[j]
    elif rule == MOMENTUM:
        for j in range(theta.size):
            state[0, j] = momentum * state[0, j] + gradient[j]
            theta[j] -= rate * state[0, j]
    elif rule == NESTEROV:
        for j in range(theta.size):
            state[0, j] = momentum * state[0, j] + gradient[j]
            theta[j] -= rate * (gradient[j] + momentum * state[0, j])
    elif rule == ADAGRAD:
        for j in range(theta.size):
            state[0, j] += gradient[j] ** 2
            theta[j] -= rate * gradient[j] / (np.sqrt(state[0, j]) + ADAGRAD_EPS)
    elif rule == RMSPROP:
        for j in range(theta.size):
            state[0, j] = RMSPROP_DECAY * state[0, j] + (1.0 - RMSPROP_DECAY) * gradient[j] ** 2
            theta[j] -= rate * gradient[j] / (np.sqrt(state[0, j]) + RMSPROP_EPS)
    else:
        bias1 = 1.0 - ADAM_BETA1**t
        bias2 = np.sqrt(1.0 - ADAM_BETA2**t)
        for j in range(theta.size):
            state[0, j] = ADAM_BETA1 * state[0, j] + (1.0 - ADAM_BETA1) * gradient[j]
            state[1, j] = ADAM_BETA2 * state[1, j] + (1.0 - ADAM_BETA2) * gradient[j] ** 2
            theta[j] -= rate / bias1 * state[0, j] / (np.sqrt(state[1, j]) / bias2 + ADAM_EPS)
