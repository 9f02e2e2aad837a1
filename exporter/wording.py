"""Sentences for people, in English or Chinese.

The English template is the key; `locales/zh/*.json` hold the Chinese ones, a file a room. A template that is missing
there is said in English: a sentence in the wrong language is better than none (a test finds every one that is missing).
"""

from __future__ import annotations

import json
import locale
import os
from contextvars import ContextVar
from functools import cache
from importlib import resources
from typing import Any, Literal

Language = Literal["en", "zh"]
_current: ContextVar[Language] = ContextVar("language", default="en")


def speak(language: Language) -> None:
    """Choose the language of every sentence from here on."""
    _current.set(language)


def spoken() -> Language:
    """The language chosen by `speak`."""
    return _current.get()


def language_of_locale(environ: dict[str, str] | None = None) -> Language:
    """Chinese where the locale says so (LC_ALL, LC_MESSAGES, LANG, then the system), else English."""
    env = os.environ if environ is None else environ
    name = next((env[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if env.get(key)), None)
    if name is None and environ is None:
        name = locale.getlocale()[0]
    return "zh" if (name or "").lower().startswith(("zh", "chinese")) else "en"


@cache
def catalog() -> dict[str, str]:
    """English template → Chinese template."""
    folder = resources.files("exporter") / "locales" / "zh"
    sentences: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".json"):
            sentences.update(json.loads(file.read_text(encoding="utf-8")))
    return sentences


def say(template: str, /, *, language: Language | None = None, **values: Any) -> str:
    """Fill a template, in `language` or the language of the run."""
    if (language or _current.get()) == "zh":
        template = catalog().get(template, template)
    return template.format(**values) if values else template
