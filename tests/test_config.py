from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exporter import schema
from exporter.config import DEFAULT_DESTINATIONS, Config, read_config
from exporter.errors import ConfigError, UsageError
from exporter.secrets import Secret
from exporter.wording import speak

PLAN = '[plan]\nname = "nankai-2018"\nyear = 2018\ndocument = "plan.md"\n'


def write(folder: Path, text: str) -> Path:
    file = folder / "exporter.toml"
    file.write_bytes(text.encode())
    return file


def refused(folder: Path, text: str) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        read_config(write(folder, text))
    return caught.value


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return read_config(
        write(
            tmp_path,
            PLAN
            + """title = "南开区2018年工作计划"
published = 2018-01-15
ledger = "../out/ledger.yaml"
owners = "owners.toml"
url = "https://example.org/plan"
language = "zh"

[destinations.board]
kind = "backlog"
path = "../out/board"

[destinations.calendar]
kind = "ics"
path = "../out/milestones.ics"
""",
        )
    )


def test_paths_are_relative_to_the_file(config: Config, tmp_path: Path) -> None:
    assert config.plan.documents == (tmp_path / "plan.md",)
    assert config.plan.ledger == tmp_path / "../out/ledger.yaml"
    assert config.plan.owners == tmp_path / "owners.toml"
    assert config.folder == tmp_path


def test_everything_of_the_plan_is_read(config: Config) -> None:
    plan = config.plan
    assert (plan.name, plan.title, plan.year) == ("nankai-2018", "南开区2018年工作计划", 2018)
    assert (plan.published, plan.url, plan.language) == (date(2018, 1, 15), "https://example.org/plan", "zh")


def test_what_is_left_out_has_a_default(tmp_path: Path) -> None:
    config = read_config(write(tmp_path, PLAN))
    plan = config.plan
    assert (plan.title, plan.owners, plan.language, plan.url, plan.published) == ("nankai-2018", None, None, None, None)
    assert (plan.ledger, plan.state) == (tmp_path / "ledger.yaml", tmp_path / "state.sqlite")
    assert [each.name for each in config.destinations] == list(DEFAULT_DESTINATIONS)
    assert [each.kind for each in config.destinations] == ["backlog", "ics"]


def test_several_documents_keep_their_order(tmp_path: Path) -> None:
    config = read_config(write(tmp_path, PLAN.replace('"plan.md"', '["b.md", "a.html"]')))
    assert config.plan.documents == (tmp_path / "b.md", tmp_path / "a.html")


def test_the_home_folder_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert read_config(write(tmp_path, PLAN + 'ledger = "~/l.yaml"\n')).plan.ledger == tmp_path / "l.yaml"


def test_a_config_cannot_be_changed(config: Config) -> None:
    with pytest.raises(FrozenInstanceError):
        config.plan.year = 2019  # type: ignore[misc]


@pytest.mark.parametrize("text", ["\ufeff" + PLAN, PLAN.replace("\n", "\r\n")], ids=["byte order mark", "crlf"])
def test_files_from_windows_are_read(tmp_path: Path, text: str) -> None:
    assert read_config(write(tmp_path, text)).plan.year == 2018


@pytest.mark.parametrize("name", ["南开区2018年工作计划", "a", "Größe-1", "计划（2018）"])
def test_names_may_be_of_any_script(tmp_path: Path, name: str) -> None:
    assert read_config(write(tmp_path, PLAN.replace("nankai-2018", name))).plan.name == name


@pytest.mark.parametrize(
    "name",
    ["", " ", "a/b", "a\\\\b", "a\\nb", "a\\n", "a b", "a<b", "a>b", "a\\u0000", " a", "a ", "a\\u202Eb", "x" * 81],
)
def test_names_that_cannot_be_part_of_an_id_are_refused(tmp_path: Path, name: str) -> None:
    error = refused(tmp_path, PLAN.replace("nankai-2018", name))
    assert "line 2" in (error.where or "")
    assert "plan/name" in (error.where or "")


