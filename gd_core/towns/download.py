"""One file from one host, whole and in time, or a sentence that says why not."""

import time
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from requests import Response, Session

TO_CONNECT, TO_ANSWER = 5.0, 10.0  # seconds that the host may take, for each part of an answer
IN_ALL = 180.0  # seconds for a file, and for the days of a station
CHUNK = 1 << 16
MOST_REDIRECTIONS = 3
MIB = 1024**2


class NotFetched(ValueError):
    """Nothing usable came, and nothing was changed; the message is one sentence that says why."""


def session() -> "Session":
    """A connection that several files of one host share."""
    import requests

    return requests.Session()


def fetch(connection: "Session", address: str, *, most: int) -> bytes | None:
    """The file at ``address``, of at most ``most`` bytes; None if the host says that there is none.

    Raises NotFetched if the host can't be reached, answers something else, too slowly or too much, breaks
    off, or sends on to another host.
    """
    import requests

    host = urlsplit(address).hostname
    try:
        with _answer(connection, address) as response:
            if response.status_code == 404:
                return None
            if response.status_code != 200:
                raise NotFetched(f"{host} answered with status {response.status_code}; try again later.")
            return _body(response, str(host), most)
    except requests.Timeout:
        raise NotFetched(f"{host} took too long to answer; try again later.") from None
    except requests.exceptions.ChunkedEncodingError:
        raise NotFetched(f"The answer of {host} broke off; try again.") from None
    except requests.ConnectionError as error:
        if "timed out" in str(error):  # in the midst of an answer, it has this name
            raise NotFetched(f"{host} took too long to answer; try again later.") from None
        raise NotFetched(f"{host} can't be reached; check the connection and try again.") from None
    except (requests.RequestException, ValueError) as error:
        if isinstance(error, NotFetched):
            raise
        raise NotFetched(f"{host} can't be asked for {address} ({type(error).__name__}).") from None


def _answer(connection: "Session", address: str) -> "Response":
    """The beginning of the answer. A host may send on to another of its own addresses, to no other host."""
    host = urlsplit(address).hostname
    for _ in range(1 + MOST_REDIRECTIONS):
        # The files are packed already. A second packing on the way would hide where an answer was cut.
        response = connection.get(
            address,
            headers={"Accept-Encoding": "identity"},
            timeout=(TO_CONNECT, TO_ANSWER),
            stream=True,
            allow_redirects=False,
        )
        if not response.is_redirect:
            return response
        response.close()
        address = urljoin(address, response.headers["location"])
        if urlsplit(address).hostname != host:
            raise NotFetched(f"{host} sends on to another host, which is not asked.")
    raise NotFetched(f"{host} sends on from one address to the next without end.")


def _body(response: "Response", host: str, most: int) -> bytes:
    """What follows, counted while it comes."""
    end, parts, size = time.monotonic() + IN_ALL, [], 0
    for part in response.iter_content(CHUNK):
        parts.append(part)
        size += len(part)
        if size > most:
            raise NotFetched(f"{host} sent more than {most // MIB} MiB, which is no such file.")
        if time.monotonic() > end:
            raise NotFetched(f"{host} took too long to answer; try again later.")
    return b"".join(parts)
