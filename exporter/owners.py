"""owners.toml: which unit answers for what, where the document does not say, and which account each unit has.

illustrative = true                      # the rules are an example, not the office's decision

[default]
lead = "区政府办"                          # for every task that no rule fits

[[rule]]                                 # the first rule that fits wins, from top to bottom
words = ["科技", "知识产权"]                # any of these words stands in the quote
all = ["园区", "建设"]                      # and all of these
section = "经济|产业"                      # and this regular expression (or any of a list of words) fits a heading
lead = "区科委"                            # or a list
support = ["区教委"]

[accounts."区科委"]                        # destination name or kind → account there
github = "octocat"
redmine = 12
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from exporter.errors import ConfigError
from exporter.model import Owners

_TOP = ("illustrative", "default", "rule", "accounts")
_RULE = ("words", "all", "section", "lead", "support")
_DEFAULT = ("lead", "support")


@dataclass(frozen=True, slots=True)
class OwnerRule:
    """Fits where every condition that it names is met."""

    owners: Owners
    words: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    section: re.Pattern[str] | None = None

    def fits(self, text: str, section: Sequence[str]) -> bool:
        """Whether the rule speaks about this quote below these headings."""
        return (
            (not self.words or any(word in text for word in self.words))
            and all(word in text for word in self.all)
            and (self.section is None or any(self.section.search(heading) for heading in section))
        )


@dataclass(frozen=True, slots=True)
class OwnerRules:
    """The rules in their order, the owners of what no rule fits, and the units' accounts."""

    rules: tuple[OwnerRule, ...] = ()
    default: Owners = field(default_factory=Owners)
    accounts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Unit → destination name or kind → account."""
    illustrative: bool = False

    def owners_for(self, text: str, section: Sequence[str] = ()) -> Owners:
        """Owners by the first rule that fits, else the default ones, which may be nobody."""
        return next((rule.owners for rule in self.rules if rule.fits(text, section)), self.default)

    def accounts_for(self, *destination: str) -> dict[str, str]:
        """Unit → account at a destination, given by its name, its kind, or both: the first that a unit has counts."""
        found = {
            unit: next((accounts[name] for name in destination if name in accounts), None)
            for unit, accounts in self.accounts.items()
        }
        return {unit: account for unit, account in found.items() if account is not None}


def load_owners(path: Path) -> OwnerRules:
    """Read owners.toml.

    Raises:
        ConfigError: missing, not TOML, unknown or ill-filled keys; the sentence gives the line.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        hint = "Save it again with the encoding UTF-8."
        raise ConfigError("this file is not UTF-8 text", where=path.name, hint=hint) from error
    except OSError as error:
        what = "the file of owner rules cannot be read ({reason})"
        hint = "Check the line owners = in exporter.toml."
        raise ConfigError(what, where=str(path), hint=hint, reason=error.strerror or error) from error
    return owners_from(text, path.name)


