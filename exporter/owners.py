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
from exporter.toml_places import line_of, position_of

_TOP = ("illustrative", "default", "rule", "accounts")
_RULE = ("words", "all", "section", "lead", "support")
_DEFAULT = ("lead", "support")
_QUOTED_OR_COMMENT = re.compile(r"\"[^\"]*\"|'[^']*'|#.*")
_RULE_HEADER = re.compile(r"\s*\[\[\s*(?:rule|\"rule\"|'rule')\s*\]\]")


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
        raise _not_toml(text, name, error) from error
    return _Reader(text, name).rules(data)


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of the file, and where it stands: `number` (from 0) tells rules apart."""

    values: dict[str, Any]
    path: tuple[str, ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class _Reader:
    text: str
    name: str

    def rules(self, data: dict[str, Any]) -> OwnerRules:
        top = self._known(_Table(data), _TOP)
        illustrative = data.get("illustrative", False)
        if not isinstance(illustrative, bool):
            raise self._wrong("{field} must be true or false", top, "illustrative")
        listed = data.get("rule", [])
        if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
            raise self._wrong("rules are written with two brackets: [[rule]]", top, "rule")
        accounts = self._inner(top, "accounts")
        return OwnerRules(
            rules=tuple(self._rule(_Table(each, ("rule",), number)) for number, each in enumerate(listed)),
            default=self._owners(self._known(self._inner(top, "default"), _DEFAULT)),
            accounts={unit: self._accounts(self._inner(accounts, unit)) for unit in accounts.values},
            illustrative=illustrative,
        )

    def _rule(self, rule: _Table) -> OwnerRule:
        owners = self._owners(self._known(rule, _RULE))
        if not owners.lead:
            raise self._wrong("this rule names no lead", rule)
        if not any(rule.values.get(key) for key in ("words", "all", "section")):
            what = "this rule fits everything; give it words, all or section, or write it as [default]"
            raise self._wrong(what, rule)
        return OwnerRule(owners, self._words(rule, "words"), self._words(rule, "all"), self._section(rule))

    def _section(self, rule: _Table) -> re.Pattern[str] | None:
        value = rule.values.get("section")
        if not value:
            return None
        if isinstance(value, list):
            return re.compile("|".join(map(re.escape, self._words(rule, "section"))))
        try:
            return re.compile(value)
        except (re.error, TypeError) as error:
            what = "{value} is not a regular expression ({reason})"
            raise self._wrong(what, rule, "section", value=value, reason=error) from error

    def _owners(self, table: _Table) -> Owners:
        return Owners(self._words(table, "lead"), self._words(table, "support"))

    def _words(self, table: _Table, key: str) -> tuple[str, ...]:
        value = table.values.get(key, [])
        words = [value] if isinstance(value, str) else value
        if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
            raise self._wrong("{field} must be text in quotes or a list of such", table, key)
        return tuple(dict.fromkeys(word.strip() for word in words))

    def _accounts(self, table: _Table) -> dict[str, str]:
        for key, value in table.values.items():
            if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
                raise self._wrong("the account {field} must be a name in quotes or a number", table, key)
        return {key: str(value) for key, value in table.values.items()}

    def _inner(self, table: _Table, key: str) -> _Table:
        value = table.values.get(key, {})
        path = (*table.path, key)
        if not isinstance(value, dict):
            what = "{field} must stand in brackets on a line of its own: [{table}]"
            raise self._wrong(what, table, key, table=".".join(path))
        return _Table(value, path)

    def _known(self, table: _Table, known: tuple[str, ...]) -> _Table:
        for key in table.values:
            if key not in known:
                near = get_close_matches(key, known, n=1)
                what = "{field} is not a known field; known: {known}"
                if near:
                    what = "{field} is not a known field; did you mean {near}?"
                raise self._wrong(what, table, key, near="".join(near), known=", ".join(known))
        return table

    def _wrong(self, what: str, at: _Table, key: str = "", **values: Any) -> ConfigError:
        path = (*at.path, key) if key else at.path
        line = _line(self.text, path, at.number)
        where = [self.name, f"line {line}" if line else "", ".".join(path)]
        return ConfigError(what, where=", ".join(part for part in where if part), **{"field": key, **values})


def _not_toml(text: str, name: str, error: tomllib.TOMLDecodeError) -> ConfigError:
    line, reason = position_of(error, text)
    place = f"{name}, line {line}"
    bare = _QUOTED_OR_COMMENT.sub("", text.splitlines()[line - 1] if text.strip() else "")
    if not bare.isascii():
        hint = 'Write [accounts."区科委"], lead = "区科委"; commas, brackets and quotation marks are the narrow ones.'
        return ConfigError("Chinese names and words must stand in quotation marks", where=place, hint=hint)
    hint = "Correct that line; text stands in quotes, a list in [ ]."
    return ConfigError("this is not TOML ({reason})", where=place, hint=hint, reason=reason)


def _line(text: str, path: tuple[str, ...], number: int) -> int | None:
    """Line of a key; for one of a rule, below the rule's own header (`number` from 0)."""
    headers = [place for place, line in enumerate(text.splitlines()) if _RULE_HEADER.match(line)]
    above = headers[number] if path[:1] == ("rule",) and number < len(headers) else 0
    found = line_of("".join(text.splitlines(keepends=True)[above:]), path)
    return found + above if found else None
