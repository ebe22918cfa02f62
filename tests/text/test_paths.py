"""Paths within messages: names stay, folders go, and what only looks like a path stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.text.paths import hide_folders


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("/srv/news/a.copydesk: is damaged", "a.copydesk: is damaged"),
        ("cannot read '/opt/models/reader/config.json'", "cannot read 'config.json'"),
        ("~/news/a.txt (in /var/tmp/x/b.txt)", "a.txt (in b.txt)"),
        (r"C:\Users\ana\a.txt: is empty", "a.txt: is empty"),
        ("/srv/news/: is a folder", "news/: is a folder"),
    ],
)
def test_folders_go(text: str, told: str) -> None:
    assert hide_folders(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example/b/c.html: the server answered 404",
        "5/6/2024 and/or either/or/neither",
        "press/storm/a.txt: is empty",
        "/openapi.json says what does",
        "41 passages/s",
    ],
)
def test_what_is_no_path_of_this_machine_stays(text: str) -> None:
    assert hide_folders(text) == text


def test_a_known_path_may_hold_anything() -> None:
    path = Path("/srv/my news, 2024/a b.copydesk")
    assert hide_folders(f"{path}: is locked", path) == "a b.copydesk: is locked"
    address = "milvus://db.example:19530/news"
    assert hide_folders(f"{address}: is closed", Path(address)) == "news: is closed"
