from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from exporter.errors import OutputError
from exporter.files import write_chunks, write_file


def entries(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("write", [write_file, lambda path, content: write_chunks(path, [content[:1], content[1:]])])
def test_what_is_there_already_is_not_written(tmp_path: Path, write: object) -> None:
    assert callable(write)
    path = tmp_path / "new" / "a.txt"
    assert write(path, b"abc")
    path.chmod(0o600)
    before = path.stat()
    assert not write(path, b"abc")
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert write(path, b"abd")
    assert path.read_bytes() == b"abd"
    assert path.stat().st_mode == before.st_mode
    assert entries(path.parent) == ["a.txt"]


def test_a_link_keeps_pointing_and_its_target_changes(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    assert write_chunks(link, [b"new"])
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_chunks_that_break_off_leave_what_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def broken() -> Iterator[bytes]:
        yield b"half"
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011  it is ours
        write_chunks(path, broken())
    assert path.read_bytes() == b"old"
    assert entries(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("call", ["os.fsync", "pathlib.Path.replace"])
def test_a_full_disk_is_one_sentence_and_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def full(*_words: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(call, full)
    with pytest.raises(OutputError, match="the disk is full; the file was left as it was") as caught:
        write_file(path, b"new")
    assert caught.value.where == str(path)
    assert path.read_bytes() == b"old"
    assert entries(tmp_path) == ["a.txt"]
