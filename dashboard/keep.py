"""How results are kept: a visitor's own in the session, what comes of a bundled record once for everybody.

In: functions whose first argument is the key of a table, and jobs. Out: the same, asked once. What is kept
for everybody is shown in many pages at once, so nobody may change it; a test holds the pages to that.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import fields
from functools import partial, wraps
from threading import Lock
from typing import Any, TypeVar, cast

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.jobs import Job, Visitor
from gd_core.forecast import ExperimentSettings, Result
from gd_core.forecast.explore.loss_surface import Question
from gd_core.forecast.progress import Progress

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")

FIELDS = [field.name for field in fields(ExperimentSettings)]
FOR_EVERYBODY = 4  # times as many results of a kind as in a session
FINISHED = 48  # results of jobs for everybody


class Newest:
    """The ``most`` values that were asked for last, by name; for several threads."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._values: OrderedDict[str, Any] = OrderedDict()

    def get(self, name: str) -> Any:
        """The value of this name, or None."""
        with self._lock:
            if name in self._values:
                self._values.move_to_end(name)
            return self._values.get(name)

    def put(self, name: str, value: Any) -> None:
        """Keep a value; the one that was not asked for longest goes, if there are too many."""
        with self._lock:
            self._values[name] = value
            self._values.move_to_end(name)
            if len(self._values) > self._most:
                self._values.popitem(last=False)

    def clear(self) -> None:
        """Keep nothing any longer."""
        with self._lock:
            self._values.clear()


_everybodys: set[str] = set()
_finished = Newest(FINISHED)
_ours: list[Callable[[], None]] = []  # each forgets what one function found for everybody


def for_everybody(key: str) -> None:
    """The table ``key`` is a bundled one."""
    _everybodys.add(key)


def is_everybodys(key: str) -> bool:
    """Whether what comes of the table ``key`` may be shown to everybody."""
    return key in _everybodys


def told_apart(settings: ExperimentSettings, *, ignoring: Collection[str] = ()) -> str:
    """A name for settings, the same for those that differ in ``ignoring`` only."""
    return repr([getattr(settings, name) for name in FIELDS if name not in ignoring])


def kept(most: int, *, ignoring: Collection[str] = (), **options: Any) -> Callable[[F], F]:
    """Decorator: keep up to ``most`` results in a session, the same for settings that differ in ``ignoring``.

    What comes of a bundled record, whose key is the first argument, is kept for everybody, unless ``options``
    (those of `st.cache_resource`) say whose it is. Arguments with a leading underscore do not count.
    """

    names: dict[str | type, Callable[[Any], Any]] = {
        ExperimentSettings: partial(told_apart, ignoring=ignoring),
        Question: repr,
    }
    usual: dict[str, Any] = {"show_spinner": False, "hash_funcs": names, **options}

    def keep(make: F) -> F:
        if "scope" in options:
            return cast("F", st.cache_resource(max_entries=most, **usual)(make))
        mine = st.cache_resource(max_entries=most, scope="session", **usual)(make)
        ours = st.cache_resource(max_entries=most * FOR_EVERYBODY, scope="global", **usual)(make)

        _ours.append(ours.clear)

        @wraps(make)
        def found(key: str, *args: Any) -> Any:
            return (ours if key in _everybodys else mine)(key, *args)

        return cast("F", found)

    return keep


def forget() -> None:
    """Nobody is here any more: what was found for everybody goes."""
    _finished.clear()
    for clear in _ours:
        clear()


def visitor() -> Visitor:
    """Whoever looks at the page, known by the session; gone once the browser has hung up."""
    context = get_script_run_ctx(suppress_warning=True)
    name = context.session_id if context else ""
    # Without a server, as in tests of pages, nobody can go.
    return Visitor(name, lambda: not runtime.exists() or runtime.get_instance().is_active_session(name))


def begun(what: str, key: str, about: Any, work: Callable[[Progress], T], total: int) -> Job[T]:
    """A job on the table ``key``, told apart by ``what`` it is and ``about`` what.

    What whole jobs found on a bundled record is kept for everybody: such a job is done at once.
    """
    if key not in _everybodys:
        return Job(work, total, visitor())
    name = repr((what, key, about))
    found = _finished.get(name)
    if found is not None:
        return Job.done_with(found)
    return Job(work, total, visitor(), keep=partial(_finished.put, name))


def once(make: Callable[[Result], T], result: Result) -> T:
    """What ``make`` makes of a result: made once, and kept as long as the result is."""
    made: dict[Callable[[Result], Any], Any] = vars(result).setdefault("made", {})
    if make not in made:
        made[make] = make(result)
    return cast("T", made[make])
