"""The readable loop, the compiled loops and a plain loop over rows take the same way."""

import numpy as np
import pytest

from gd_core.descent import GradientDescentRegressor, compiled
from gd_core.descent.reference import descend
from gd_core.descent.rules import RULES
from gd_core.descent.run import Descent
from tests.descent.problems import problem

# Every rule at a rate that keeps all batch sizes stable on the standardised problem.
RATES = {"plain": 0.02, "momentum": 0.002, "nesterov": 0.002, "adagrad": 0.5, "rmsprop": 0.01, "adam": 0.02}
BATCHES = {"batch": None, "mini-batch": 8, "stochastic": 1}
EPOCHS = 6


def plain_loop(X, y, theta, rule, rate, batch_size, alpha, momentum=0.9):
    """Descent by its definition, one row at a time, sharing no code with the product."""
    theta, d, n = theta.copy(), X.shape[1], len(y)
    one, two, ends = np.zeros_like(theta), np.zeros_like(theta), [theta.copy()]
    t = 0
    for _ in range(EPOCHS):
        for start in range(0, n, batch_size or n):
            rows = range(start, min(start + (batch_size or n), n))
            g = np.zeros_like(theta)
            for i in rows:
                xi = np.append(X[i], 1.0)
                g += 2.0 * (xi @ theta - y[i]) * xi / len(rows)
            g[:d] += 2.0 * alpha * theta[:d]
            t += 1
            if rule == "plain":
                theta = theta - rate * g
            elif rule in ("momentum", "nesterov"):
                one = g if t == 1 else momentum * one + g
                theta = theta - rate * (g + momentum * one if rule == "nesterov" else one)
            elif rule == "adagrad":
                one = one + g * g
                theta = theta - rate * g / (np.sqrt(one) + 1e-10)
            elif rule == "rmsprop":
                one = 0.99 * one + 0.01 * g * g
                theta = theta - rate * g / (np.sqrt(one) + 1e-8)
            else:
                one, two = 0.9 * one + 0.1 * g, 0.999 * two + 0.001 * g * g
                theta = theta - rate * (one / (1 - 0.9**t)) / (np.sqrt(two / (1 - 0.999**t)) + 1e-8)
        ends.append(theta.copy())
    return np.array(ends)


@pytest.mark.parametrize("alpha", [0.0, 0.1])
@pytest.mark.parametrize("batch_size", BATCHES.values(), ids=BATCHES)
@pytest.mark.parametrize("rule", RULES)
def test_all_loops_agree(rule, batch_size, alpha):
    p = problem()
    X, y = (p.X - p.X.mean(axis=0)) / p.X.std(axis=0), p.y
    start = np.array([0.5, -0.3, 0.1, 1.0])
    expected = plain_loop(X, y, start, rule, RATES[rule], batch_size, alpha)
    descent = Descent(RATES[rule], EPOCHS, rule, batch_size=batch_size)
    steps = list(descend(X, y, start, descent, alpha))
    per_epoch = len(steps) // EPOCHS
    reference = np.array([start, *(s.updated for s in steps[per_epoch - 1 :: per_epoch])])
    model = GradientDescentRegressor(
        learning_rate=RATES[rule], batch_size=batch_size, update=rule, max_iter=EPOCHS, tol=None, alpha=alpha,
        shuffle=False, standardize=False,
    ).fit(X, y, coef_init=start[:3], intercept_init=start[3])  # fmt: skip
    assert reference == pytest.approx(expected, rel=1e-12, abs=1e-13)
    assert model.path_ == pytest.approx(expected, rel=1e-12, abs=1e-13)


def test_shuffled_rows_are_the_same_in_the_readable_and_the_compiled_loop():
    p = problem()
    order, seed = np.arange(len(p.y)), np.array([9], dtype=np.uint64)
    position, method = compiled.Position.at(np.zeros(4)), compiled.Method(compiled.PLAIN, 1e-4, 0.9)
    steps = list(descend(p.X, p.y, np.zeros(4), Descent(1e-4, 3, batch_size=7, shuffle=True, seed=9)))
    for epoch in range(3):
        compiled.shuffle(order, seed)
        compiled.epoch_of_rows(compiled.Rows(p.X, p.y, 0.0), order, 7, method, position)
        last = [s for s in steps if s.epoch == epoch + 1]
        assert np.array_equal(np.concatenate([s.rows for s in last]), order)
        assert position.theta == pytest.approx(last[-1].updated, rel=1e-12)
    assert position.updates[0] == steps[-1].number == 3 * 9  # 60 rows in batches of 7: nine an epoch


