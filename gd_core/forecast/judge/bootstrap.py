"""Block bootstrap: resamples of days that resemble their neighbours, and how long the blocks must be."""

import numpy as np
import pandas as pd

from gd_core.forecast.judge.autocorrelation import Calendar, autocovariance


def block_length(days: pd.DatetimeIndex, values: np.ndarray, horizon: int = 1) -> int:
    """Days in a block, so that the mean of resampled blocks varies as that of ``values`` (n,) does.

    The rule of Politis and White (2004), Automatic Block-Length Selection for the Dependent Bootstrap, as
    corrected by Patton, Politis and White (2009), for the circular bootstrap. It answers 1 or 2 where weak
    dependence hides in the noise of a short record: at least ``horizon`` and the cube root of n.
    """
    n = len(values)
    least = max(horizon, int(np.ceil(n ** (1.0 / 3.0))))
    most = max(int(np.ceil(min(3.0 * np.sqrt(n), n / 3.0))), least)
    calm = max(5, int(np.ceil(np.sqrt(np.log10(n))))) if n > 1 else 5  # lags in a row within the bounds
    furthest = int(np.ceil(np.sqrt(n))) + calm
    sums, _ = autocovariance(days, values, furthest)
    if sums[0] <= 0.0:
        return least
    outside = np.abs(sums[1:] / sums[0]) > 2.0 * np.sqrt(np.log10(n) / n)
    runs = np.lib.stride_tricks.sliding_window_view(outside, calm).any(axis=1)
    ends = np.flatnonzero(~runs)
    last = int(ends[0]) if len(ends) else int(np.flatnonzero(outside)[-1]) + 1
    window = min(2 * max(last, 1), furthest)
    lag = np.arange(1, window + 1)
    flat_top = np.clip(2.0 * (1.0 - lag / window), 0.0, 1.0)
    slope = 2.0 * np.sum(flat_top * lag * sums[1 : window + 1])
    spectrum = sums[0] + 2.0 * np.sum(flat_top * sums[1 : window + 1])
    best = (1.5 * (slope / spectrum) ** 2 * n) ** (1.0 / 3.0) if spectrum > 0.0 else most
    return int(np.clip(np.ceil(best), least, most))


def resampled_sums(
    days: pd.DatetimeIndex, values: np.ndarray, length: int, *, resamples: int, seed: int
) -> np.ndarray:
    """Sums of the columns of ``values`` (n, m) over resampled days, (resamples, m).

    The circular block bootstrap (Politis and Romano 1992): a resample is made of blocks of ``length``
    consecutive calendar days, drawn with equal chance from every start, the last one cut to fit; the first
    day follows on the last one. Sums of all blocks are formed once, so that a resample costs as many
    additions as it has blocks. Gaps longer than a block count as one block.
    """
    calendar = Calendar.of(days, length)
    total, n = calendar.spread(values), calendar.length
    length = min(length, n)
    blocks, rest = divmod(n, length)
    starts = np.random.default_rng(seed).integers(0, n, (resamples, blocks + (rest > 0)))
    sums = np.empty((resamples, values.shape[1]))
    for column in range(values.shape[1]):
        around = np.cumsum(np.concatenate([[0.0], total[:, column], total[:length, column]]))
        whole = around[length : length + n] - around[:n]
        sums[:, column] = whole[starts[:, :blocks]].sum(axis=1)
        if rest:
            part = around[rest : rest + n] - around[:n]
            sums[:, column] += part[starts[:, -1]]
    return sums
