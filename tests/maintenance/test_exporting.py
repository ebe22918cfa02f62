"""Export and import: the same articles come back, and a file is there whole or not at all."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.errors import ArticleError, InputError
from qa.index import open_file
from qa.index.schema import APPLICATION_ID
from qa.index.sqlite import SQLiteIndex
from qa.ingest import add_all
from qa.maintenance import check_library, export, import_file
from qa.maintenance.exporting import anchor_name, json_line
from qa.records import AddReport, Article, Filters, ProgressEvent
from qa.sources.articles import article_from_text
from tests.support.fakes import HashEmbedder
from tests.support.first_format import FORMAT_1

EMBEDDER = HashEmbedder()

ARTICLES = (
    article_from_text(
        "First line\r\nSecond\u00a0line, 2.5% \U0001f30a\u2028third\r\n",
        title='Quotes "and" \\ marks <b>',
        source="Bay Post",
        author="I. Odell",
        date="2025-03-14T08:30:00+01:00",
        url="https://bay.example/1?a=b&c=d",
        language="en",
    ),
    article_from_text(
        "A storm cut power to Skerra.\n\nIt was restored by noon.", date="2024-01-02"
    ),
    article_from_text("The ferry is late.\n", title="Ferry", date="2025-12-31"),
)
PAGED = Article(**{**ARTICLES[2].to_dict(), "pages": (0, 9)})


def filled(path: Path, *articles: Article) -> SQLiteIndex:
    index = open_file(path)
    report = add_all(articles, index, lambda: EMBEDDER, metadata={})
    assert not report.failed
    return index


def opened(path: Path) -> SQLiteIndex:
    index = open_file(path)
    index.use_embedder(EMBEDDER.name, EMBEDDER.dimension)
    return index


def exported(index: SQLiteIndex, **options: object) -> bytes:
    stream = io.BytesIO()
    export(index, stream, **options)  # type: ignore[arg-type]
    return stream.getvalue()


def imported(index: SQLiteIndex, data: bytes) -> AddReport:
    def load() -> HashEmbedder:
        index.use_embedder(EMBEDDER.name, EMBEDDER.dimension)
        return EMBEDDER

    return import_file(index, io.BytesIO(data), load, name="copy.jsonl")


@pytest.fixture
def index(library: Path) -> Iterator[SQLiteIndex]:
    index = opened(library)
    add_all((*ARTICLES[:2], PAGED), index, lambda: EMBEDDER, metadata={})
    yield index
    index.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[SQLiteIndex]:
    index = open_file(tmp_path / "other.copydesk")
    yield index
    index.close()


def test_every_character_and_all_metadata_come_back(index: SQLiteIndex, other: SQLiteIndex) -> None:
    data = exported(index)
    report = imported(other, data)
    assert [info.id for info in report.added] == [a.id for a in (*ARTICLES[:2], PAGED)]
    assert report.failed == ()
    for article in (*ARTICLES[:2], PAGED):
        found = other.get(article.id)
        assert found == article
        assert found.text.encode() == article.text.encode()
    assert exported(other) == data
    query = EMBEDDER.encode_query("storm")
    assert other.search("storm", query, 9) == index.search("storm", query, 9)
    assert check_library(other).ok


TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=80
).filter(lambda text: bool(text.strip()))


@pytest.mark.slow
@settings(max_examples=60)
@given(TEXT, st.text(max_size=30), st.text(max_size=30), st.sampled_from(["", "2025-03-14"]))
def test_any_article_comes_back_as_it_was(text: str, title: str, author: str, date: str) -> None:
    article = article_from_text(text, title=title, author=author, date=date)
    line = json_line(article)
    assert line.count(b"\n") == 1
    assert len(line.decode().splitlines()) == 1
    with TemporaryDirectory() as folder:
        index = open_file(Path(folder) / "any.copydesk")
        assert imported(index, line).failed == ()
        assert index.get(article.id) == article
        index.close()


def test_order_is_that_of_adding_and_filters_apply(index: SQLiteIndex) -> None:
    rows = [json.loads(line) for line in exported(index).splitlines()]
    assert [row["id"] for row in rows] == [a.id for a in ARTICLES]
    some = exported(index, filters=Filters(since="2025-01-01"))
    assert [json.loads(line)["date"] for line in some.splitlines()] == [
        ARTICLES[0].date,
        ARTICLES[2].date,
    ]
    one = exported(index, filters=Filters(article_ids=(ARTICLES[1].id,)))
    assert json.loads(one)["text"] == ARTICLES[1].text


def test_what_is_there_already_stays(index: SQLiteIndex) -> None:
    changed = [json.loads(line) for line in exported(index).splitlines()]
    for row in changed:
        row["title"] = "Another"
    data = b"".join(json.dumps(row).encode() + b"\n" for row in changed)
    report = imported(index, data)
    assert (len(report.added), len(report.unchanged)) == (0, len(ARTICLES))
    assert index.get(ARTICLES[0].id) == ARTICLES[0]


GOOD = json_line(ARTICLES[1])
BAD = {
    "not JSON": b"{text: no}",
    "no JSON object": b'["a list"]',
    "is not JSON": b'{"text": "cut',
    "not UTF-8": b'{"text": "caf\xe9"}',
    '"text" is no text': b'{"text": 5}',
    '"title" is no text': b'{"text": "A fine day.", "title": ["x"]}',
    "has no text": b'{"title": "Nothing"}',
    "has a NUL": b'{"text": "A\\u0000B"}',
    "surrogate": b'{"text": "A \\ud800 B"}',
    "date 'soon'": b'{"text": "A fine day.", "date": "soon"}',
    "its id": b'{"text": "A fine day.", "id": "0123456789abcdef"}',
    '"pages"': b'{"text": "A fine day.", "pages": [5, 1]}',
    "RecursionError": b"[" * 100_000,
}


@pytest.mark.parametrize("words", BAD)
def test_a_bad_line_is_named_and_the_rest_goes_on(other: SQLiteIndex, words: str) -> None:
    report = imported(other, b"\n" + BAD[words] + b"\n" + GOOD)
    assert [info.id for info in report.added] == [ARTICLES[1].id]
    (failure,) = report.failed
    assert failure.path == "copy.jsonl, line 2"
    assert failure.reason.startswith("copy.jsonl, line 2: ")
    if words != "RecursionError":
        assert words in failure.reason


def test_a_line_without_id_is_a_new_article(other: SQLiteIndex) -> None:
    report = imported(other, b'\xef\xbb\xbf{"text": "A fine day."}')
    digest = hashlib.sha256(b"A fine day.").hexdigest()[:16]
    assert [(info.id, info.title) for info in report.added] == [(digest, "A fine day.")]


def test_an_endless_line_is_not_held_in_memory(
    other: SQLiteIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.maintenance.importing.MAX_LINE_MB", 1)
    report = imported(other, b'{"text": "' + b"x" * 5_000_000 + b'"}\n' + GOOD)
    assert "over the limit of 1 MB" in report.failed[0].reason
    assert len(report.added) == 1


def test_a_file_without_lines_is_refused(other: SQLiteIndex, tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_bytes(b"")
    with pytest.raises(InputError, match="has no lines"):
        import_file(other, tmp_path / "empty.jsonl", lambda: EMBEDDER)
    with pytest.raises(InputError, match="no such file"):
        import_file(other, tmp_path / "missing.jsonl", lambda: EMBEDDER)


def test_ctrl_c_keeps_what_is_done(other: SQLiteIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.maintenance.importing.BATCH_ARTICLES", 1)
    calls: list[ProgressEvent] = []

    def progress(event: ProgressEvent) -> None:
        calls.append(event)
        if len(calls) == 2:
            raise KeyboardInterrupt

    def load() -> HashEmbedder:
        other.use_embedder(EMBEDDER.name, EMBEDDER.dimension)
        return EMBEDDER

    data = b"".join(json_line(article) for article in ARTICLES)
    report = import_file(other, io.BytesIO(data), load, progress=progress)
    assert report.interrupted
    assert {info.id for info in other.articles()} == {info.id for info in report.added}
    assert len(report.added) == 2
    assert not import_file(other, io.BytesIO(data), load).interrupted
    assert len(other.articles()) == 3


def test_a_file_appears_whole(index: SQLiteIndex, tmp_path: Path) -> None:
    target = tmp_path / "out" / "copy.jsonl"
    target.parent.mkdir()
    report = export(index, target)
    assert report.articles == len(ARTICLES)
    assert target.read_bytes() == exported(index)
    assert [path.name for path in target.parent.iterdir()] == ["copy.jsonl"]
    mask = os.umask(0)
    os.umask(mask)
    assert target.stat().st_mode & 0o777 == 0o666 & ~mask


def test_what_fails_leaves_the_old_file(
    index: SQLiteIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out" / "copy.jsonl"
    target.parent.mkdir()
    target.write_text("old")
    with pytest.raises(KeyboardInterrupt):
        export(index, target, progress=_interrupt)

    def full(_: Article) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("qa.maintenance.exporting.json_line", full)
    with pytest.raises(InputError, match=r"copy\.jsonl: cannot be written \(no space left"):
        export(index, target)
    assert target.read_text() == "old"
    assert [path.name for path in target.parent.iterdir()] == ["copy.jsonl"]


def _interrupt(_: ProgressEvent) -> None:
    raise KeyboardInterrupt


def test_a_link_keeps_pointing_where_it_did(index: SQLiteIndex, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    link = tmp_path / "copy.jsonl"
    link.symlink_to(tmp_path / "disk" / "real.jsonl")
    export(index, link)
    assert link.is_symlink()
    assert (tmp_path / "disk" / "real.jsonl").read_bytes() == exported(index)


def test_the_library_is_never_written_over(index: SQLiteIndex, tmp_path: Path) -> None:
    link = tmp_path / "link.jsonl"
    link.symlink_to(index.path)
    for target in (index.path, link):
        with pytest.raises(InputError, match="is the library itself"):
            export(index, target, library=index.path)
    with pytest.raises(InputError, match="is a folder"):
        export(index, tmp_path)
    with pytest.raises(InputError, match="cannot be written"):
        export(index, tmp_path / "no" / "folder.jsonl")
    with pytest.raises(InputError, match="none of jsonl, markdown"):
        export(index, tmp_path / "x", format="html")  # type: ignore[arg-type]
    assert len(index.articles()) == len(ARTICLES)


def test_an_article_that_cannot_be_read_is_named_and_the_rest_written(index: SQLiteIndex) -> None:
    db = sqlite3.connect(index.path)
    db.execute("UPDATE articles SET pages = '{' WHERE id = ?", (ARTICLES[0].id,))
    db.commit()
    db.close()
    stream = io.BytesIO()
    report = export(index, stream)
    assert report.articles == len(ARTICLES) - 1
    assert [failure.path for failure in report.failed] == [ARTICLES[0].id]
    assert len(stream.getvalue().splitlines()) == len(ARTICLES) - 1


def test_markdown_names_each_article_and_paragraph_to_be_cited(index: SQLiteIndex) -> None:
    text = exported(index, format="markdown").decode()
    storm = ARTICLES[1]
    assert f"- [{storm.title}](#{anchor_name(storm.id)}) (2024-01-02)\n" in text
    for start in (0, storm.text.index("It was")):
        assert f'<a id="{anchor_name(storm.id, start)}"></a>{storm.text[start : start + 6]}' in text
    assert "- url: https://bay.example/1?a=b\\&c=d\n" in text
    assert "Cite as: I. Odell, \u201cQuotes" in text
    anchors = re.findall(r'<a id="([^"]+)">', text)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"\(#(a-[0-9a-f]+)\)", text)) <= set(anchors)
    newest_first = [ARTICLES[2].id, ARTICLES[0].id, ARTICLES[1].id]
    assert re.findall(r"^- id: (\w+)$", text, re.MULTILINE) == newest_first


@pytest.mark.parametrize(
    "text",
    [
        "# Not a heading\n",
        "- not a list\n+ nor this\n1. nor that\n2) or that\n",
        "<script>alert(1)</script> & <b>bold</b>",
        "[link](javascript:alert(1)) ![x](http://x.example/y.png) <http://x.example>",
        "*stars* _lines_ `code` ~~gone~~ | a | b |\n---|---\n",
        "```\nfence\n```\n\n~~~\nfence\n~~~",
        "Title\n=====\n\nOther\n-----\n\n> quoted\n\n    indented code\n",
        "evil \u202eedoc\x1b[31m\x07 end",
        "a line\nits next\n\na paragraph",
    ],
)
def test_no_text_is_markup(tmp_path: Path, text: str) -> None:
    markdown_it = pytest.importorskip("markdown_it")
    index = opened(tmp_path / "one.copydesk")
    add_all([article_from_text(text, title="T")], index, lambda: EMBEDDER, metadata={})
    written = exported(index, format="markdown").decode()
    index.close()
    parser = markdown_it.MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = parser.parse(written)
    body = tokens[[t.type for t in tokens].index("bullet_list_close", 1) :]
    allowed = {"paragraph_open", "paragraph_close", "inline", "heading_open", "heading_close"}
    allowed |= {"bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"}
    assert {token.type for token in body} <= allowed
    inner = [child for token in body for child in (token.children or ())]
    assert {child.type for child in inner} <= {"text", "hardbreak", "softbreak", "html_inline"}
    for child in inner:
        if child.type == "html_inline":
            assert re.fullmatch(r'<a id="a-[0-9a-f]{16}(-\d+)?">|</a>', child.content)
    shown = "".join(c.content for c in inner if c.type == "text")
    assert [char for char in text if char.isalnum()] == [
        char for char in shown[shown.index("]") + 1 :] if char.isalnum()
    ]
    assert not re.search("[\x1b\x07\u202e]", written)


def test_a_library_of_the_first_format_is_copied_as_any(library: Path, other: SQLiteIndex) -> None:
    db = sqlite3.connect(library)
    db.execute("PRAGMA journal_mode = WAL")
    db.executescript(FORMAT_1)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    article = ARTICLES[0]
    info = (article.title, article.source, article.author, article.date, article.url)
    db.execute(
        "INSERT INTO articles VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
        (article.id, *info, article.language, len(article.text), article.text),
    )
    db.commit()
    db.close()
    index = open_file(library)
    data = exported(index)
    assert index.get(article.id) == article
    index.close()
    assert imported(other, data).failed == ()
    assert other.get(article.id) == article
    assert check_library(other).ok


def test_bad_articles_are_refused_as_by_add() -> None:
    # The same checks: what export writes of a checked article passes them again.
    for article in ARTICLES:
        again = article_from_text(
            article.text,
            **{key: getattr(article, key) for key in ("title", "source", "author", "date", "url")},
            language=article.language,
        )
        assert again == article
    with pytest.raises(ArticleError):
        article_from_text(" ")
