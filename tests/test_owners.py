from __future__ import annotations

from pathlib import Path

import pytest

from exporter.errors import ConfigError
from exporter.model import Owners
from exporter.owners import OwnerRules, load_owners, owners_from

RULES = """
illustrative = true

[default]
lead = "区政府办"

[[rule]]
all = ["科技", "园区"]
lead = ["区科委", "园区管委会"]

[[rule]]  # 一般科技工作
words = ["科技", "知识产权"]
lead = "区科委"
support = "区教委"

[[rule]]
section = "民生|教育"
lead = "区教委"

[[rule]]
section = ["生态(绿色)"]
words = ["河"]
lead = "区水务局"

[accounts."区科委"]
github = "octocat"
redmine = 12
board = "科委看板"

[accounts]
"区教委".github = "hubot"
"""


@pytest.fixture(scope="module")
def rules() -> OwnerRules:
    return owners_from(RULES)


@pytest.mark.parametrize(
    ("text", "section", "lead", "support"),
    [
        ("建设科技园区", (), ("区科委", "园区管委会"), ()),
        ("加强知识产权保护", ("改善民生",), ("区科委",), ("区教委",)),
        ("扩建小学", ("全年工作", "三、改善民生"), ("区教委",), ()),
        ("整治河道", ("四、生态(绿色)发展",), ("区水务局",), ()),
        ("整治道路", ("四、生态(绿色)发展",), ("区政府办",), ()),
        ("整治河道", ("四、生态绿色发展",), ("区政府办",), ()),
    ],
)
def test_the_first_rule_that_fits_wins(
    rules: OwnerRules, text: str, section: tuple[str, ...], lead: tuple[str, ...], support: tuple[str, ...]
) -> None:
    assert rules.owners_for(text, section) == Owners(lead, support)


def test_without_rules_nobody_is_named() -> None:
    assert not OwnerRules().owners_for("整治河道")
    assert not owners_from("").owners_for("整治河道")


def test_accounts_by_name_before_kind(rules: OwnerRules) -> None:
    assert rules.accounts_for("github") == {"区科委": "octocat", "区教委": "hubot"}
    assert rules.accounts_for("redmine") == {"区科委": "12"}
    assert rules.accounts_for("board", "github") == {"区科委": "科委看板", "区教委": "hubot"}
    assert rules.accounts_for("jira") == {}


def test_the_illustrative_flag(rules: OwnerRules) -> None:
    assert rules.illustrative
    assert not owners_from("").illustrative


@pytest.mark.parametrize(
    ("text", "where", "says"),
    [
        ("[[rule]]\nwords=['a']\nlead='x'\n\n[[rule]]\nwords=['b']\nled='x'", "line 7, rule.led", "did you mean lead?"),
        ("[[rule]]\nlead='x'", "line 1, rule", "fits everything"),
        ("[[rule]]\nwords=[]\nlead='x'", "line 1, rule", "fits everything"),
        ("[[rule]]\nwords=['a']\n", "line 1, rule", "names no lead"),
        ("[[rule]]\nwords=['a', 3]\nlead='x'", "line 2, rule.words", "text in quotes or a list"),
        ("[[rule]]\nwords=['a']\nlead=' '", "line 3, rule.lead", "text in quotes or a list"),
        ("\n[[rule]]\nsection='('\nlead='x'", "line 3, rule.section", "not a regular expression"),
        ("[[rule]]\nsection=3\nlead='x'", "line 2, rule.section", "not a regular expression"),
        ("[rule]\nlead='x'", "line 1, rule", "two brackets"),
        ("rules = 1", "line 1, rules", "did you mean rule?"),
        ("xyzzy = 1", "line 1, xyzzy", "known: illustrative, default, rule, accounts"),
        ("default = 'x'", "line 1, default", "[default]"),
        ("[default]\n\nowner = 'x'", "line 3, default.owner", "known: lead, support"),
        ("illustrative = 'yes'", "line 1, illustrative", "true or false"),
        ("[accounts]\n'甲' = 'x'\n", "line 2, accounts.甲", "[accounts.甲]"),
        ("\n[accounts.区科委]\ngithub = 'x'\n", "line 2", "must stand in quotation marks"),
        ("[default]\nlead = “区政府”\n", "line 2", "must stand in quotation marks"),
        ("[[rule]]\nwords = ['甲'，'乙']\n", "line 2", "the narrow ones"),
        ("[accounts.'甲']\ngithub = true", "line 2, accounts.甲.github", "a name in quotes or a number"),
        ("a = 1\nb = ", "line 2", "not TOML"),
    ],
)
def test_errors_give_line_and_field(text: str, where: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        owners_from(text)
    assert caught.value.where is not None
    assert where in caught.value.where
    assert says in str(caught.value)


def test_a_file(tmp_path: Path) -> None:
    path = tmp_path / "owners.toml"
    path.write_bytes(b"\xef\xbb\xbf" + RULES.encode())
    assert load_owners(path) == owners_from(RULES)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_owners(tmp_path / "none.toml")
    path = tmp_path / "owners.toml"
    path.write_bytes("[default]\nlead = '区政府'".encode("gb18030"))
    with pytest.raises(ConfigError, match="not UTF-8"):
        load_owners(path)
