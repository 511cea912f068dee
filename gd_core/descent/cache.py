"""Where machine code is kept for the next process, and what happens where it cannot be.

Numba alone raises at import where it may write nowhere, and at the first call where the disk is full or a
file of the cache was cut short. A cache is only ever there to save time, so here nothing of this is an error:
the first folder that can really be written to is used, else a temporary one, else none, and whatever cannot
be read is thrown away and compiled anew.
"""

import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from numba import config, njit
from numba.core.caching import CompileResultCacheImpl, FunctionCache, UserWideCacheLocator
from numba.misc.appdirs import AppDirs

PROBE = bytes(1 << 16)  # what must fit: a full disk still has room for an empty file


def compiled(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """``numba.njit(nogil=True, **options)``, kept for the next process in a cache that never raises."""

    def decorate(function: Callable[..., Any]) -> Any:
        dispatcher = njit(nogil=True, **options)(function)
        # With NUMBA_DISABLE_JIT, njit gives back the function itself.
        if dispatcher is not function and folder(function.__code__.co_filename) is not None:
            dispatcher._cache = _Cache(function)
        return dispatcher

    return decorate


@cache
def folder(source: str) -> Path | None:
    """Where the functions of the file ``source`` are kept; None if nothing can be written anywhere."""
    return next((place for place in _places(Path(source)) if _holds(place)), None)


def _places(source: Path) -> Iterator[Path]:
    """The folders that numba tries, in its order, then one of our own among the temporary files."""
    name = UserWideCacheLocator.get_suitable_cache_subpath(str(source))
    if chosen := getattr(config, "CACHE_DIR", ""):  # NUMBA_CACHE_DIR
        yield Path(chosen, name)
    yield source.parent / "__pycache__"
    yield Path(AppDirs(appname="numba", appauthor=False).user_cache_dir, name)
    user = os.getuid() if hasattr(os, "getuid") else "user"
    with suppress(OSError):  # no temporary folder can be written to either
        own = Path(tempfile.gettempdir(), f"gradient-descent-{user}")
        if _is_private(own):
            yield own / name


def _is_private(place: Path) -> bool:
    """Whether ``place``, made if need be, is ours alone: what lies there is run, and /tmp is everybody's."""
    place.mkdir(mode=0o700, exist_ok=True)
    found = place.lstat()
    if not hasattr(os, "getuid"):
        return stat.S_ISDIR(found.st_mode)
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077


def _holds(place: Path) -> bool:
    """Whether files can be written in ``place``, which is made if need be."""
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(PROBE)
    except OSError:
        return False
    return True


class _Locator(UserWideCacheLocator):
    """Tells numba the folder that was found."""

    def __init__(self, function: Callable[..., Any], source: str) -> None:
        super().__init__(function, source)
        self._cache_path = str(folder(source))

    def ensure_cache_path(self) -> None:
        """Done once for all functions, by `folder`."""


class _Implementation(CompileResultCacheImpl):
    _locator_classes: list[type[object]] = [_Locator]  # noqa: RUF012 (numba declares it so)


class _Cache(FunctionCache):
    """Numba's cache of one function, for which a fault of a file is as good as no file."""

    _impl_class = _Implementation

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        try:
            return super().load_overload(sig, target_context)
        except Exception:  # a file that was cut short raises whatever its half means
            self._forget()
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        try:
            super().save_overload(sig, data)
        except Exception:
            self._forget()

    def _forget(self) -> None:
        """Remove the index: without its code, or beside that of another source, it would stay wrong."""
        with suppress(OSError):
            os.unlink(self._cache_file._index_path)
