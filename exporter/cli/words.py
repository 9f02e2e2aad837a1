"""The words of the command line that hold for every command and may stand anywhere on it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exporter.wording import Language, language_of_locale


@dataclass(frozen=True, slots=True)
class Words:
    """What was taken before parsing, and the rest."""

    rest: tuple[str, ...]
    language: Language
    refused: str | None
    """A language that was asked for and does not exist."""
    as_json: bool
    debug: bool


def words_from(args: Sequence[str], environ: Mapping[str, str] | None = None) -> Words:
    """Take `--lang X` and `--debug` out of the words before `--`."""
    env = dict(os.environ if environ is None else environ)
    end = args.index("--") if "--" in args else len(args)
    rest: list[str] = []
    asked: str | None = None
    debug = bool(env.get("EXPORTER_DEBUG"))
    words = iter(args[:end])
    for word in words:
        if word == "--debug":
            debug = True
        elif word == "--lang":
            asked = next(words, "")
        elif word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
        else:
            rest.append(word)
    language = _language(asked)
    return Words(
        (*rest, *args[end:]),
        language or language_of_locale(env),
        asked if asked is not None and language is None else None,
        "--json" in rest,
        debug,
    )


def _language(asked: str | None) -> Language | None:
    """`zh`, `zh_CN`, `zh-Hans` … → zh."""
    name = (asked or "").lower().replace("_", "-").partition("-")[0]
    return "zh" if name == "zh" else "en" if name == "en" else None
