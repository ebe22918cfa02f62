"""Articles: bytes in, the same characters out, and a clear word about what cannot be read."""

from __future__ import annotations

import datetime
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import ArticleError, InputError
from qa.records import Failure
from qa.sources.articles import article_from_text, read_file
from qa.sources.files import find_files
from qa.sources.front_matter import read_front_matter
from qa.sources.metadata import MAX_TITLE_CHARS, normalise_date, title_of
from qa.sources.suffixes import SUFFIXES


def write(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return path


# --- text and identity ---


@pytest.mark.parametrize(
    "data",
    [
        "Title\r\nText — 2.5%\rmore\n\n".encode(),
        b"\xef\xbb\xbfTitle\r\nText",
        "Title\r\nTëxt\n".encode("utf-16"),
        b"\xfe\xff" + "Title\r\nTëxt\n".encode("utf-16-be"),
        "  \n\n Title\u2028x\x85\n".encode(),
    ],
)
def test_text_is_what_the_bytes_say(tmp_path: Path, data: bytes) -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        try:
            expected = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    made = read_file(write(tmp_path / "a.txt", data))
    assert made.text == expected
    assert "\ufeff" not in made.text
    assert made.id == hashlib.sha256(expected.encode()).hexdigest()[:16]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=200))
def test_files_round_trip(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder) / "a.txt", "x " + text)
        assert read_file(path).text == "x " + text
        assert read_file(path) == article_from_text("x " + text)


@given(st.text(st.characters(codec=None), max_size=100))
def test_any_string_becomes_an_article_or_an_article_error(text: str) -> None:
    try:
        made = article_from_text(text)
    except ArticleError as error:
        str(error).encode("utf-8")
        assert not text.strip() or any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text)
    else:
        assert made.text == text
        assert len(made.title) <= MAX_TITLE_CHARS


def test_lone_surrogates_are_refused_with_their_place() -> None:
    with pytest.raises(ArticleError, match=r"character 5 is half of a surrogate pair \(U\+D83D\)"):
        article_from_text("smile\ud83d")


@pytest.mark.parametrize("text", ["", " \n\t\u3000"])
def test_blank_text_is_refused(text: str) -> None:
    with pytest.raises(ArticleError, match="has no text"):
        article_from_text(text)


def test_metadata_is_made_one_line_and_fit_to_store() -> None:
    made = article_from_text("x", title="a\nb\x1b[31m\u202e", source="\ud83d s ", url=" u ")
    assert (made.title, made.source, made.url) == ("a b [31m", "s", "u")


# --- titles ---


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.txt", "\n\n  First line  \nsecond", "First line"),
        ("a.txt", "# Not a heading", "# Not a heading"),
        ("a.md", "## A heading ##\ntext", "A heading"),
        ("a.markdown", "# C#", "C#"),
        ("a.MD", "#hashtag", "#hashtag"),
        ("a.txt", "-----\nReal title", "Real title"),
        ("a.txt", "***", "***"),
        ("a.txt", "Two\rlines", "Two"),
    ],
)
def test_title_is_the_first_line(tmp_path: Path, name: str, text: str, title: str) -> None:
    assert read_file(write(tmp_path / name, text)).title == title


def test_long_titles_are_cut_at_a_word() -> None:
    title = title_of("2.5% " * 100)
    assert MAX_TITLE_CHARS - 5 <= len(title) <= MAX_TITLE_CHARS
    assert set(title.split()) == {"2.5%"}
    assert title_of("x" * 900) == "x" * MAX_TITLE_CHARS
    assert title_of("y" * MAX_TITLE_CHARS) == "y" * MAX_TITLE_CHARS


# --- front matter ---

