from __future__ import annotations

import os
from pathlib import Path

import pytest

from exporter.batch import find, is_one
from exporter.errors import DocumentError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in (
        "乙.txt",
        "甲.docx",
        "子 目录/b.PDF",
        "子 目录/a.csv",
        "子 目录/深/c.xlsx",
        "旧.doc",
        "图.png",
        "README",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    for name in (".hidden.txt", "~$甲.docx", ".git/d.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    return tmp_path


def names(*meant: str, output: Path | None = None) -> list[str]:
    return [path.as_posix() for path in find(meant, output).documents]


def test_a_folder_is_looked_through_by_name_files_first(folder: Path) -> None:
    found = find([str(folder)])
    assert [path.relative_to(folder).as_posix() for path in found.documents] == [
        "乙.txt",
        "甲.docx",
        "子 目录/a.csv",
        "子 目录/b.PDF",
        "子 目录/深/c.xlsx",
    ]
    assert found.others == {".doc": 1, ".png": 1, "README": 1}


@pytest.mark.usefixtures("folder")
def test_patterns_find_chinese_names_and_folders_below() -> None:
    assert names("*.docx") == ["甲.docx"]
    assert names("子*/[ab].*") == ["子 目录/a.csv", "子 目录/b.PDF"]
    assert names("**/*.xlsx") == ["子 目录/深/c.xlsx"]
    assert names("子*") == names("子 目录")


@pytest.mark.usefixtures("folder")
def test_names_keep_their_order_and_nothing_is_read_twice() -> None:
    assert names("甲.docx", "乙.txt", "*.docx", ".")[:2] == ["甲.docx", "乙.txt"]
    assert len(names("甲.docx", ".", "子 目录")) == 5
    assert names("旧.doc", "甲.docx") == ["旧.doc", "甲.docx"]  # what is named is read, and said if it cannot be


def test_the_output_is_no_document(folder: Path) -> None:
    (folder / "out.txt").write_text("x")
    assert "out.txt" in names(".")
    assert "out.txt" not in names(".", output=folder / "子 目录" / ".." / "out.txt")


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(folder: Path) -> None:
    (folder / "[1].txt").write_text("x")
    (folder / "1.txt").write_text("x")
    assert is_one(["[1].txt"])
    assert names("[1].txt", "甲.docx") == ["[1].txt", "甲.docx"]
    assert names("[1].*") == ["1.txt"]


@pytest.mark.usefixtures("folder")
def test_one_file_is_told_from_many() -> None:
    assert is_one(["甲.docx"])
    assert is_one(["-"])
    assert is_one(["not there"])
    assert not is_one(["."])
    assert not is_one(["*.docx"])
    assert not is_one(["甲.docx", "乙.txt"])


def test_nothing_found_is_one_sentence(folder: Path) -> None:
    with pytest.raises(DocumentError, match="no file fits this pattern"):
        find(["*.odt"])
    (folder / "empty").mkdir()
    with pytest.raises(DocumentError, match="empty: there is no document"):
        find(["empty"])


def test_links_to_folders_are_not_followed_and_pipes_not_opened(folder: Path) -> None:
    (folder / "子 目录" / "again").symlink_to(folder, target_is_directory=True)
    os.mkfifo(folder / "子 目录" / "pipe.txt")
    assert len(names(".")) == 5


@pytest.mark.skipif(os.geteuid() == 0, reason="root may look everywhere")
def test_a_closed_folder_is_told_beside_the_others(folder: Path) -> None:
    closed = folder / "子 目录"
    closed.chmod(0)
    try:
        found = find(["."])
    finally:
        closed.chmod(0o755)
    assert [path.name for path in found.documents] == ["乙.txt", "甲.docx"]
    assert "cannot be looked into" in str(found.refused[0])
