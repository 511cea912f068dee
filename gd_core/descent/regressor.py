"""`GradientDescentRegressor`: linear regression by gradient descent, as a scikit-learn estimator."""

import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import assert_all_finite, check_random_state
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import check_is_fitted, validate_data

from gd_core.descent import parameters
from gd_core.descent.blockwise import in_blocks, moments_of_blocks
from gd_core.descent.curvature import QUADRATIC_RULES, Curvature
from gd_core.descent.objective import LeastSquares, Moments
from gd_core.descent.rates import automatic_rate
from gd_core.descent.recorder import Recorder
from gd_core.descent.rules import RULES
from gd_core.descent.run import Descent, run
from gd_core.descent.scaling import Scaling
from gd_core.descent.starts import STARTS, drawn_start
from gd_core.descent.status import Status

Callback = Callable[[int, pd.DataFrame], object]


def _takes_all_rows_at_once(model: "GradientDescentRegressor") -> bool:
    return model.batch_size is None


class GradientDescentRegressor(RegressorMixin, BaseEstimator):
    """Least squares, with an optional ridge penalty, minimised by gradient descent.

    The loss is J(w, b) = (1/n) sum (w . x_i + b - y_i)^2 + alpha * |w|^2, taken in standardised columns
    if ``standardize`` is on. See `gd_core.descent.objective`.

    Parameters
    ----------
    learning_rate : "auto" or float above 0
        What the gradient of J (factor 2 included) is multiplied by. "auto" is the best fixed rate from the
        curvature for batch descent, and a rate that no row can make diverge for smaller batches.
    batch_size : None or int, at least 1
        Rows per update: None is batch descent, 1 stochastic, anything else mini-batch. More than there are
        rows means all of them, with a warning.
    update : "plain", "momentum", "nesterov", "adagrad", "rmsprop" or "adam"
        The update rule, as defined by torch.optim, with its defaults.
    momentum : float from 0 to 1
        For the rules "momentum" and "nesterov".
    max_iter : int, at least 1
        Most epochs. An epoch is one pass over the rows.
    tol : None or float, at least 0
        Converged when the norm of J's gradient is at most ``tol`` times the norm it would have if the error
        were as large as y varies and moved with a column (`run.limits_from`). None runs all epochs.
    alpha : float, at least 0
        Ridge strength. ``Ridge(alpha=n * alpha)`` on the same columns has the same minimum.
    fit_intercept : bool
    standardize : bool
        Divide columns by their standard deviation (ddof 0) after taking off their mean. Without an
        intercept the mean stays, since taking it off would bring an intercept in, and the divisor is the
        root mean square. A constant column is divided by 1.
    init : "zeros", "uniform" (-1 to 1) or "normal" (standard)
        Start of the parameters, in the columns that are descended on.
    shuffle : bool
        Draw a new order of the rows before each epoch (no effect on batch descent).
    random_state : None, int or RandomState
        For the start and the shuffles, stored untouched; an int gives the same bits again.

    Attributes
    ----------
    coef_ : (d,), intercept_ : float, in original units.
    n_iter_ : epochs done. learning_rate_ : the rate used. n_features_in_, feature_names_in_.
    status_ : `Status`, equal to "converged", "max_iter", "diverged" or "stopped".
    history_ : DataFrame of epoch (0 is the start), loss (J), validation_loss (mean squared error),
        gradient_norm (of J in the columns that are descended on).
    path_ : (n_iter_ + 1, d + 1), weights then intercept after each epoch, in original units.
    curvature_ : `Curvature` of J in the columns that are descended on.
    """

    def __init__(
        self,
        *,
        learning_rate: Any = "auto",
        batch_size: int | None = None,
        update: str = "plain",
        momentum: float = 0.9,
        max_iter: int = 1000,
        tol: float | None = 1e-6,
        alpha: float = 0.0,
        fit_intercept: bool = True,
        standardize: bool = True,
        init: str = "zeros",
        shuffle: bool = True,
        random_state: Any = None,
    ) -> None:
        self.learning_rate = learning_rate
        self.batch_size = batch_size
        self.update = update
        self.momentum = momentum
        self.max_iter = max_iter
        self.tol = tol
        self.alpha = alpha
        self.fit_intercept = fit_intercept
        self.standardize = standardize
        self.init = init
        self.shuffle = shuffle
        self.random_state = random_state

    def fit(
        self,
        X: Any,
        y: Any,
        *,
        validation_data: tuple[Any, Any] | None = None,
        coef_init: Any = None,
        intercept_init: float | None = None,
        callback: Callback | None = None,
    ) -> "GradientDescentRegressor":
        """Descend on X (n, d) and y (n,), arrays, frames, or collections of Dask, whose rows stay in blocks.

        ``validation_data`` (X, y) only adds a column to the history. ``coef_init`` (d,) and
        ``intercept_init`` replace the start, in original units. ``callback(epoch, history so far)`` is
        called after every epoch; a truthy answer stops the run. Warns with ConvergenceWarning if the run
        diverged or ran out of epochs. Raises TypeError or ValueError for parameters or data out of range.
        """
        if in_blocks(X):
            return self._fit_blocks(X, y, validation_data, (coef_init, intercept_init), callback)
        # Whether X is finite is seen from its moments: large data are not read once more for it.
        X, y = validate_data(self, X, y, dtype=np.float64, y_numeric=True, ensure_all_finite=False)
        y = np.asarray(y, dtype=np.float64)
        self._check_parameters()
        held_out = None if validation_data is None else self._check_validation(validation_data)
        moments = Moments.of(X, y, centred=self.fit_intercept)
        self._check_finite(X, moments)
        return self.fit_moments(moments, (X, y), held_out, (coef_init, intercept_init), callback)

    @available_if(_takes_all_rows_at_once)
    def partial_fit(self, X: Any, y: Any) -> "GradientDescentRegressor":
        """Learn from the rows X (n, d) and y (n,) beside all that have come before, by `fit` or here.

        Of each row only its part in the moments is kept, so that the descent, which is made anew from the
        start, is that on all rows at once, in whatever order they came. Only batch descent has it: smaller
        batches need the rows themselves. Raises and warns as `fit` does.
        """
        first = not hasattr(self, "_moments")
        X, y = validate_data(
            self, X, y, dtype=np.float64, y_numeric=True, ensure_all_finite=False, reset=first
        )
        self._check_parameters()
        centred = bool(self.fit_intercept)
        if not first and self._centred != centred:
            raise ValueError("fit_intercept was changed after the first rows: call fit with all of them.")
        moments = Moments.of(X, np.asarray(y, dtype=np.float64), centred=centred)
        self._check_finite(X, moments)
        return self.fit_moments(moments if first else self._moments.merged(moments))

    def _fit_blocks(
        self, X: Any, y: Any, validation_data: Any, begin: tuple[Any, Any], callback: Callback | None
    ) -> "GradientDescentRegressor":
        """`fit` on collections of Dask: their rows never come together."""
        self._check_parameters()
        if self.batch_size is not None:
            raise ValueError("Rows in blocks are descended on all at once: batch_size must be None.")
        moments = moments_of_blocks(X, y, centred=bool(self.fit_intercept))
        self._check_finite(None, moments)
        self.n_features_in_ = moments.x_mean.size
        names = list(getattr(X, "columns", []))
        if names and all(isinstance(name, str) for name in names):
            self.feature_names_in_ = np.array(names, dtype=object)
        elif hasattr(self, "feature_names_in_"):
            del self.feature_names_in_
        held_out = None if validation_data is None else self._check_validation(validation_data)
        return self.fit_moments(moments, None, held_out, begin, callback)

    def fit_moments(
        self,
        moments: Moments,
        data: tuple[np.ndarray, np.ndarray] | None = None,
        held_out: tuple[np.ndarray, np.ndarray] | None = None,
        begin: tuple[Any, Any] = (None, None),
        callback: Callback | None = None,
    ) -> "GradientDescentRegressor":
        """Descend on the loss by ``moments``, about the origin where there is no intercept.

        ``data``: the rows X and y, where they are at hand; ``begin``: coef_init and intercept_init; the
        others as `fit` takes them.
        """
        self._moments, self._centred = moments, bool(self.fit_intercept)
        random = check_random_state(self.random_state)
        scaling = Scaling.none(moments.x_mean.size)
        if self.standardize:
            scaling = Scaling.of(moments.x_mean, np.sqrt(np.diag(moments.xx)))
        objective = LeastSquares(moments.scaled(scaling), self.fit_intercept, float(self.alpha))
        self.curvature_ = Curvature.of(objective.hessian())
        start = self._start(random, scaling, *begin)
        descent = self._descent(moments.n, seed=int(random.randint(2**31 - 1)))
        X, y = data or (np.empty((0, moments.x_mean.size)), np.empty(0))
        rows = X if descent.batch_size is None else scaling.rows(X)
        if isinstance(self.learning_rate, str):
            descent = replace(descent, rate=automatic_rate(objective, self.curvature_, rows, descent))
        self.learning_rate_ = descent.rate
        recorder = Recorder(objective, held_out, scaling)
        watch = None
        if callback is not None:
            watch = recorder.watch(lambda epoch, so_far: callback(epoch, _frame(so_far)), start)
        path, self.status_ = run(objective, (rows, y), start, descent, watch)
        self.n_iter_ = len(path) - 1
        self._history = recorder.history(path, data)
        self._path = path, scaling
        end = scaling.to_original(path[-1:])[0]
        self.coef_, self.intercept_ = end[:-1], float(end[-1])
        self._judge()
        return self

    @property
    def history_(self) -> pd.DataFrame:
        """Loss by epoch; see the class. Made into a frame when asked for: a fit is often faster than that."""
        check_is_fitted(self)
        return _frame(self._history)

    @property
    def path_(self) -> np.ndarray:
        """Parameters by epoch; see the class. Converted to original units when asked for."""
        return self.path_at(slice(None))

    def path_at(self, epochs: np.ndarray | slice) -> np.ndarray:
        """Rows of `path_` for some epochs: of long runs, the whole takes longer than what is made of it."""
        check_is_fitted(self)
        path, scaling = self._path
        return scaling.to_original(path[epochs])

    def predict(self, X: Any) -> np.ndarray:
        """Predictions (n,) for X (n, d)."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, reset=False)
        return np.asarray(X @ self.coef_ + self.intercept_)

    def _check_parameters(self) -> None:
        if isinstance(self.learning_rate, str):
            if self.learning_rate != "auto":
                raise ValueError(
                    f"learning_rate must be 'auto' or a number above 0; received {self.learning_rate!r}."
                )
        else:
            parameters.real("learning_rate", self.learning_rate, open_low=True)
        if self.batch_size is not None:
            parameters.integer("batch_size", self.batch_size, low=1)
        parameters.choice("update", self.update, RULES)
        parameters.real("momentum", self.momentum, high=1.0)
        parameters.integer("max_iter", self.max_iter, low=1)
        if self.tol is not None:
            parameters.real("tol", self.tol)
        parameters.real("alpha", self.alpha)
        for name in ("fit_intercept", "standardize", "shuffle"):
            parameters.boolean(name, getattr(self, name))
        parameters.choice("init", self.init, STARTS)

    def _check_finite(self, X: np.ndarray | None, moments: Moments) -> None:
        if np.isfinite(moments.xx).all() and np.isfinite(moments.xy).all() and np.isfinite(moments.yy):
            return
        if X is None:
            raise ValueError("X or y holds NaN, infinity or numbers too large to be squared.")
        assert_all_finite(X, input_name="X", estimator_name=type(self).__name__)
        raise ValueError("X or y holds numbers too large to be squared; divide them by a power of ten.")

    def _check_validation(self, validation_data: tuple[Any, Any]) -> tuple[np.ndarray, np.ndarray]:
        try:
            X, y = validation_data
        except (TypeError, ValueError):
            raise ValueError("validation_data must be a pair (X, y).") from None
        X = validate_data(self, X, dtype=np.float64, reset=False)
        y = np.asarray(y, dtype=np.float64)
        if y.shape != (len(X),) or not np.isfinite(y).all():
            raise ValueError(
                f"y of validation_data must be {len(X)} finite numbers, one for each row; "
                f"received shape {y.shape}."
            )
        return X, y

    def _descent(self, n: int, seed: int) -> Descent:
        """How to descend on ``n`` rows; an automatic rate is NaN as yet."""
        batch_size = None if self.batch_size is None else int(self.batch_size)
        if batch_size is not None and batch_size > n:
            warnings.warn(
                f"batch_size is {batch_size}, above the {n} rows there are: all of them make one batch.",
                stacklevel=4,
            )
            batch_size = n
        return Descent(
            rule=self.update,
            rate=float("nan" if isinstance(self.learning_rate, str) else self.learning_rate),
            momentum=float(self.momentum),
            batch_size=batch_size,
            max_iter=int(self.max_iter),
            tol=self.tol,
            shuffle=bool(self.shuffle),
            seed=seed,
        )

    def _start(
        self, random: np.random.RandomState, scaling: Scaling, coef: Any, intercept: Any
    ) -> np.ndarray:
        d = scaling.shift.size
        theta = drawn_start(self.init, random, d + self.fit_intercept)
        if coef is None and intercept is None:
            return theta
        *w, b = scaling.to_original(theta[None])[0]
        if coef is not None:
            w = np.asarray(coef, dtype=float)
            if w.shape != (d,) or not np.isfinite(w).all():
                raise ValueError(
                    f"coef_init must be {d} finite numbers, one for each column; received shape {w.shape}."
                )
        if intercept is not None:
            b = parameters.real("intercept_init", intercept, low=None)
            if not self.fit_intercept and b != 0.0:
                raise ValueError("intercept_init must be left out when fit_intercept is False.")
        return scaling.from_original(np.asarray(w), b)[: theta.size]  # `run` refuses what is not finite

    def _judge(self) -> None:
        """Set an honest status and warn where the result is not a minimum."""
        plain_batch = self.batch_size is None and self.update in QUADRATIC_RULES
        stable = (
            self.curvature_.largest_stable_rate(self.update, float(self.momentum)) if plain_batch else np.inf
        )
        first, last = self._history[0, [0, -1]]
        if self.status_ is Status.MAX_ITER and self.learning_rate_ > stable and last > first:
            self.status_ = Status.DIVERGED  # slowly, but surely
        if self.status_ is Status.DIVERGED:
            remedy = (
                f"rates up to {stable:.4g} are stable for this data"
                if plain_batch
                else "choose a smaller learning_rate, or 'auto'"
            )
            self._warn(
                f"Gradient descent diverged in epoch {self.n_iter_ + 1} with learning_rate "
                f"{self.learning_rate_:.4g}: {remedy}."
            )
        elif self.status_ is Status.MAX_ITER and self.tol is not None:
            self._warn(
                f"Gradient descent ran all {self.max_iter} epochs before its gradient fell below tol "
                f"({self.tol:g}). Raise max_iter, or change learning_rate ({self.learning_rate_:.4g})."
            )

    def _warn(self, message: str) -> None:
        warnings.warn(message, ConvergenceWarning, stacklevel=5)  # in the code that called `fit`


class QuietRegressor(GradientDescentRegressor):
    """One whose status is looked at, so that nothing has to be warned of.

    Filters of warnings are those of all threads: one that ends a filter ends it for the others, too.
    """

    def _warn(self, message: str) -> None:
        pass


def _frame(history: np.ndarray) -> pd.DataFrame:
    """A history (3, epochs + 1) as a frame that shares its memory: it is made after every watched epoch."""
    names = ["loss", "validation_loss", "gradient_norm"]
    columns = {"epoch": np.arange(history.shape[1]), **dict(zip(names, history, strict=True))}
    return pd.DataFrame(columns, copy=False)
