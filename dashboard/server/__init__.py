"""The server around the pages: who may talk to it, what answers carry, what it takes, and whether it works.

In: requests. Out: the same on their way to Streamlit, or refused, and the address that says whether forecasts
are made. Only `hosts` knows the names of this server. `tidy` gives back what closed tabs held.
"""

from starlette.middleware import Middleware
from starlette.routing import Route
from streamlit import config

from dashboard.server.guard import Guard
from dashboard.server.health import Health
from dashboard.server.uploads import HangUp, Uploads

_BASE = config.get_option("server.baseUrlPath").strip("/")

MIDDLEWARE = (Middleware(HangUp), Middleware(Guard), Middleware(Uploads))  # as a request meets them
ROUTES = (Route(f"/{_BASE}/health" if _BASE else "/health", Health()),)
