"""Who may talk to the server: under which names it is known, and from which pages it may be asked.

In: the headers of a request. Out: why it is refused, if it is. A page elsewhere on the web can be given a
name that leads to this computer (DNS rebinding), and the browser then lets it read whatever answers there:
the name that it asks for is what gives it away.
"""

from starlette.datastructures import Headers
from streamlit import config, net_util
from streamlit.web.server.server_util import allowlisted_origins
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

OPTION = "server.allowedHosts"
THIS_COMPUTER = ("localhost", "*.localhost", "127.0.0.1", "::1")
EVERYWHERE = {None, "", "0.0.0.0", "::"}  # addresses to listen on that are nobody's name
NOT_THE_NAME = "This server is not known by that name. If it is meant to be, add it to server.allowedHosts.\n"
NOT_THE_PAGE = "Pages of other addresses may not use this server.\n"


def settle() -> None:
    """Complete Streamlit's own list of names, which Streamlit and `refusal` then both go by.

    To what is configured come the names of this computer and the address on which the server listens; where
    that is every address, the one that this computer has in its network.
    """
    listens = config.get_option("server.address")
    own = net_util.get_internal_ip() if listens in EVERYWHERE else listens
    named = [*config.get_option(OPTION), *THIS_COMPUTER, own, config.get_option("browser.serverAddress")]
    config.set_option(OPTION, list(dict.fromkeys(name for name in named if name)))


def refusal(headers: Headers) -> str | None:
    """Why a request with these headers is not answered; None if it is."""
    host, origin = headers.getlist("host"), headers.getlist("origin")
    if len(host) != 1 or not is_host_allowed(host[0]):
        return NOT_THE_NAME
    if origin and (len(origin) > 1 or not _from_own_page(origin[0], host[0])):
        return NOT_THE_PAGE
    return None


def _from_own_page(origin: str, host: str) -> bool:
    """Whether a page of this server asks, or one that `server.corsAllowedOrigins` names."""
    scheme, _, rest = origin.lower().partition("://")
    return (scheme in ("http", "https") and rest == host.lower()) or origin in allowlisted_origins()