def test_a_missing_file_leads_to_init(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no such file") as caught:
        read_config(tmp_path / "exporter.toml")
    assert "exporter init" in str(caught.value)
    assert str(tmp_path / "exporter.toml") in str(caught.value)


def test_a_folder_is_no_config(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_config(tmp_path)


def test_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "exporter.toml"
    file.write_bytes(PLAN.encode() + 'title = "南开"\n'.encode("gb18030"))
    with pytest.raises(ConfigError, match="not written in UTF-8") as caught:
        read_config(file)
    assert "line 5" in str(caught.value)


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("title = “南开”", "straight quotes"),
        ('title = "a" "b"', "straight quotes"),
        ("title ＝ 1", "half-width"),
        ('ledger = "C:\\plans\\x.yaml"', "single quotes"),
    ],
)
def test_a_line_that_is_not_toml_is_named_with_advice(tmp_path: Path, line: str, advice: str) -> None:
    error = refused(tmp_path, PLAN + line + "\n")
    assert "line 5" in str(error)
    assert advice in str(error)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (PLAN.replace("year", "yeer"), "line 3, plan/yeer", "did you mean year?"),
        (PLAN + "[destination.b]\n", "destination", "did you mean destinations?"),
        (PLAN + '[destinations.b]\nkind = "ics"\npath = "x"\npat = 1\n', "line 8, destinations/b/pat", "mean path?"),
        (PLAN + '[destinations.b]\nkind = "isc"\n', "line 6, destinations/b/kind", "Did you mean ics?"),
        (PLAN + '[destinations.b]\nkind = "zzz"\n', "line 6, destinations/b/kind", "Known kinds: backlog, "),
        (PLAN + '[destinations.b]\npath = "x"\n', "line 5, destinations/b", "the field kind is missing"),
        (PLAN + '[destinations.b]\nkind = "backlog"\n', "line 5, destinations/b", "the field path is missing"),
        (PLAN.replace("2018\n", '"2018"\n'), "line 3, plan/year", "a whole number"),
        (PLAN.replace("2018\n", "18\n"), "line 3, plan/year", "1900"),
        (PLAN.replace('"plan.md"', "[]"), "line 4, plan/document", "at least 1"),
        (PLAN.replace('"plan.md"', "7"), "line 4, plan/document", "text"),
        (PLAN + 'language = "fr"\n', "line 5, plan/language", "allowed: zh, en"),
        (PLAN + 'published = "soon"\n', "line 5, plan/published", "2018-12-31"),
        (PLAN + 'url = "plan.md"\n', "line 5, plan/url", "https://example.org"),
        ("year = 2018\n", "exporter.toml", "plan"),
        ("destinations = 3\n" + PLAN, "line 1, destinations", "a group of fields"),
    ],
)  # fmt: skip
def test_a_wrong_key_is_told_with_its_line_and_what_is_allowed(tmp_path: Path, text: str, line: str, said: str) -> None:
    error = refused(tmp_path, text)
    assert line in (error.where or "")
    assert said in str(error)


def test_the_first_problem_of_several_is_told_and_the_others_are_counted(tmp_path: Path) -> None:
    error = refused(tmp_path, '[plan]\nname = 3\nyear = "x"\ndocument = 4\n')
    assert "line 2" in str(error)
    assert "more to mend in this file: 2" in str(error)


@pytest.mark.parametrize("key", ["token", "password", "secret", "api_key", "access_token", "Token"])
def test_a_plain_secret_is_refused_and_never_shown(tmp_path: Path, key: str) -> None:
    error = refused(tmp_path, PLAN + f'[destinations.b]\nkind = "memory"\n{key} = "hunter2"\n')
    assert "line 7" in (error.where or "")
    for way in ("{ env =", "{ command =", "{ keyring ="):
        assert way in str(error)
    assert "hunter2" not in f"{error}{error!r}{json.dumps(error.as_record())}"


@pytest.mark.parametrize(
    "value",
    ["7", "{ }", "{ env = 3 }", '{ evn = "X" }', '{ env = "X", more = 1 }', "{ command = [] }"],
)  # fmt: skip
def test_a_secret_that_is_nowhere_is_refused(tmp_path: Path, value: str) -> None:
    assert "{ env =" in str(refused(tmp_path, PLAN + f'[destinations.b]\nkind = "memory"\ntoken = {value}\n'))


def test_a_password_inside_an_address_is_refused_and_never_shown(tmp_path: Path) -> None:
    text = PLAN + '[destinations.b]\nkind = "memory"\nurl = "https://me:hunter2@dav.example.org/"\n'
    error = refused(tmp_path, text)
    assert "line 7" in str(error)
    assert "hunter2" not in str(error)


