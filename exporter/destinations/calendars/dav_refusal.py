"""What a calendar server's refusal means, in one sentence.

reading   401, 403 NotAllowed · 404, 410 Missing · everything else: not a CalDAV server
writing   401 NotAllowed · 403, 405 NotAllowed (the calendar may only be read), unless a rule is named: Refused
          412 Changed, 409 Changed (the UID stands elsewhere), unless a rule is named: Refused
          404, 410 Missing · 413, 507 and the other 4xx, and 207: Refused · an unknown 2xx: OutcomeUnknown
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from urllib.parse import unquote, urlsplit

from exporter.destinations.calendars.dav_xml import CAL, DAV, conditions
from exporter.destinations.http import Reply
from exporter.destinations.http.reason import LONGEST, redacted
from exporter.errors import Changed, ExporterError, Missing, NotAllowed, OutcomeUnknown, Refused

_RIGHTS = frozenset({f"{DAV}need-privileges"})
_TAKEN = frozenset({f"{CAL}no-uid-conflict"})
_COMPONENT = frozenset({f"{CAL}supported-calendar-component"})
_FULL = frozenset({f"{DAV}quota-not-exceeded", f"{DAV}sufficient-disk-space"})


def not_caldav(url: str) -> Refused:
    """The answer is none of a calendar server's."""
    return Refused(
        "{url} does not answer as a CalDAV server",
        hint="Look up the CalDAV address in the service's settings and write it as `url` into exporter.toml.",
        url=url,
    )


def read_refusal(reply: Reply, secrets: Collection[str]) -> ExporterError:
    """What a refused reading means."""
    if reply.status == 401:  # noqa: PLR2004  the table above
        return _wrong_password(reply)
    if reply.status == 403:  # noqa: PLR2004
        return NotAllowed(
            "{url} may not be read with this user and password ({reason})",
            hint="Check the address, and ask for the right to read it.",
            url=_place(reply),
            reason=_reason(reply, secrets),
        )
    if reply.status in {404, 410}:
        return Missing(
            "there is nothing at {url}",
            hint="Look up the CalDAV address in the service's settings and write it as `url` into exporter.toml.",
            url=_place(reply),
        )
    return not_caldav(_place(reply))


def write_refusal(reply: Reply, secrets: Collection[str]) -> ExporterError:
    """What a refused writing means: the rule that it names says more than its status."""
    by_status = _BY_STATUS.get(reply.status, _unsure if reply.ok else _did_not_store)
    return _by_rule(reply, secrets) or by_status(reply, secrets)


def _by_rule(reply: Reply, secrets: Collection[str]) -> ExporterError | None:
    named, _ = conditions(reply.content)
    if named & _TAKEN:
        return Changed("the calendar holds this task already, at another address", hint="Run again.")
    if named & _COMPONENT:
        return Refused(
            "this calendar takes no such items",
            hint='Choose another calendar, or set component = "vtodo" or "vevent" in exporter.toml.',
        )
    if named & _FULL:
        return _too_much(reply, secrets)
    return _did_not_store(reply, secrets) if named - _RIGHTS else None


def read_only(place: str) -> NotAllowed:
    """A calendar of somebody else's, shared for reading."""
    return NotAllowed(
        "the calendar at {url} may only be read",
        hint="Ask its owner for the right to write, or choose another calendar.",
        url=place,
    )


def _closed(reply: Reply, _secrets: Collection[str]) -> NotAllowed:
    return read_only(_place(reply))


def _gone(reply: Reply, _secrets: Collection[str]) -> Missing:
    return Missing("the calendar is gone: nothing can be stored at {url}", hint="Run again.", url=_place(reply))


def _changed(_reply: Reply, _secrets: Collection[str]) -> Changed:
    return Changed("the calendar's item was changed meanwhile", hint="Run again.")


def _too_much(reply: Reply, secrets: Collection[str]) -> Refused:
    reason = _reason(reply, secrets)
    return Refused("the calendar is full, or the item is too large for it ({reason})", reason=reason)


def _did_not_store(reply: Reply, secrets: Collection[str]) -> Refused:
    reason = _reason(reply, secrets)
    return Refused("the calendar did not store it ({status}: {reason})", status=reply.status, reason=reason)


def _unsure(reply: Reply, _secrets: Collection[str]) -> OutcomeUnknown:
    sentence = "{url} answered {status}, so it may or may not be stored"
    return OutcomeUnknown(sentence, url=_place(reply), status=reply.status)


def _wrong_password(reply: Reply, _secrets: Collection[str] = ()) -> NotAllowed:
    return NotAllowed(
        "{host} does not accept this user and password",
        hint="Check both. Many services want an app password, made in their security settings.",
        host=urlsplit(reply.url).netloc,
    )


_BY_STATUS: Mapping[int, Callable[[Reply, Collection[str]], ExporterError]] = {
    207: _did_not_store,
    401: _wrong_password,
    403: _closed,
    404: _gone,
    405: _closed,
    409: _gone,
    410: _gone,
    412: _changed,
    413: _too_much,
    507: _too_much,
}
"""What a status means where no rule is named; any other 2xx says nothing, any other 4xx is a refusal."""


def _place(reply: Reply) -> str:
    return unquote(reply.url)


def _reason(reply: Reply, secrets: Collection[str]) -> str:
    """The server's words, else the rule it names, else its plain text."""
    named, words = conditions(reply.content)
    rules = ", ".join(sorted(name.rpartition("}")[2] for name in named))
    plain = "" if "<" in reply.text else " ".join(reply.text.split())
    return redacted(words or rules or plain or str(reply.status), secrets)[:LONGEST]
