from __future__ import annotations

import pytest

from exporter.cli.words import words_from


@pytest.mark.parametrize(
    ("args", "rest", "language"),
    [
        (["--lang", "zh", "sync"], ("sync",), "zh"),
        (["sync", "--yes", "--lang=zh"], ("sync", "--yes"), "zh"),
        (["sync", "--lang", "zh_CN"], ("sync",), "zh"),
        (["sync", "--lang", "zh-Hans"], ("sync",), "zh"),
        (["sync", "--lang", "EN"], ("sync",), "en"),
        (["show", "--", "--lang"], ("show", "--", "--lang"), "en"),
        ([], (), "en"),
    ],
)
def test_the_language_may_stand_anywhere(args: list[str], rest: tuple[str, ...], language: str) -> None:
    words = words_from(args, {"LANG": "en_US.UTF-8"})
    assert (words.rest, words.language, words.refused) == (rest, language, None)


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LC_MESSAGES": "zh_TW", "LANG": "C"}, "zh"),
        ({"LANG": "de_DE"}, "en"),
    ],
)
def test_else_the_locale_decides(environ: dict[str, str], language: str) -> None:
    assert words_from(["sync"], environ).language == language


@pytest.mark.parametrize("args", [["--lang", "fr"], ["--lang=fr"]])
def test_an_unknown_language_is_remembered(args: list[str]) -> None:
    assert words_from(args, {"LANG": "zh_CN"}).refused == "fr"
    assert words_from(args, {"LANG": "zh_CN"}).language == "zh"
    assert words_from(["--lang"], {}).refused == ""


def test_json_and_debug_are_noticed() -> None:
    words = words_from(["check", "--json", "--debug", "x"], {})
    assert (words.as_json, words.debug, words.rest) == (True, True, ("check", "--json", "x"))
    assert words_from(["check"], {"EXPORTER_DEBUG": "1"}).debug
    assert not words_from(["check", "--", "--json"], {}).as_json
