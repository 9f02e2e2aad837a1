"""The administrator's browser: some things Redmine shows and takes only there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from tests.servers.redmine import Redmine


class Browser:
    """One that is signed in."""

    def __init__(self, there: Redmine) -> None:
        self.url = there.url
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.send("login", "login", {"username": "admin", "password": "only-on-loopback"})

    def page(self, path: str) -> str:
        """Its HTML."""
        with self.opener.open(f"{self.url}/{path}", timeout=30) as page:
            return str(page.read().decode())

    def send(self, seen: str, path: str, form: Mapping[str, str]) -> None:
        """Fill in a form that stands on the page `seen`."""
        found = re.search(r'name="authenticity_token" value="([^"]+)"', self.page(seen))
        assert found
        data = urlencode({"authenticity_token": found[1], **form}).encode()
        with self.opener.open(f"{self.url}/{path}", data, timeout=30):
            pass

    def description(self, key: str) -> str:
        """An issue's, in HTML."""
        whole = self.page(f"issues/{key}")
        block = re.search(r'<div class="description">.*?<div class="wiki">(.*?)</div>\s*</div>', whole, re.DOTALL)
        assert block, whole
        return block[1]

    @contextmanager
    def formatted(self, text_formatting: str) -> Iterator[None]:
        """All descriptions are `textile` or `common_mark` for a while."""
        setting = "settings[text_formatting]"
        self.send("settings", "settings/edit", {setting: text_formatting})
        try:
            yield
        finally:
            self.send("settings", "settings/edit", {setting: "textile"})