def test_pauses_stay_on_for_foreign_servers(tmp_path: Path, registered: dict[str, Any]) -> None:
    registered["url"] = {"type": "string"}
    text = PLAN + '[destinations.b]\nkind = "memory"\npace = "off"\nurl = "{}"\n'
    assert read_config(write(tmp_path, text.replace("{}", "http://127.0.0.1:3000/api"))).destinations[0].options["pace"]
    assert read_config(write(tmp_path, text.replace("{}", "http://localhost:3000"))).destinations
    assert "line 7" in str(refused(tmp_path, text.replace("{}", "https://api.example.org")))


@pytest.mark.parametrize(("pace", "fits"), [("20", True), ("0", False), ("1.5", False), ('"slow"', False)])
def test_a_pace_is_a_number_of_writes_a_minute(tmp_path: Path, pace: str, fits: bool) -> None:  # noqa: FBT001
    text = PLAN + f'[destinations.b]\nkind = "memory"\npace = {pace}\n'
    if fits:
        assert read_config(write(tmp_path, text)).destinations[0].options["pace"] == int(pace)
    else:
        assert "line 7" in str(refused(tmp_path, text))


def test_two_names_for_one_place_are_refused(tmp_path: Path) -> None:
    text = PLAN + '[destinations.{}]\nkind = "ics"\npath = "m.ics"\n'.replace("{}", "a")
    error = refused(tmp_path, text + '[destinations.b]\nkind = "ics"\npath = "m.ics"\n')
    assert "a and b are the same place" in str(error)
    assert "line 8" in str(error)


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The options of the kind `memory`, for a test to add to."""
    from exporter.destinations.memory import Memory  # noqa: PLC0415  only some tests need it

    options: dict[str, Any] = {}
    monkeypatch.setattr(Memory, "options_schema", options)
    return options


def test_a_secret_is_read_as_the_place_where_it_is_kept(tmp_path: Path, registered: dict[str, Any]) -> None:
    registered.update({"token": {"type": "object"}, "password": {}})
    text = PLAN + '[destinations.issues]\nkind = "memory"\ntoken = { env = "T" }\npassword = { keyring = "exporter" }\n'
    options = read_config(write(tmp_path, text)).destinations[0].options
    assert options["token"] == Secret("env", "T", "issues")
    assert options["password"] == Secret("keyring", "exporter", "issues")


def test_destinations_are_chosen_by_name(config: Config) -> None:
    assert [each.name for each in config.chosen()] == ["board", "calendar"]
    assert [each.name for each in config.chosen(["calendar", "board"])] == ["board", "calendar"]
    assert [each.name for each in config.chosen(["calendar"])] == ["calendar"]
    with pytest.raises(UsageError, match="Did you mean calendar"):
        config.chosen(["calender"])
    with pytest.raises(UsageError, match="There are: board, calendar"):
        config.chosen(["zzz"])


def test_errors_are_said_in_chinese(tmp_path: Path) -> None:
    speak("zh")
    try:
        error = refused(tmp_path, PLAN + '[destinations.b]\nkind = "memory"\ntoken = "x"\n')
        assert "第 7 行" in str(error)
        assert "不应写在这个文件里" in str(error)
        assert 'token = { env = "NAME" }' in str(error)
    finally:
        speak("en")


@pytest.mark.parametrize("number", range(3))
def test_the_schemas_own_examples_are_valid(number: int) -> None:
    assert not schema.problems("config", schema.schema("config")["examples"][number])


def test_every_property_of_the_schema_has_title_and_description() -> None:
    def bare(part: Any, path: str = "") -> list[str]:
        if isinstance(part, list):
            return [each for number, item in enumerate(part) for each in bare(item, f"{path}/{number}")]
        if not isinstance(part, dict):
            return []
        found = [
            f"{path}/{name}"
            for name, inner in part.get("properties", {}).items()
            if not {"title", "description"} <= set(inner)
        ]
        return found + [each for key, inner in part.items() for each in bare(inner, f"{path}/{key}")]

    assert bare(schema.schema("config")) == []


@pytest.mark.parametrize("seed", ["nankai-2018", "open-data-2026"])
def test_the_seeds_are_read(seed: str) -> None:
    config = read_config(Path(__file__).parent.parent / "seeds" / seed / "exporter.toml")
    assert config.plan.name == seed
    assert [each.kind for each in config.destinations] == ["backlog", "ics"]
    assert all(path.exists() for path in config.plan.documents)


@pytest.mark.parametrize("name", ["plan 2018", "plan\\u30002018", "a<b", "a>b"])
def test_a_name_that_would_break_a_marker_is_refused(tmp_path: Path, name: str) -> None:
    assert "plan/name" in (refused(tmp_path, PLAN.replace("nankai-2018", name)).where or "")
