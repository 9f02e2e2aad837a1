"""Accounts of owners.toml on Jira: Cloud wants account ids, Data Center user names; people know addresses."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from exporter.destinations.http import Http


class People:
    """Looks each account up once, among those who can be assigned in the project."""

    def __init__(self, http: Http, project: str, *, cloud: bool) -> None:
        self.http = http
        self.project = project
        self.key = "accountId" if cloud else "name"
        self._asked: set[str] = set()
        self._ids: dict[str, str] = {}
        self._accounts: dict[str, str] = {}

    def meet(self, accounts: Collection[str]) -> None:
        """Look the accounts up.

        Raises:
            DestinationError, NotAllowed: the server does not tell.
        """
        for account in sorted(set(accounts) - self._asked - {""}):
            found = self._find(account)
            if found is not None:
                self._ids[account] = found
                self._accounts.setdefault(found, account)
            self._asked.add(account)

    def _find(self, account: str) -> str | None:
        """By id, user name or address; a name that several people share is nobody's."""
        asked = {"project": self.project, "maxResults": 50}
        text = "query" if self.key == "accountId" else "username"
        users = self.http.get("user/assignable/search", {**asked, text: account})
        if not users and self.key == "accountId" and "@" not in account:
            users = self.http.get("user/assignable/search", {**asked, "accountId": account})
        same = account.casefold()
        exact = [user for user in users if same in {str(word).casefold() for word in self._words(user)}]
        chosen = exact or (users if "@" in account else [])  # Cloud hides addresses, and still finds by them
        return str(chosen[0][self.key]) if len(chosen) == 1 else None

    def _words(self, user: dict[str, Any]) -> list[Any]:
        return [user.get(key) for key in (self.key, "emailAddress", "displayName", "key") if user.get(key)]

    def reference(self, account: str) -> dict[str, str] | None:
        """What the field `assignee` is set to."""
        return {self.key: self._ids[account]} if account in self._ids else None

    def account(self, user: dict[str, Any]) -> str:
        """An assignee as owners.toml calls it, else by its id."""
        found = str(user[self.key])
        return self._accounts.get(found, found)

    def canonical(self, account: str) -> str:
        """One of several accounts of owners.toml that are the same person."""
        return self._accounts.get(self._ids.get(account, ""), account)

    def strangers(self, accounts: Collection[str]) -> list[str]:
        """Those that cannot be assigned, as far as they were looked up."""
        return [account for account in accounts if account in self._asked and account not in self._ids]