def owners_from(text: str, name: str = "owners.toml") -> OwnerRules:
    """The text of an owners.toml → rules.

    Raises:
        ConfigError: as `load_owners`.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        hint = "Correct that line; text stands in quotes, a list in [ ]."
        raise ConfigError("this is not TOML ({reason})", where=name, hint=hint, reason=error) from error
    return _Reader(text, name).rules(data)


@dataclass(frozen=True, slots=True)
class _Reader:
    text: str
    name: str

    def rules(self, data: dict[str, Any]) -> OwnerRules:
        self._known(data, _TOP, "")
        default = self._table(data, "default")
        self._known(default, _DEFAULT, "[default]")
        listed = data.get("rule", [])
        if not isinstance(listed, list):
            raise self._wrong("rules are written with two brackets: [[rule]]", "[rule]", "")
        return OwnerRules(
            rules=tuple(self._rule(each, number) for number, each in enumerate(listed)),
            default=self._owners(default, "[default]"),
            accounts={unit: self._accounts(unit, each) for unit, each in self._table(data, "accounts").items()},
            illustrative=self._flag(data),
        )

    def _rule(self, rule: dict[str, Any], number: int) -> OwnerRule:
        header = "[[rule]]"
        self._known(rule, _RULE, header, number)
        owners = self._owners(rule, header, number)
        if not owners.lead:
            raise self._wrong("this rule names no lead", header, "", number)
        if not any(rule.get(key) for key in ("words", "all", "section")):
            what = "this rule fits everything; give it words, all or section, or write it as [default]"
            raise self._wrong(what, header, "", number)
        return OwnerRule(
            owners, self._words(rule, "words", header, number), self._words(rule, "all", header, number),
            self._section(rule, number),
        )  # fmt: skip

    def _section(self, rule: dict[str, Any], number: int) -> re.Pattern[str] | None:
        value = rule.get("section")
        if value is None:
            return None
        if isinstance(value, list):
            words = self._words(rule, "section", "[[rule]]", number)
            return re.compile("|".join(map(re.escape, words))) if words else None
        try:
            return re.compile(value)
        except (re.error, TypeError) as error:
            what = "{value} is not a regular expression ({reason})"
            raise self._wrong(what, "[[rule]]", "section", number, value=value, reason=error) from error

    def _owners(self, table: dict[str, Any], header: str, number: int = 0) -> Owners:
        return Owners(self._words(table, "lead", header, number), self._words(table, "support", header, number))

    def _words(self, table: dict[str, Any], key: str, header: str, number: int = 0) -> tuple[str, ...]:
        value = table.get(key, [])
        words = [value] if isinstance(value, str) else value
        if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
            what = "{field} must be text in quotes or a list of such"
            raise self._wrong(what, header, key, number, field=key)
        return tuple(dict.fromkeys(word.strip() for word in words))

    def _accounts(self, unit: str, table: Any) -> dict[str, str]:
        header = f"[accounts.{unit}]"
        if not isinstance(table, dict):
            what = 'accounts are written below a line [accounts.{unit}], such as github = "login"'
            raise self._wrong(what, "[accounts]", unit, unit=unit)
        for key, value in table.items():
            if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
                what = "the account {field} must be a name in quotes or a number"
                raise self._wrong(what, header, key, field=key)
        return {key: str(value) for key, value in table.items()}

    def _table(self, data: dict[str, Any], key: str) -> dict[str, Any]:
        value = data.get(key, {})
        if not isinstance(value, dict):
            raise self._wrong("{field} must stand in brackets on a line of its own: [{field}]", "", key, field=key)
        return value

    def _flag(self, data: dict[str, Any]) -> bool:
        value = data.get("illustrative", False)
        if not isinstance(value, bool):
            raise self._wrong("{field} must be true or false", "", "illustrative", field="illustrative")
        return value

    def _known(self, table: Any, known: tuple[str, ...], header: str, number: int = 0) -> None:
        if not isinstance(table, dict):
            raise self._wrong("rules are written with two brackets: [[rule]]", "rule", "")
        for key in table:
            if key not in known:
                near = get_close_matches(key, known, n=1)
                what = "{field} is not a known field; known: {known}"
                if near:
                    what = "{field} is not a known field; did you mean {near}?"
                raise self._wrong(what, header, key, number, field=key, near="".join(near), known=", ".join(known))

    def _wrong(self, what: str, header: str, key: str, number: int = 0, **values: Any) -> ConfigError:
        line = _line(self.text, header, key, number)
        where = f"{self.name}, line {line}" if line else self.name
        return ConfigError(what, where=f"{where}, {key}" if key else where, **values)


def _line(text: str, header: str, key: str, number: int) -> int | None:
    """Where a key stands below the n-th header (from 0), or where the header stands; None where nothing is found.

    tomllib gives no places, so they are searched.
    """
    wanted = header.replace('"', "").replace(" ", "")
    seen = -1 if header else number
    at = None
    for line_number, line in enumerate(text.splitlines(), start=1):
        bare = line.split("#")[0].replace('"', "").replace("'", "").replace(" ", "")
        if header and bare == wanted:
            seen += 1
            at = line_number if seen == number else at
        elif seen == number and key and re.match(rf"\s*\[*[\"']?{re.escape(key)}[\"']?\s*[=\].]", line):
            return line_number
    return at