FRONT = """\
---
Title: "A \\"quoted\\" title: here"
source: 'Callisa''s Wire'
tags:
  - a
  - b
date: 14 March 2025
URL: https://example.com/a?b=c#d
unknown key: x
language: en
---

Body text.
"""


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_front_matter(tmp_path: Path, name: str, newline: str) -> None:
    made = read_file(write(tmp_path / name, FRONT.replace("\n", newline)))
    assert made.text == "\nBody text.\n".replace("\n", newline)
    assert made.title == 'A "quoted" title: here'
    assert made.source == "Callisa's Wire"
    assert (made.date, made.language) == ("2025-03-14", "en")
    assert made.url == "https://example.com/a?b=c#d"
    assert made.author == ""


def test_what_is_given_takes_precedence(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", FRONT)
    made = read_file(path, title="T", source="S", author="A", date="2025/04/01", url="U")
    assert (made.title, made.source, made.author) == ("T", "S", "A")
    assert (made.date, made.url, made.language) == ("2025-04-01", "U", "en")


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: never closed\n",
        "---\ntitle: x\nThis line is prose\n---\nbody",
        "---\nAlice: hello\nBob: hi\n---\nbody",
        " ---\ntitle: x\n---\nbody",
        "----\ntitle: x\n---\nbody",
        "---\n---\nbody",
        "\n---\ntitle: x\n---\nbody",
        "---\ntitle: x\n" + "a: b\n" * 200 + "---\nbody",
    ],
)
def test_what_is_not_front_matter_is_text(text: str) -> None:
    assert read_front_matter(text).start == 0
    assert read_front_matter(text).values == {}


@given(st.text(max_size=100), st.text(alphabet="-:\n\r title#'\"", max_size=60))
def test_front_matter_never_eats_the_body(body: str, noise: str) -> None:
    head = "---\ntitle: x\n---\n"
    assert (head + body)[read_front_matter(head + body).start :] == body
    assert 0 <= read_front_matter(noise).start <= len(noise)


def test_a_date_in_front_matter_that_is_no_day_is_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "---\ndate: 03/04/2025\ntitle: t\n---\nx")
    assert read_file(path).date == ""
    with pytest.raises(ArticleError, match="write it like 2025-03-14"):
        read_file(path, date="03/04/2025")


def test_front_matter_alone_is_no_article(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"a\.txt: has no text"):
        read_file(write(tmp_path / "a.txt", "---\ntitle: t\n---\n \n"))


# --- dates ---


@pytest.mark.parametrize(
    ("given_date", "expected"),
    [
        ("", ""),
        ("2025-03-14", "2025-03-14"),
        ("2025/03/14", "2025-03-14"),
        ("2025.3.4", "2025-03-04"),
        ("14 March 2025", "2025-03-14"),
        ("March 14, 2025", "2025-03-14"),
        ("  march  14 2025 ", "2025-03-14"),
        ("Friday, March 14, 2025", "2025-03-14"),
        ("Fri, 14 Mar 2025", "2025-03-14"),
        ("Sept. 1st, 2024", "2024-09-01"),
        ("29 February 2024", "2024-02-29"),
        ("2025-03-14T09:30:00Z", "2025-03-14T09:30:00+00:00"),
        ("2025-03-14 09:30", "2025-03-14T09:30:00"),
    ],
)
def test_dates_are_normalised(given_date: str, expected: str) -> None:
    assert normalise_date(given_date) == expected
    assert normalise_date(expected) == expected


@pytest.mark.parametrize(
    "bad",
    [
        *("03/04/2025", "31 June 2025", "29 February 2025", "2025-13-01", "0000-01-01"),
        *("March 2025", "2025", "tomorrow", "14 Marchember 2025", "2025-03-14T99:00"),
        *("2025-03/14", "\ud83d", "٢٠٢٥"),
    ],
)
def test_other_dates_are_refused(bad: str) -> None:
    with pytest.raises(ArticleError, match="write it like 2025-03-14"):
        normalise_date(bad)


MONTHS = "January February March April May June July August September October November December"


