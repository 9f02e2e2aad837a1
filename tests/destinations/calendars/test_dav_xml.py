from __future__ import annotations

import pytest

from exporter.destinations.calendars import dav_xml
from exporter.destinations.calendars.dav_xml import CAL, DAV, conditions, parse, read_multistatus

ANSWER = (
    '<?xml version="1.0" encoding="{encoding}"?>'
    '<x:multistatus xmlns:x="DAV:" xmlns:y="urn:ietf:params:xml:ns:caldav">'
    "<x:response><x:href> /a/%E6%97%A5/ </x:href>"
    "<x:propstat><x:prop><x:displayname>日历</x:displayname><x:getetag/></x:prop><x:status>HTTP/1.1 200 OK</x:status>"
    "</x:propstat><x:propstat><x:prop><y:calendar-home-set/></x:prop><x:status>HTTP/1.1 404 Not Found</x:status>"
    "</x:propstat></x:response>"
    "<x:response><x:href>/b</x:href><x:status>HTTP/1.1 404 Gone</x:status></x:response>"
    "<x:sync-token>t1</x:sync-token></x:multistatus>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "GBK"])
def test_an_answer_in_the_encoding_it_declares(encoding: str) -> None:
    found = read_multistatus(ANSWER.format(encoding=encoding).encode(encoding))
    one, two = found.answers
    assert found.token == "t1"
    assert (one.href, one.status, one.text(f"{DAV}displayname")) == ("/a/%E6%97%A5/", None, "日历")
    assert one.text(f"{DAV}getetag") is None
    assert f"{CAL}calendar-home-set" not in one.props
    assert (two.href, two.status) == ("/b", 404)


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<a>",
        b"<html><p></html>",
        b'{"json": true}',
        BOMB.encode(),
        f'<?xml version="1.0" encoding="utf-8"?>{BOMB}'.encode(),
        f'<?xml version="1.0" encoding="utf-16"?>{BOMB}'.encode("utf-16"),
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
        b'<?xml version="1.0" encoding="rot13"?><x/>',
        b'<?xml version="1.0" encoding="no-such"?><x/>',
        b'<?xml version="1.0" encoding="gbk"?><x>\xff\xff</x>',
        b"\x00\x01\x02",
    ],
)
def test_what_is_no_xml_or_has_entities_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  its words are the parser's
        parse(content)


def test_another_document_is_no_multistatus() -> None:
    with pytest.raises(ValueError, match="html"):
        read_multistatus(b"<html/>")


def test_rules_and_words_of_a_refusal() -> None:
    body = (
        b'<d:error xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://sabredav.org/ns">'
        b"<s:exception>X</s:exception><s:message>no room</s:message><c:max-resource-size/></d:error>"
    )
    assert conditions(body) == ({f"{CAL}max-resource-size"}, "no room")
    assert conditions(b"plain words") == (set(), "")


def test_what_we_send_is_xml_with_the_text_escaped() -> None:
    root = parse(dav_xml.multiget(["/a&b/<c>.ics"]))
    assert root.tag == f"{CAL}calendar-multiget"
    assert root.findtext(f"{DAV}href") == "/a&b/<c>.ics"
    made = parse(dav_xml.mkcalendar("计划 <2026>\x01 & more", "VTODO"))
    assert made.findtext(f".//{DAV}displayname") == "计划 <2026> & more"
    assert [each.get("name") for each in made.iter(f"{CAL}comp")] == ["VTODO"]
    asked = parse(dav_xml.uid_query("VTODO", "a@exporter"))
    assert asked.findtext(f".//{CAL}text-match") == "a@exporter"