def both(function):
    """The compiled function, and the Python that it is compiled from."""
    return function, getattr(function, "py_func", function)


@pytest.mark.parametrize("form", [0, 1], ids=["compiled", "python"])
@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_the_same_to_read_and_to_run(rule, form):
    rng = np.random.default_rng(3)
    start, memory = rng.normal(size=5), np.zeros((2, 5))
    position, method = compiled.Position.at(start), compiled.Method(compiled.NUMBERS[rule], 0.03, 0.8)
    theta = start
    for t in range(1, 40):
        gradient = rng.normal(size=5) * 10.0 ** rng.integers(-4, 4)
        theta = theta - RULES[rule](gradient, memory, t, 0.03, 0.8)
        both(compiled.update)[form](method, position, gradient)
        assert position.theta == pytest.approx(theta, rel=1e-12, abs=1e-12)
        assert position.memory == pytest.approx(memory, rel=1e-12)
    assert position.updates[0] == 39


def test_every_rule_is_there_in_both_forms():
    assert set(compiled.NUMBERS) == set(RULES)
    assert sorted(compiled.NUMBERS.values()) == list(range(len(RULES)))


@pytest.mark.parametrize("batch_size", [1, 8])
@pytest.mark.parametrize("rule", RULES)
def test_an_epoch_of_rows_does_what_its_source_says(rule, batch_size):
    p, method = problem(), compiled.Method(compiled.NUMBERS[rule], 1e-4, 0.9)
    loss, ends = compiled.Rows(p.X, p.y, 0.1), []
    for epoch in both(compiled.epoch_of_rows):
        position = compiled.Position.at(np.full(4, 0.2))
        epoch(loss, np.arange(60), batch_size, method, position)
        assert position.updates[0] == -(-60 // batch_size)
        ends.append(position.theta)
    assert ends[0] == pytest.approx(ends[1], rel=1e-12)


@pytest.mark.parametrize("form", [0, 1], ids=["compiled", "python"])
@pytest.mark.parametrize("size", [2, 3])
def test_losses_along_a_path_are_those_of_the_formula(size, form):
    """J = w'Aw - 2c'w + yy + alpha w'w + m^2, with m = x.w + b - y the error at the mean row."""
    rng = np.random.default_rng(6)
    A, c, x, y, alpha = (
        np.array([[2.0, 0.5], [0.5, 1.0]]),
        np.array([0.3, -0.2]),
        np.array([0.4, -1.0]),
        0.7,
        0.2,
    )
    loss, path = compiled.Quadratic(A, c, x, y, alpha), rng.normal(size=(4, size))

    def offset(t):
        return x @ t[:2] + (t[2] if size > 2 else 0.0) - y

    def value(t):
        return t[:2] @ A @ t[:2] - 2.0 * c @ t[:2] + 5.0 + alpha * t[:2] @ t[:2] + offset(t) ** 2

    def norm(t):
        m = 2.0 * offset(t)
        slope = 2.0 * (A @ t[:2] - c + alpha * t[:2]) + m * x
        return np.linalg.norm(np.append(slope, m) if size > 2 else slope)

    w = path[0, :2]
    anchor = compiled.Anchor(path[0], value(path[0]), 2.0 * (A @ w - c + alpha * w), offset(path[0]))
    losses, norms = both(compiled.along)[form](path, loss, anchor)
    assert losses == pytest.approx([value(t) for t in path], rel=1e-12)
    assert norms == pytest.approx([norm(t) for t in path], rel=1e-12)


@pytest.mark.parametrize(
    ("rate", "threshold", "outcome"),
    [(0.1, 1e-9, compiled.MAX_ITER), (0.1, 0.5, compiled.CONVERGED), (9.0, 1e-9, compiled.DIVERGED)],
)
def test_epochs_of_batch_do_what_their_source_says(rate, threshold, outcome):
    loss = compiled.Quadratic(np.eye(2), np.array([1.0, 2.0]), np.array([0.5, -0.5]), 3.0, 0.0)
    method, limits = compiled.Method(compiled.PLAIN, rate, 0.9), compiled.Limits(np.ones(3), threshold, 1e9)
    ends = []
    for epochs in both(compiled.epochs_of_batch):
        path = np.zeros((50, 3))
        filled, found = epochs(loss, method, compiled.Position.at(np.zeros(3)), limits, path)
        assert found == outcome
        ends.append(path[:filled])
    assert ends[0] == pytest.approx(ends[1], rel=1e-12)


@pytest.mark.parametrize("rule", RULES)
def test_a_descent_in_pieces_is_the_descent_in_one(rule):
    """Where a piece ends and the next begins, nothing is lost, and nothing is stopped."""
    loss = compiled.Quadratic(np.eye(2), np.array([1.0, 2.0]), np.array([0.5, -0.5]), 3.0, 0.0)
    method = compiled.Method(compiled.NUMBERS[rule], 0.05, 0.9)
    limits = compiled.Limits(np.ones(3), 1e-3, 1e9)
    whole, one = np.zeros((60, 3)), compiled.Position.at(np.zeros(3))
    filled, outcome = compiled.epochs_of_batch(loss, method, one, limits, whole)
    position, pieces, found = compiled.Position.at(np.zeros(3)), [], compiled.MAX_ITER
    while found == compiled.MAX_ITER and len(pieces) < 60:
        piece = np.zeros((1, 3))
        count, found = compiled.epochs_of_batch(loss, method, position, limits, piece)
        pieces += list(piece[:count])
    assert found == outcome
    assert np.array_equal(np.array(pieces), whole[:filled])


@pytest.mark.parametrize("form", [0, 1], ids=["compiled", "python"])
@pytest.mark.parametrize("columns", [1, 3, 4, 5, 9])
def test_moments_of_blocks_are_those_of_all_rows(columns, form):
    rng = np.random.default_rng(4)
    rows = rng.normal(size=(40, columns)) @ rng.normal(size=(columns, columns)) + 3.0
    for centred in (True, False):
        mean, products, seen = np.zeros(columns), np.zeros((columns, columns)), 0
        for part in (rows[:7], rows[7:8], rows[8:]):
            both(compiled.add_moments)[form](part.T.copy(), float(seen), centred, mean, products)
            seen += len(part)
        centre = rows.mean(axis=0) if centred else np.zeros(columns)
        away = rows - centre
        assert mean == pytest.approx(centre, rel=1e-12)
        assert np.tril(products) == pytest.approx(np.tril(away.T @ away), rel=1e-10, abs=1e-10)
        assert not np.triu(products, 1).any()


def splitmix64(state, count):
    """The first words of the generator, in whole numbers of any size."""
    words, most = [], 2**64
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) % most
        z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9 % most
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB % most
        words.append(z ^ (z >> 31))
    return words


