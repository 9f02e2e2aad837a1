"""The review page: one commitment after another beside its source, on this machine only, writing the ledger.

    order      which task comes next, and which are shown
    passage    the source paragraph with the words that were read from it
    form       a task as the fields of a form, and back
    split, merge   one commitment made two, two made one
    desk       reads and writes the ledger: one change at a time, never over somebody else's
    gate, entrance   who may come in: token, cookie, Host, Origin
    site       the pages and what their buttons do
    server     listens on loopback

Flask and waitress are the extra `review`; only `entrance`, `site` and `server` know of them.
"""