@given(st.dates())
def test_every_day_reads_in_every_form(day: datetime.date) -> None:
    year, month = f"{day.year:04d}", MONTHS.split()[day.month - 1]
    for text in (day.isoformat(), f"{day.day} {month} {year}", f"{month[:3]}. {day.day}, {year}"):
        assert normalise_date(text) == day.isoformat()


# --- bad files ---


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "a.txt: has no text"),
        ("a.txt", b" \r\n\t", "a.txt: has no text"),
        ("a.txt", b"\xef\xbb\xbf", "a.txt: has no text"),
        ("a.txt", b"caf\xe9", "byte 3 is not UTF-8; .* save it as UTF-8"),
        ("a.txt", b"\xef\xbb\xbfcaf\xe9", "byte 6 is not UTF-8"),
        ("a.txt", b"abc\0def", "a NUL at byte 3, .* save its text as UTF-8"),
        ("a.txt", "text".encode("utf-16-le"), "UTF-16 without its byte order mark"),
        ("a.txt", b"\xff\xfea", "byte 2 is not UTF-16"),
        ("a.txt", "text".encode("utf-32"), "UTF-32, .* save it as UTF-8"),
        ("a.txt", "a\0b".encode("utf-16"), "a NUL at character 1"),
        ("a.txt", b"\x01\x02\x03\x04text", "50% of it are control characters, .* limit of 2%"),
        ("a.pdf", b"text", r"\.pdf is not one of \.txt, \.md, \.markdown; save"),
        ("README", b"text", "a file without suffix is not one of"),
    ],
)
def test_bad_files(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = write(tmp_path / name, data)
    with pytest.raises(ArticleError, match=message) as caught:
        read_file(path)
    assert str(caught.value).startswith(f"{path}: ")


def test_a_stray_control_character_is_kept(tmp_path: Path) -> None:
    text = "x" * 200 + "\x08" + "\x0c"
    assert read_file(write(tmp_path / "a.txt", text)).text == text


def test_the_size_limit_names_size_limit_and_remedy(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "x" * 100_001)
    with pytest.raises(
        ArticleError, match=r"a\.txt: 0\.2 MB is over the limit of 0\.1 MB; raise it with --max-mb"
    ):
        read_file(path, max_mb=0.1)
    assert len(read_file(path, max_mb=0.2).text) == 100_001
    assert len(read_file(path, max_mb=float("inf")).text) == 100_001


@pytest.mark.parametrize("bad", [0.0, -1.0, float("nan")])
def test_a_limit_that_is_no_size_is_refused(tmp_path: Path, bad: float) -> None:
    with pytest.raises(InputError, match="max_mb"):
        read_file(write(tmp_path / "a.txt", "x"), max_mb=bad)


@pytest.mark.parametrize(
    ("path", "message"),
    [("no/such.txt", "no such file"), ("", "empty path"), ("a\0.txt", "check the path")],
)
def test_bad_paths(path: str, message: str) -> None:
    with pytest.raises(ArticleError, match=message):
        read_file(path)
    (failure,) = find_files(path)
    assert isinstance(failure, Failure)
    assert message in failure.reason


def test_a_path_too_long_for_the_system() -> None:
    with pytest.raises(ArticleError, match="name too long; check the path"):
        read_file("x" * 5_000 + ".txt")


def test_folders_and_pipes_are_not_read(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="is a folder"):
        read_file(tmp_path)
    pipe = tmp_path / "p.txt"
    os.mkfifo(pipe)
    with pytest.raises(ArticleError, match="not a regular file"):
        read_file(pipe)


@pytest.fixture
def denied() -> Iterator[Path]:
    """A folder of others, with a file and a subfolder that this user may not read."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o755)
        write(root / "closed.txt", "x").chmod(0)
        write(root / "closed" / "in.txt", "x")
        (root / "closed").chmod(0)
        as_root = os.geteuid() == 0
        if as_root:
            os.seteuid(65_534)  # root may read everything: be nobody for a while
        try:
            yield root
        finally:
            if as_root:
                os.seteuid(0)
            (root / "closed").chmod(0o755)


def test_permission_denied(denied: Path) -> None:
    with pytest.raises(ArticleError, match=r"closed\.txt: permission to read it is denied"):
        read_file(denied / "closed.txt")
    first, second = find_files(denied)
    assert isinstance(first, Failure) and first.path == str(denied / "closed")
    assert "permission" in first.reason
    assert second == denied / "closed.txt"


# --- folders ---


def test_folders_are_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    names = ["b.txt", "a/z.md", "a/b/c.markdown", "a/x.TXT", "c.txt"]
    for name in [*names, ".hidden.txt", ".git/x.txt", "a/.b.md", "image.png", "a/notes.doc"]:
        write(tmp_path / name, name)
    found = [p.relative_to(tmp_path).as_posix() for p in find_files(tmp_path)
             if isinstance(p, Path)]  # fmt: skip
    assert found == ["a/b/c.markdown", "a/x.TXT", "a/z.md", "b.txt", "c.txt"]


def test_links_out_of_the_folder_are_reported_and_not_followed(tmp_path: Path) -> None:
    outside = write(tmp_path / "out" / "secret.txt", "x").parent
    root = tmp_path / "in"
    write(root / "a" / "real.txt", "x")
    (root / "file.txt").symlink_to(outside / "secret.txt")
    (root / "folder").symlink_to(outside)
    (root / "broken.txt").symlink_to(root / "nothing.txt")
    (root / "loop.txt").symlink_to(root / "loop.txt")
    (root / "inside.txt").symlink_to(root / "a" / "real.txt")
    (root / "up").symlink_to(root)
    (root / "picture.png").symlink_to("/nothing.png")
    found = list(find_files(root))
    assert [p for p in found if isinstance(p, Path)] == [root / "a/real.txt", root / "inside.txt"]
    failed = {Path(f.path).name: f.reason for f in found if isinstance(f, Failure)}
    assert set(failed) == {"file.txt", "folder", "broken.txt", "loop.txt"}
    assert "leads out of the folder" in failed["folder"]
    assert "leads out of the folder" in failed["file.txt"]
    assert "no such file" in failed["broken.txt"]


def test_a_link_to_a_folder_may_be_named_itself(tmp_path: Path) -> None:
    write(tmp_path / "real" / "a.txt", "x")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert list(find_files(tmp_path / "link")) == [tmp_path / "link" / "a.txt"]


def test_a_file_is_itself_whatever_its_name(tmp_path: Path) -> None:
    path = write(tmp_path / ".hidden.pdf", "x")
    assert list(find_files(path)) == [path]


@pytest.mark.parametrize("name", ["README.md", "readme.txt", "SOURCES.md", "License.txt"])
def test_files_that_describe_their_folder_are_passed_by(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "news"
    described = write(folder / "deep" / name, "Where these come from")
    near = write(folder / f"a {name}", "The readme scandal\n\nIt grew on Monday.")
    failure, article = sorted(find_files(folder), key=lambda item: isinstance(item, Path))
    assert article == near
    assert isinstance(failure, Failure)
    assert failure.path == str(described)
    assert failure.reason.startswith(f"{described}: describes its folder")
    # By its own name it is what its owner says it is.
    assert list(find_files(described)) == [described]


def test_a_folder_without_articles(tmp_path: Path) -> None:
    write(tmp_path / "a.png", "x")
    (failure,) = find_files(tmp_path)
    assert isinstance(failure, Failure)
    assert failure.reason == (f"{tmp_path}: no {', '.join(SUFFIXES)} file in this folder; add one")


def test_names_that_are_not_utf8_can_be_told(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_bytes(b"caf\xe9")
    assert list(find_files(tmp_path)) == [path]
    with pytest.raises(ArticleError) as caught:
        read_file(path)
    assert r"caf\udce9.txt: byte 3 is not UTF-8" in str(caught.value)
