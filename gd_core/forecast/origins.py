"""Rolling origins: the fit is made anew as days pass, from what is known by then, and foretells the next.

What a forecaster would have said all along is what a forecast is worth (Tashman 2000, Out-of-sample tests of
forecasting accuracy), and it tells how strong the penalty should be, with nothing of the future in it.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from gd_core.descent.scaling import Scaling
from gd_core.forecast.rows.rows import Rows
from gd_core.forecast.settings import ExperimentSettings

FIRST = 30  # rows before the first fit
GROWTH = 0.1  # share of the rows so far after which the fit is made anew
EVERY = 30  # rows after which it is made anew at the latest, behind the training part
# Days of evidence that a coefficient must overcome; infinitely many leave the reference as it is.
STRENGTHS = np.array([6.0, 20.0, 60.0, 200.0, 600.0, 2000.0, np.inf])
LONG = 1095  # rows from which on a record is long
USUAL = {False: 200.0, True: 60.0}  # strength for short and for long records, until another proved better:
PROOF = 1.5  # by so many standard errors of the difference
UNORDERED = 60.0  # strength where days are dealt out at random, and no order of time can tell


@dataclass(frozen=True)
class Origins:
    """What the fits at every origin foretell for the rows behind it, for rows in the order of time.

    ``forecast`` (n,): of each row's departure, NaN before the first fit. ``cuts`` (k + 1,): the first row
    that each fit foretells, and n. ``known`` (k,): rows whose outcome was known then. ``strength`` (k + 1,):
    of the penalty, in days; the last one is that of a fit on all rows.
    """

    forecast: np.ndarray
    cuts: np.ndarray
    known: np.ndarray
    strength: np.ndarray

    def strength_at(self, row: int) -> float:
        """The strength that was chosen for the fit that foretells ``row``."""
        return float(self.strength[np.searchsorted(self.cuts, row, side="right") - 1])


def roll(rows: Rows, settings: ExperimentSettings) -> Origins | None:
    """Go through the origins of ``rows``; None if days are dealt out at random or it starts from nothing."""
    if rows.trust is None or not settings.rolls:
        return None
    train, known = rows.counts["train"], rows.outcome_known
    X, y = rows.X.to_numpy(), rows.y.to_numpy()
    return go_through(X, y, known, rows.trust, train=train, strength=settings.alpha)


def training_strength(rows: Rows, settings: ExperimentSettings, rolled: Origins | None) -> float:
    """Strength of the penalty on the training part, in days of evidence: what was chosen at its end."""
    if settings.alpha is not None:
        return settings.alpha * rows.counts["train"]
    return UNORDERED if rolled is None else rolled.strength_at(rows.counts["train"])


def go_through(
    X: np.ndarray,
    y: np.ndarray,
    outcome_known: np.ndarray,
    trust: np.ndarray,
    *,
    train: int,
    strength: float | None,
) -> Origins:
    """Fit at every origin, and choose the strength there by what the fits before would have lost.

    ``X`` (n, d) terms, zero where unknown; ``y`` (n,) departures; ``outcome_known`` (n,): on the day of a
    row, how many rows have an outcome; ``trust`` (d,), see `departures`; ``train``: rows of the training
    part; ``strength``: one for all fits, in days for each row that it learns from, or None to choose.
    """
    n = len(y)
    cuts = origins(n, train)
    known = outcome_known[cuts[:-1]]
    learned = np.append(known, n)
    tried = STRENGTHS if strength is None else np.array([strength])
    share = np.ones(len(learned)) if strength is None else learned
    coef = ridge_at(X, y, learned, trust, np.outer(share, tried))
    candidates = np.full((n, len(tried)), np.nan)
    for fit, (first, end) in enumerate(itertools.pairwise(cuts)):
        candidates[first:end] = X[first:end] @ coef[fit].T
    chosen = np.zeros(len(learned), dtype=int)
    if strength is None:
        chosen = choose((candidates - y[:, None]) ** 2, learned, int(cuts[0]))
    row_fit = np.searchsorted(cuts, np.arange(n), side="right") - 1
    forecast = candidates[np.arange(n), chosen[np.maximum(row_fit, 0)]]
    return Origins(forecast, cuts, known, (share[:, None] * tried)[np.arange(len(learned)), chosen])


def origins(n: int, train: int) -> np.ndarray:
    """The first row that each fit foretells, and n; one fit is made at the end of the training part."""
    cuts = [min(FIRST, train)]
    while (last := cuts[-1]) < n:
        more = max(1, round(GROWTH * last))
        cuts.append(min(last + more, train) if last < train else min(last + min(more, EVERY), n))
    return np.array(cuts)


def scaling_of(X: np.ndarray, trust: np.ndarray) -> Scaling:
    """Terms become multiples of their typical size over the rows ``X`` (n, d), times the ``trust``.

    They are not centred: zero stays "no departure".
    """
    size = np.sqrt(np.mean(X**2, axis=0)) if len(X) else np.zeros(X.shape[1])
    flat = ~(size > 0.0)
    return Scaling(np.zeros(len(trust)), np.where(flat, 1.0, size / trust), flat)


def ridge_at(
    X: np.ndarray, y: np.ndarray, known: np.ndarray, trust: np.ndarray, strengths: np.ndarray
) -> np.ndarray:
    """Coefficients (fits, tried, d) from the first ``known`` (fits,) rows, by ``strengths`` (fits, tried).

    The minimum of sum (Xw - y)^2 + strength * sum (w_j size_j / trust_j)^2, with the size of `scaling_of`.
    From running sums of products: a thousand fits cost about as much as a few.
    """
    table = np.column_stack([X, y])
    edges = np.concatenate([[0], known])
    blocks = [table[a:b].T @ table[a:b] for a, b in itertools.pairwise(edges)]
    sums = np.cumsum(blocks, axis=0)
    inner = np.arange(X.shape[1])
    size = np.sqrt(sums[:, inner, inner] / np.maximum(known, 1)[:, None])
    scale = np.divide(trust, size, out=np.zeros_like(size), where=size > 0.0)
    gram = sums[:, :-1, :-1] * scale[:, :, None] * scale[:, None, :]
    moments = sums[:, :-1, -1] * scale
    coef = np.zeros((len(known), strengths.shape[1], X.shape[1]))
    for k, strength in enumerate(strengths.T):
        if np.isfinite(strength).all():
            stiff = gram.copy()
            # Without any, equal terms have no answer.
            stiff[:, inner, inner] += np.maximum(strength[:, None], 1e-9)
            coef[:, k] = np.linalg.solve(stiff, moments[..., None])[..., 0] * scale
    return coef


def choose(errors: np.ndarray, known: np.ndarray, first: int) -> np.ndarray:
    """Place in `STRENGTHS` for each fit (fits,), from squared ``errors`` (n, tried) of rows known by then.

    The later half of them counts. The usual strength stands, unless another one was better by more than
    `PROOF` standard errors of the difference.
    """
    since = np.minimum(np.maximum(known // 2, first), known)
    chosen = np.empty(len(known), dtype=int)
    nothing = np.zeros((1, errors.shape[1]))
    for is_long, strength in USUAL.items():
        fits = (known >= LONG) == is_long
        usual = int(np.flatnonzero(strength == STRENGTHS)[0])
        gain = np.nan_to_num(errors[:, [usual]] - errors)
        sums = np.concatenate([nothing, np.cumsum(gain, axis=0)])
        squares = np.concatenate([nothing, np.cumsum(gain**2, axis=0)])
        begin, end = since[fits], known[fits]
        doubt = PROOF * np.sqrt(np.maximum(squares[end] - squares[begin], 0.0))
        proof = sums[end] - sums[begin] - doubt
        chosen[fits] = np.where(proof.max(axis=1) > 0.0, proof.argmax(axis=1), usual)
    return chosen
