"""The update rules, to be read: by how much the parameters change, given a gradient.

Every rule is the one of the same name in ``torch.optim`` (PyTorch 2, section "Algorithm" of each class),
defaults included. These run in the readable loop (`gd_core.descent.reference`); `gd_core.descent.compiled`
has the same formulas for the machine.

A new rule takes three places, and tests fail until all of them have it: a function and a line in `RULES`
here, a branch in `compiled.update`, and in `rates` what its automatic learning rate is.
"""

from collections.abc import Callable

import numpy as np

#: ``rule(gradient, memory, t, rate, momentum)`` returns what is taken off the parameters, (p,). ``memory``
#: (2, p) is zero before the first update and the rule's own; ``t`` counts updates from 1.
Rule = Callable[[np.ndarray, np.ndarray, int, float, float], np.ndarray]

# Constants that torch.optim gives as defaults and that nobody needs to turn here.
ADAGRAD_EPS = 1e-10
RMSPROP_DECAY, RMSPROP_EPS = 0.99, 1e-8
ADAM_BETA1, ADAM_BETA2, ADAM_EPS = 0.9, 0.999, 1e-8


def plain(gradient: np.ndarray, memory: np.ndarray, t: int, rate: float, momentum: float) -> np.ndarray:
    """The gradient times the rate (SGD)."""
    return rate * gradient


def heavy_ball(gradient: np.ndarray, memory: np.ndarray, t: int, rate: float, momentum: float) -> np.ndarray:
    """A velocity that gathers gradients (SGD with momentum, no dampening)."""
    memory[0] = momentum * memory[0] + gradient
    return rate * memory[0]


def nesterov(gradient: np.ndarray, memory: np.ndarray, t: int, rate: float, momentum: float) -> np.ndarray:
    """The same velocity, looked at one step ahead (SGD with nesterov=True)."""
    memory[0] = momentum * memory[0] + gradient
    return rate * (gradient + momentum * memory[0])


def adagrad(gradient: np.ndarray, memory: np.ndarray, t: int, rate: float, momentum: float) -> np.ndarray:
    """Over the root of the sum of all squares so far, so that steps get shorter (Adagrad)."""
    memory[0] += gradient**2
    return rate * gradient / (np.sqrt(memory[0]) + ADAGRAD_EPS)


def rmsprop(gradient: np.ndarray, memory: np.ndarray, t: int, rate: float, momentum: float) -> np.ndarray:
    """Over the root of a running mean of the squares (RMSprop)."""
    memory[0] = RMSPROP_DECAY * memory[0] + (1.0 - RMSPROP_DECAY) * gradient**2
    return rate * gradient / (np.sqrt(memory[0]) + RMSPROP_EPS)


def adam(gradient: np.ndarray, memory: np.ndarray, t: int, rate: float, momentum: float) -> np.ndarray:
    """A running mean over the root of a running mean of squares, both freed of their start at 0 (Adam)."""
    memory[0] = ADAM_BETA1 * memory[0] + (1.0 - ADAM_BETA1) * gradient
    memory[1] = ADAM_BETA2 * memory[1] + (1.0 - ADAM_BETA2) * gradient**2
    mean, square = memory[0] / (1.0 - ADAM_BETA1**t), memory[1] / (1.0 - ADAM_BETA2**t)
    return rate * mean / (np.sqrt(square) + ADAM_EPS)


#: Names as users write them, in the order in which they are offered.
RULES: dict[str, Rule] = {
    "plain": plain,
    "momentum": heavy_ball,
    "nesterov": nesterov,
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": adam,
}

#: How the rules are written for people.
NAMES = {
    "plain": "Plain",
    "momentum": "Momentum",
    "nesterov": "Nesterov",
    "adagrad": "AdaGrad",
    "rmsprop": "RMSprop",
    "adam": "Adam",
}
