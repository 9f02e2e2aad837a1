"""One exchange with a server: a request goes out, and a whole answer comes back, or we say how far it got."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from exporter import __version__
from exporter.destinations.http.echo import Echo
from exporter.errors import OutcomeUnknown, Unreachable

if TYPE_CHECKING:
    import requests

LARGEST = 64_000_000
"""Bytes of an answer."""
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent; `url` is whole."""

    method: str
    url: str
    params: Mapping[str, Any] | None = None
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    as_json: bool = True
    follow: bool = True
    echo: Echo | None = None
    """Knows answers that are JSON although nobody has read them."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered; names of headers are looked up without regard to case."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    url: str
    read: Any = None
    """What the body says as JSON, where it was read already."""

    @property
    def ok(self) -> bool:
        """Whether it is a 2xx."""
        return 200 <= self.status < 300  # noqa: PLR2004  the class of answers that mean yes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON; None for an empty one."""
        if self.read is not None:
            return self.read
        return json.loads(self.content) if self.content.strip() else None


@dataclass(slots=True)
class Transport:
    """A session of `requests` with a bound on everything: seconds to connect, between two bytes, for the whole answer.

    The deadline is measured by the machine's own clock: it guards against a server that drips.
    """

    session: requests.Session
    timeout: tuple[float, float] = (10.0, 60.0)
    deadline: float = 180.0
    _proxies: MutableMapping[str, str] | None = None

    def exchange(self, request: Request) -> Reply:
        """Send once, without following redirects.

        Raises:
            Unreachable: certainly not sent.
            OutcomeUnknown: sent, and no whole answer came.
        """
        import requests  # noqa: PLC0415  brings urllib3, which `--help` must not pay
        from urllib3.exceptions import HTTPError  # noqa: PLC0415  as above

        try:
            prepared = self.session.prepare_request(
                requests.Request(
                    request.method,
                    request.url,
                    params=request.params,
                    data=request.body,
                    headers=dict(request.headers),
                )
            )
            with self.session.send(
                prepared,
                timeout=self.timeout,
                proxies=self._proxies_for(request.url),
                verify=self.session.verify,  # said here too, or REQUESTS_CA_BUNDLE would win over `ca`
                allow_redirects=False,
                stream=True,
            ) as response:
                content = self._read(response)
                reply = Reply(response.status_code, response.headers, content, response.url)
        except (requests.RequestException, HTTPError) as error:
            raise _said(error, request.url) from error
        if not (request.as_json and reply.ok and reply.content.strip()):
            return reply
        return reply if request.echo and request.echo.foretold(reply.content) else _with_json(reply)

    def _proxies_for(self, url: str) -> MutableMapping[str, str]:
        """The environment's, asked once: a session serves one server; `requests` would read them at each request."""
        if self._proxies is None:
            from requests.utils import get_environ_proxies  # noqa: PLC0415  as above

            self._proxies = get_environ_proxies(url)
        return self._proxies

    def _read(self, response: requests.Response) -> bytes:
        end = time.monotonic() + self.deadline
        pieces, size = [], 0
        while piece := response.raw.read1(_CHUNK, decode_content=True):  # what is there now, however little
            pieces.append(piece)
            size += len(piece)
            if time.monotonic() > end or size > LARGEST:
                raise OutcomeUnknown("{host} did not finish its answer", host=_host(response.url))
        return b"".join(pieces)


def new_session(ca: str | bool = True) -> requests.Session:  # noqa: FBT001, FBT002  requests' own `verify`
    """A session that repeats nothing by itself, keeps connections open and honours the proxies of the environment.

    A .netrc is not read: our token is the only one that is sent.
    """
    import requests  # noqa: PLC0415  as above
    from requests.adapters import HTTPAdapter  # noqa: PLC0415  as above
    from urllib3.util import Retry  # noqa: PLC0415  as above

    class Without(requests.auth.AuthBase):
        def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
            return request

    session = requests.Session()
    session.auth = Without()
    session.verify = ca
    session.headers["User-Agent"] = f"exporter/{__version__}"
    adapter = HTTPAdapter(max_retries=Retry(total=0, redirect=0, raise_on_status=False))
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def _with_json(reply: Reply) -> Reply:
    """The reply with its body read, so that no page is read twice."""
    try:
        return replace(reply, read=reply.json())
    except ValueError as error:
        raise OutcomeUnknown(
            "{host} answered with something that is not JSON", hint="Check the address.", host=_host(reply.url)
        ) from error


def _said(error: Exception, url: str) -> Unreachable | OutcomeUnknown:
    """How far the request got, from what urllib3 raised below."""
    import requests  # noqa: PLC0415  as above
    from urllib3 import exceptions as below  # noqa: PLC0415  as above

    host = _host(url)
    if isinstance(error, requests.exceptions.SSLError):
        return Unreachable(
            "{host} could not prove who it is (TLS certificate)",
            hint="If it has a certificate authority of its own, name its file with `ca`.",
            host=host,
        )
    cause = error if isinstance(error, below.HTTPError) else next(iter(error.args), None)
    cause = getattr(cause, "reason", cause)
    unsent = (below.NewConnectionError, below.ConnectTimeoutError, below.ProxyError, below.LocationParseError)
    if isinstance(error, requests.exceptions.ConnectTimeout) or isinstance(cause, unsent):
        return Unreachable("{host} cannot be reached", hint="Check the address and the network.", host=host)
    if isinstance(error, requests.exceptions.Timeout) or isinstance(cause, below.ReadTimeoutError):
        return OutcomeUnknown("{host} did not answer in time", host=host)
    if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema):
        return Unreachable("{host} cannot be reached", hint="Check the address and the network.", host=host)
    return OutcomeUnknown("{host} broke the connection", host=host)


def _host(url: str) -> str:
    parts = urlsplit(url)
    return parts.netloc.rpartition("@")[2] or url
