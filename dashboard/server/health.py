"""An address that says whether forecasts are made: not only whether something answers."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Sequence

from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from streamlit.runtime import get_instance

Check = Callable[[], Awaitable[str | None]]

KEPT = 60.0  # seconds for which an answer is not looked for again
PATIENCE = 30.0  # seconds after which it takes too long


async def forecast() -> str | None:
    """Forecast once as the front page does at first; what is wrong, in one line, if anything is."""
    return await asyncio.to_thread(_forecast)


async def page() -> str | None:
    """Run the front page as for a visitor, and keep nothing of it."""
    ran, said = await get_instance().does_script_run_without_error()
    return None if ran else f"The front page fails ({said}); the log of the server says more."


def _forecast() -> str | None:
    try:
        # Here, since they take seconds, during which the server answers already.
        from dashboard import cache
        from dashboard.record import record_list
        from gd_core.forecast import ExperimentSettings, run_experiment

        name = next(iter(record_list.BUNDLED.values()))
    except Exception as error:
        return f"The program cannot be loaded: {_line(error)}"
    try:
        weather = cache.AS_READ.read((cache.DATA / name).read_bytes())
    except Exception as error:
        return f"The record {name} cannot be read: {_line(error)}"
    try:
        result = run_experiment(weather, ExperimentSettings())
    except Exception as error:
        return f"The default experiment fails: {_line(error)}"
    return None if result.status == "converged" else f"The default experiment has {result.status}."


def _line(error: Exception) -> str:
    """An error in one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())


class Health:
    """An ASGI application: 200 and "ok", or 503 and what is wrong in one line.

    What the ``checks`` said, one after the other until one finds something, is kept for `KEPT` seconds.
    """

    def __init__(
        self,
        checks: Sequence[Check] = (forecast, page),
        clock: Callable[[], float] = time.monotonic,
        patience: float = PATIENCE,
    ) -> None:
        self._checks, self._clock, self._patience = checks, clock, patience
        self._begun = -math.inf
        self._looking: asyncio.Task[str | None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] in ("GET", "HEAD"):
            wrong = await self._wrong()
            fresh = {"Cache-Control": "no-store"}
            answer = PlainTextResponse(f"{wrong or 'ok'}\n", 503 if wrong else 200, fresh)
        else:
            answer = PlainTextResponse("Method Not Allowed\n", 405, {"Allow": "GET, HEAD"})
        await answer(scope, receive, send)

    async def _wrong(self) -> str | None:
        """What is wrong, as it was found at most `KEPT` seconds ago; all who ask meanwhile wait for it."""
        if self._looking is None or (self._looking.done() and self._clock() - self._begun >= KEPT):
            self._looking, self._begun = asyncio.create_task(self._look()), self._clock()
        try:
            return await asyncio.wait_for(asyncio.shield(self._looking), self._patience)
        except TimeoutError:
            return f"A forecast takes longer than {self._patience:g} seconds."

    async def _look(self) -> str | None:
        for check in self._checks:
            try:
                wrong = await check()
            except Exception as error:
                wrong = _line(error)
            if wrong:
                return wrong
        return None
