"""The index page: every calendar with an address to subscribe to and one to download, in Chinese or English."""

from __future__ import annotations

import html
from collections.abc import Sequence

from exporter.feed.shelf import Entry
from exporter.wording import Language, say

_STYLE = (
    "body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}"
    "td,th{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid}"
    "@media(prefers-color-scheme:dark){body{background:#111;color:#eee}a{color:#8cf}}"
)


def index_page(title: str, entries: Sequence[Entry], base: str | None, language: Language) -> bytes:
    """HTML in UTF-8.

    Args:
        title: of the plan.
        entries: what is handed out.
        base: host and path before an entry's address, as the reader's program knows them; None where that is unclear.
        language: of the page.
    """

    def told(sentence: str) -> str:
        return html.escape(say(sentence, language=language))

    heads = "".join(f"<th>{told(head)}</th>" for head in ("Calendar", "Subscribe", "File", "Last changed"))
    rows = "".join(_row(entry, base, language) for entry in entries)
    hint = told("Open “subscribe” in a calendar program, or give it that address; it then looks for changes by itself.")
    empty = f"<p>{told('There is no calendar yet: run exporter sync.')}</p>"
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table><p>{hint}</p>"
    other = '<a href="?lang=en" lang="en">English</a>' if language == "zh" else '<a href="?lang=zh" lang="zh">中文</a>'
    name = html.escape(title)
    page = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{name}</title>'
        '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">'
        f"<style>{_STYLE}</style></head>"
        f"<body><h1>{name}</h1>{table if entries else empty}<p>{other}</p></body></html>\n"
    )
    return page.encode("utf-8", "replace")


def _row(entry: Entry, base: str | None, language: Language) -> str:
    file = html.escape(entry.address, quote=True)
    subscribe = html.escape(say("subscribe", language=language))
    link = f'<a href="webcal://{html.escape(base, quote=True)}{file}">{subscribe}</a>' if base else ""
    day = entry.changed.strftime("%Y-%m-%d %H:%M UTC")
    cells = (
        html.escape(f"{entry.destination} · {entry.name.removesuffix('.ics')}"),
        link,
        f'<a href="{file}">{html.escape(entry.name)}</a>',
        f'<time datetime="{entry.changed.isoformat()}">{day}</time>',
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
