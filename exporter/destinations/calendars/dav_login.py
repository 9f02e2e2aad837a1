"""User and password for servers that ask: nothing is sent before the question, and Digest goes before Basic."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from exporter.secrets import Secret

if TYPE_CHECKING:
    from requests import PreparedRequest, Response
    from requests.auth import AuthBase


class Login:
    """One user's login, shared by the hosts of one calendar service.

    `insist` sends Basic without being asked, for servers that show a stranger something instead of asking who he is.
    """

    def __init__(self, user: str, password: Secret | None) -> None:
        self.user = user
        self.unasked = False
        self._password = password
        self._revealed: str | None = None

    def secrets(self) -> list[str]:
        """What must stand in no sentence."""
        return [self._revealed] if self._revealed else []

    def headers(self) -> Mapping[str, str]:
        """Basic, by RFC 7617 in UTF-8 (requests would refuse a Chinese password)."""
        return {"Authorization": "Basic " + b64encode(f"{self.user}:{self._revealed or ''}".encode()).decode("ascii")}

    def auth(self) -> AuthBase:
        """What a session answers questions with; fetches the password."""
        from requests.auth import HTTPDigestAuth  # noqa: PLC0415  `--help` must not pay for requests

        if self._revealed is None:
            self._revealed = self._password.reveal() if self._password else ""
        login = self

        class Answering(HTTPDigestAuth):
            """Digest as requests does it, and Basic where only that is asked for."""

            def __call__(self, request: PreparedRequest) -> PreparedRequest:
                if login.unasked:
                    request.headers.update(login.headers())
                super().__call__(request)  # type: ignore[no-untyped-call]
                return request

            def build_digest_header(self, method: str, url: str) -> str | None:
                header: str | None = super().build_digest_header(method, url)  # type: ignore[no-untyped-call]
                # http.client writes Latin-1; so a Chinese name goes out as the UTF-8 that its digest was made from
                return header.encode().decode("latin-1") if header else None

            def handle_401(self, r: Response, **kwargs: Any) -> Response:
                asked = r.headers.get("WWW-Authenticate", "").lower()
                if r.status_code != 401 or "digest" in asked or "basic" not in asked or login.unasked:  # noqa: PLR2004
                    told: Response = super().handle_401(r, **kwargs)  # type: ignore[no-untyped-call]
                    return told
                login.unasked = True
                _ = r.content  # read to the end, so that the connection can be used again
                r.close()
                again = r.request.copy()
                again.headers.update(login.headers())
                reply: Response = r.connection.send(again, **kwargs)
                reply.history.append(r)
                reply.request = again
                return reply

        return Answering(self.user, self._revealed)