def test_shuffle_draws_from_splitmix64():
    # The words that implementations of it are checked with.
    assert splitmix64(1234567, 3) == [6457827717110365317, 3203168211198807973, 9817491932198370423]
    expected, drawn = list(range(30)), np.arange(30)
    for i, word in zip(range(29, 0, -1), splitmix64(77, 29), strict=True):
        j = (word >> 32) * (i + 1) >> 32
        expected[i], expected[j] = expected[j], expected[i]
    compiled.shuffle(drawn, np.array([77], dtype=np.uint64))
    assert drawn.tolist() == expected


def test_shuffle_is_a_fair_permutation():
    seed, counts = np.array([1], dtype=np.uint64), np.zeros((5, 5))
    for _ in range(20_000):
        order = np.arange(5)
        compiled.shuffle(order, seed)
        counts[np.arange(5), order] += 1
    assert (counts.sum(axis=0) == 20_000).all()
    # Each of the 25 cells is binomial(20000, 1/5): five standard deviations are 283.
    assert np.abs(counts - 4_000).max() < 283


def test_the_compiled_shuffle_does_what_its_source_says():
    machine, readable = np.arange(50), np.arange(50)
    seeds = [np.array([12345], dtype=np.uint64) for _ in range(2)]
    compiled.shuffle(machine, seeds[0])
    with np.errstate(over="ignore"):  # 64-bit words wrap around on purpose
        both(compiled.shuffle)[1](readable, seeds[1])
    assert np.array_equal(machine, readable) and seeds[0] == seeds[1]
    assert not np.array_equal(machine, np.arange(50))
