"""The XML of WebDAV and CalDAV (RFC 4918, 4791, 6578): bodies that we send, and multistatus answers read back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from exporter.destinations.calendars.values import clean

DAV = "{DAV:}"
CAL = "{urn:ietf:params:xml:ns:caldav}"
CS = "{http://calendarserver.org/ns/}"
SABRE = "{http://sabredav.org/ns}"

_PREFIXES = {"d": DAV, "c": CAL, "cs": CS}
_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["'][^>]*\?>""")
_STATUS = re.compile(r"\s*HTTP/[0-9.]+\s+([0-9]{3})")
_OK = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """One resource in a multistatus. `status` stands for the resource itself; `props` are those found (200)."""

    href: str
    status: int | None = None
    props: Mapping[str, ET.Element] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        """The text of a property; None where it is absent or empty."""
        element = self.props.get(name)
        return ((element.text or "").strip() or None) if element is not None else None

    def hrefs(self, name: str) -> list[str]:
        """The addresses that a property names."""
        element = self.props.get(name)
        found = element.iter(f"{DAV}href") if element is not None else ()
        return [text for each in found if (text := (each.text or "").strip())]

    def names(self, name: str) -> set[str]:
        """The names of the elements in a property, at any depth."""
        element = self.props.get(name)
        return {each.tag for each in element.iter()} - {name} if element is not None else set()


@dataclass(frozen=True, slots=True)
class Multistatus:
    """What a server says of several resources, and the token to ask for later changes with."""

    answers: tuple[Answer, ...]
    token: str | None = None


class _Plain(ET.TreeBuilder):
    """No document type, and so no entities that blow up or reach outside."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """Refuse it before any entity is declared."""
        raise ValueError(name, pubid, system)


def parse(content: bytes) -> ET.Element:
    """A document in whatever encoding it declares.

    Raises:
        ValueError: it is not XML, or has a document type.
    """
    try:
        try:
            return _parsed(content)
        except (ET.ParseError, ValueError, LookupError):
            declared = _DECLARED.match(content)
            if not declared:
                raise
            # expat knows only encodings of one byte; GB18030 and its like are decoded here
            return _parsed(content[declared.end() :].decode(declared[1].decode("ascii")))
    except (ET.ParseError, LookupError) as error:
        raise ValueError(str(error)) from error


def _parsed(content: bytes | str) -> ET.Element:
    parser = ET.XMLParser(target=_Plain())  # noqa: S314  no document type, and the size is bounded by the transport
    parser.feed(content)
    root: ET.Element = parser.close()
    return root


def read_multistatus(content: bytes) -> Multistatus:
    """A 207 answer.

    Raises:
        ValueError: it is no multistatus.
    """
    root = parse(content)
    if root.tag != f"{DAV}multistatus":
        raise ValueError(root.tag)
    token = (root.findtext(f"{DAV}sync-token") or "").strip()
    return Multistatus(tuple(_answers(root)), token or None)


def _answers(root: ET.Element) -> Iterator[Answer]:
    for response in root.findall(f"{DAV}response"):
        status = _status(response)
        props = {
            prop.tag: prop
            for found in response.findall(f"{DAV}propstat")
            if _status(found) in {None, _OK}
            for prop in found.iterfind(f"{DAV}prop/*")
        }
        for href in response.findall(f"{DAV}href"):
            yield Answer((href.text or "").strip(), status, props)


def _status(element: ET.Element) -> int | None:
    found = _STATUS.match(element.findtext(f"{DAV}status") or "")
    return int(found[1]) if found else None


def conditions(content: bytes) -> tuple[set[str], str]:
    """The preconditions that a refusal names (`{urn:…:caldav}no-uid-conflict`), and what it says in words."""
    try:
        root = parse(content)
    except ValueError:
        return set(), ""
    told = {f"{DAV}responsedescription", f"{SABRE}message"}
    words = [text for each in root.iter() if each.tag in told and (text := (each.text or "").strip())]
    found = {each.tag for error in root.iter(f"{DAV}error") for each in error if each.tag.startswith((DAV, CAL))}
    return found - told, "; ".join(dict.fromkeys(words))


def propfind(names: Iterable[str]) -> bytes:
    """Ask for properties."""
    root = ET.Element(f"{DAV}propfind")
    _props(root, names)
    return _written(root)


def multiget(hrefs: Iterable[str]) -> bytes:
    """Ask for the text and ETag of single items."""
    root = ET.Element(f"{CAL}calendar-multiget")
    _props(root, (f"{DAV}getetag", f"{CAL}calendar-data"))
    for href in hrefs:
        ET.SubElement(root, f"{DAV}href").text = href
    return _written(root)


def uid_query(component: str, uid: str) -> bytes:
    """Ask where the item with a UID stands."""
    root = ET.Element(f"{CAL}calendar-query")
    _props(root, (f"{DAV}getetag", f"{CAL}calendar-data"))
    calendar = ET.SubElement(ET.SubElement(root, f"{CAL}filter"), f"{CAL}comp-filter", name="VCALENDAR")
    inner = ET.SubElement(calendar, f"{CAL}comp-filter", name=component)
    match = ET.SubElement(ET.SubElement(inner, f"{CAL}prop-filter", name="UID"), f"{CAL}text-match")
    match.set("collation", "i;octet")
    match.text = uid
    return _written(root)


def sync_collection(token: str) -> bytes:
    """Ask what changed since a token was given out."""
    root = ET.Element(f"{DAV}sync-collection")
    ET.SubElement(root, f"{DAV}sync-token").text = token
    ET.SubElement(root, f"{DAV}sync-level").text = "1"
    _props(root, (f"{DAV}getetag",))
    return _written(root)


def mkcalendar(name: str, component: str) -> bytes:
    """A new calendar for one kind of component."""
    root = ET.Element(f"{CAL}mkcalendar")
    prop = ET.SubElement(ET.SubElement(root, f"{DAV}set"), f"{DAV}prop")
    ET.SubElement(prop, f"{DAV}displayname").text = clean(name)
    ET.SubElement(ET.SubElement(prop, f"{CAL}supported-calendar-component-set"), f"{CAL}comp", name=component)
    return _written(root)


def _props(root: ET.Element, names: Iterable[str]) -> None:
    prop = ET.SubElement(root, f"{DAV}prop")
    for name in names:
        ET.SubElement(prop, name)


def _written(root: ET.Element) -> bytes:
    for prefix, space in _PREFIXES.items():
        ET.register_namespace(prefix, space.strip("{}"))
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
