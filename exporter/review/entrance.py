"""The gate at the door of the site: what a request must bring, and what every answer bears."""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from exporter.review.gate import HEADERS, Gate
from exporter.wording import say


def let_in(gate: Gate) -> Response | None:
    """None for whoever may go on.

    The token is answered with a page that goes on by itself and not with a redirect: where the link was followed from
    another site, such as a terminal in a browser, the redirected request would still count as that site's and bring no
    cookie.
    """
    if not gate.knows_host(request.headers.get("Host", "")):
        return _refused(say("This address is not that of the review; open the link that exporter review shows."))
    known = gate.holds(request.cookies.get(gate.cookie_name, ""))
    token = request.args.get("token")
    if token is not None and request.method == "GET" and request.path == "/":
        if not known and not gate.opens(token):
            return _refused(say("This link is not right or was used before; stop the review and start it again."))
        answer = make_response(render_template("welcome.html"))
        answer.set_cookie(gate.cookie_name, gate.cookie, httponly=True, samesite="Strict", path="/")
        return answer
    if not known:
        return _refused(say("Open the review with the link that exporter review shows."))
    return _from_us(gate)


def _from_us(gate: Gate) -> Response | None:
    """None for what our own pages ask, and for an address that a person typed."""
    host, site = request.headers.get("Host", ""), request.headers.get("Sec-Fetch-Site")
    if request.method in {"GET", "HEAD"}:
        return None if gate.may_read(site) else _refused(say("Another page asked for this one; open it yourself."))
    if gate.is_own(request.headers.get("Origin"), host, site):
        return None
    return _refused(say("This form was not sent by a page of the review; nothing was written."))


def _refused(sentence: str) -> Response:
    return Response(f"{sentence}\n", 403, content_type="text/plain; charset=utf-8")


def guarded(response: Response) -> Response:
    """With the headers that every answer bears."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response
