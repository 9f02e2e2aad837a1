"""Who can be assigned in a Redmine project: its members, by number, login or name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from typing import Any

from exporter.destinations.http import Http
from exporter.errors import DestinationError, NotAllowed

PER_PAGE = 100


class People:
    """Resolves the accounts of owners.toml; asks the server once, and only as far as it must.

    Args:
        http: the client.
        project: path of the project below the API's root.
    """

    def __init__(self, http: Http, project: str) -> None:
        self.http = http
        self.project = project
        self._ids: dict[str, int] = {}
        self._accounts: dict[int, str] = {}

    def meet(self, accounts: Collection[str]) -> None:
        """Look the accounts up among the members.

        Raises:
            DestinationError, NotAllowed: the server does not tell the members.
        """
        wanted = {account.casefold(): account for account in accounts if account}
        members = dict(self._members()) if wanted else {}
        for number, name in members.items():
            self._note(wanted, number, str(number), name)
        for number in members if wanted else ():
            with suppress(DestinationError, NotAllowed):  # a group, or a user who hides
                user = self.http.get(f"users/{number}.json")["user"]
                self._note(wanted, number, user.get("login", ""), user.get("mail", ""))

    def _note(self, wanted: dict[str, str], number: int, *names: str) -> None:
        for name in filter(None, names):
            account = wanted.get(name.casefold())
            if account is not None:
                self._ids[account.casefold()] = number
                self._accounts.setdefault(number, account)

    def _members(self) -> Iterator[tuple[int, str]]:
        """Members to whom issues can be assigned: the role decides."""
        roles: dict[int, bool] = {}
        for member in self._memberships():
            principal = member.get("user") or member.get("group")
            if principal and any(self._assignable(role["id"], roles) for role in member["roles"]):
                yield int(principal["id"]), str(principal["name"])

    def _memberships(self) -> Iterator[Mapping[str, Any]]:
        offset = 0
        while True:
            query = {"limit": PER_PAGE, "offset": offset}
            found = self.http.get(f"{self.project}/memberships.json", query)
            yield from found["memberships"]
            offset += PER_PAGE
            if offset >= found["total_count"]:
                return

    def _assignable(self, role: int, known: dict[int, bool]) -> bool:
        if role not in known:
            known[role] = True
            with suppress(DestinationError, NotAllowed):  # then the server's own word on the issue counts
                known[role] = bool(self.http.get(f"roles/{role}.json")["role"].get("assignable", True))
        return known[role]

    def number(self, account: str) -> int | None:
        """The number to assign an account by."""
        found = self._ids.get(account.casefold())
        return int(account) if found is None and account.isdecimal() else found

    def account(self, number: int) -> str:
        """An assignee as owners.toml calls it, else its number."""
        return self._accounts.get(number, str(number))

    def canonical(self, account: str) -> str:
        """One of several accounts of owners.toml that are the same member."""
        number = self._ids.get(account.casefold())
        return account if number is None else self.account(number)

    def strangers(self, accounts: Collection[str]) -> list[str]:
        """Those of the accounts that `meet` did not find."""
        return [account for account in accounts if account.casefold() not in self._ids]
