"""Every command on the real Desk: its JSON, its exit code, and what it does with bad input."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from qa.cli import cli
from qa.cli.adding import MAX_ITEMS, MAX_MB, MAX_PAGES, MAX_SECONDS, MAX_UNPACKED_MB
from qa.desk import Desk
from qa.ingest import Web
from qa.records import (
    AddReport,
    Answer,
    AnswerGroup,
    Article,
    ArticleAnswer,
    ArticleInfo,
    Citation,
    Comparison,
    Hit,
    Record,
    Summary,
    SummarySentence,
)
from qa.sources.articles import DEFAULT_MAX_MB
from qa.sources.parsers.limits import Limits
from tests.support.fakes import HashEmbedder
from tests.support.fakes_generator import OverlapGenerator
from tests.support.loaders import fake_loaders

BRIDGE = (
    "Council backs $1.2 billion harbour bridge\n\n"
    "The council of Marlow Bay voted on Tuesday to build the harbour bridge. "
    "The harbour bridge will cost $1.2 billion, said Mayor Ilse Odell. "
    "Ferries will carry commuters until the bridge opens in 2031.\n"
)
AUDIT = (
    "Auditor doubts the bridge\n\n"
    "An auditor looked at the plan of Marlow Bay. "
    "The harbour bridge will cost $1.9 billion, said the auditor, Paul Yeo.\n"
)
STORM = (
    "Storm cuts power to Skerra\n\n"
    "A storm cut power to the island of Skerra overnight. "
    "Engineers restored electricity to 85% of homes by noon.\n"
)
COST = "How much will the harbour bridge cost?"
ABSENT = "Which opera won the festival prize in Vienna?"


# A text with too large a share of controls is taken for a binary file.
PADDING = "The square around it was paved with granite in the year of the great flood. " * 10


@dataclass(frozen=True, slots=True)
class Copydesk:
    """Runs commands in this process on one library."""

    library: Path

    def __call__(self, *arguments: str | Path, stdin: str | bytes | None = None) -> Result:
        words = [str(argument) for argument in arguments]
        environment = {"COPYDESK_LIBRARY": str(self.library)}
        return CliRunner().invoke(cli, words, input=stdin, env=environment)

    def json(self, *arguments: str | Path, stdin: str | None = None) -> dict[str, Any]:
        result = self(*arguments, "--json", stdin=stdin)
        assert result.exit_code == 0, result.output
        value: dict[str, Any] = json.loads(result.stdout_bytes.decode("utf-8"))
        return value

    def refuses(self, *arguments: str | Path, code: int = 1) -> str:
        """Expect one line on stderr and nothing on stdout; return the line."""
        result = self(*arguments)
        assert result.exit_code == code, (result.output, result.exception)
        assert result.stdout == ""
        assert "Traceback" not in result.stderr
        if code == 1:
            (line,) = result.stderr.splitlines()
            assert line.startswith("Error: ")
        return result.stderr


@pytest.fixture(autouse=True)
def small_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loaders give a real embedder and reader that need no checkpoint."""
    fake_loaders(monkeypatch)


@pytest.fixture
def copydesk(library: Path) -> Copydesk:
    return Copydesk(library)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    folder = tmp_path / "articles"
    folder.mkdir()
    paths = {}
    for name, text in (("bridge", BRIDGE), ("audit", AUDIT), ("storm", STORM)):
        paths[name] = folder / f"{name}.txt"
        paths[name].write_text(text, "utf-8")
    return paths


@pytest.fixture
def stocked(copydesk: Copydesk, files: dict[str, Path]) -> Copydesk:
    copydesk.json("add", files["bridge"], "--source", "Bay Post", "--date", "2025-02-11")
    copydesk.json("add", files["audit"], "--source", "Ledger", "--date", "2025-02-27")
    copydesk.json("add", files["storm"], "--source", "Ledger", "--date", "2025-03-03")
    return copydesk


def keys(record: type[Record]) -> set[str]:
    return {field.name for field in fields(record)}  # type: ignore[arg-type]


def check_citations(copydesk: Copydesk, citations: Sequence[dict[str, Any]]) -> None:
    assert citations
    for citation in citations:
        assert set(citation) == keys(Citation)
        text = copydesk.json("show", citation["article_id"])["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"] != ""


# --- the library


def test_add_reports_what_it_did_and_twice_changes_nothing(
    copydesk: Copydesk, files: dict[str, Path]
) -> None:
    first = copydesk.json("add", *files.values())
    assert set(first) == keys(AddReport)
    assert [set(info) for info in first["added"]] == [keys(ArticleInfo)] * 3
    assert {info["title"] for info in first["added"]} == {
        text.splitlines()[0] for text in (BRIDGE, AUDIT, STORM)
    }
    again = copydesk.json("add", files["bridge"].parent)
    assert (again["added"], len(again["unchanged"]), again["failed"]) == ([], 3, [])


def test_the_size_limit_is_the_reader_s_own(copydesk: Copydesk, files: dict[str, Path]) -> None:
    assert MAX_MB == DEFAULT_MAX_MB
    assert (Limits().unpacked_mb, Limits().seconds) == (MAX_UNPACKED_MB, MAX_SECONDS)
    assert Limits().pages == MAX_PAGES
    assert Web().max_items == MAX_ITEMS
    result = copydesk("add", files["bridge"], "--max-mb", "0.0001")
    assert result.exit_code == 1
    assert "--max-mb" in result.stderr


def test_standard_input_is_an_article(copydesk: Copydesk) -> None:
    result = copydesk("add", "-", "--source", "Bay Post", stdin=BRIDGE.encode())
    assert result.exit_code == 0, result.output
    lines = json.dumps({"title": "A", "text": AUDIT}) + "\n" + json.dumps({"text": STORM})
    assert copydesk("add", "-", "--kind", "jsonl", stdin=lines.encode()).exit_code == 0
    assert len(copydesk.json("list")["articles"]) == 3
    assert "over the limit" in copydesk("add", "-", "--max-mb", "0.0001", stdin=STORM).stderr


def test_sync_follows_a_folder(copydesk: Copydesk, files: dict[str, Path]) -> None:
    folder = files["bridge"].parent
    result = copydesk("sync", folder)
    assert result.exit_code == 0, result.output
    assert "3 added, 0 unchanged, 0 replaced, 0 failed" in result.stderr
    files["storm"].unlink()
    files["audit"].write_text(AUDIT.replace("$1.9", "$2.1"), "utf-8")
    assert copydesk.json("sync", folder, "--keep")["removed"] == []
    report = copydesk.json("sync", folder)
    kinds = ("added", "unchanged", "replaced", "removed")
    assert [len(report[kind]) for kind in kinds] == [0, 2, 0, 1]
    assert len(copydesk.json("list")["articles"]) == 2
    assert "is not a folder" in copydesk.refuses("sync", files["bridge"])


def test_flags_set_the_metadata(copydesk: Copydesk, files: dict[str, Path]) -> None:
    given = {
        "title": "Another title",
        "source": "Bay Post",
        "author": "A. Writer",
        "date": "2025-02-11",
        "url": "https://example.com/a",
    }
    flags = [word for name, value in given.items() for word in (f"--{name}", value)]
    (info,) = copydesk.json("add", files["bridge"], *flags)["added"]
    shown = copydesk.json("show", info["id"])
    assert {name: shown[name] for name in given} == given


def test_list_and_its_filters(stocked: Copydesk) -> None:
    def titles(*arguments: str) -> list[str]:
        return [info["title"].split()[0] for info in stocked.json("list", *arguments)["articles"]]

    assert titles() == ["Storm", "Auditor", "Council"]
    assert titles("--source", "Ledger") == ["Storm", "Auditor"]
    assert titles("--since", "2025-02-12", "--until", "2025-02-28") == ["Auditor"]
    lines = stocked("list").stdout.splitlines()
    assert [line.count("\t") for line in lines] == [4, 4, 4]


def test_an_empty_library_lists_nothing_and_says_how_to_begin(copydesk: Copydesk) -> None:
    result = copydesk("list")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "copydesk add" in result.stderr
    assert copydesk.json("list") == {"articles": []}


def test_show_takes_a_short_id_and_gives_the_text_byte_for_byte(
    copydesk: Copydesk, tmp_path: Path
) -> None:
    path = tmp_path / "crlf.txt"
    path.write_bytes("Zürich\r\n\r\nThe rate is 2.5%.\tNo [bold]change[/bold].\n".encode())
    (info,) = copydesk.json("add", path)["added"]
    short = info["id"][:6]
    assert set(copydesk.json("show", short)) == keys(Article)
    assert copydesk("show", short, "--text").stdout_bytes == path.read_bytes()
    human = copydesk("show", short).stdout
    assert info["id"] in human
    assert "No [bold]change[/bold]." in human


def test_remove_takes_only_what_it_is_given(stocked: Copydesk) -> None:
    first, second, third = (info["id"] for info in stocked.json("list")["articles"])
    removed = stocked.json("remove", first, third[:8])["removed"]
    assert [info["id"] for info in removed] == [first, third]
    assert [info["id"] for info in stocked.json("list")["articles"]] == [second]
    assert "removed: " in stocked("remove", second).stdout


# --- questions


def test_ask_gives_the_answer_and_its_characters(stocked: Copydesk) -> None:
    answer = stocked.json("ask", COST, "--source", "Bay Post")
    assert set(answer) == keys(Answer)
    assert (answer["question"], answer["answerable"]) == (COST, True)
    assert answer["answer"] == "$1.2 billion"
    assert 0 <= answer["confidence"] <= 1
    assert set(answer["passages"][0]) == keys(Hit)
    assert answer["model"] == "overlap"
    assert all(value >= 0 for value in answer["timings_ms"].values())
    check_citations(stocked, answer["citations"])


def test_ask_for_people_shows_answer_title_date_and_sentence(stocked: Copydesk) -> None:
    shown = stocked("ask", COST, "--source", "Bay Post").stdout.splitlines()
    assert shown[0] == "$1.2 billion"
    assert shown[1] == "according to Mayor Ilse Odell"
    assert shown[2].startswith("confidence ")
    assert "Council backs $1.2 billion harbour bridge · 2025-02-11" in shown[3]
    assert "The harbour bridge will cost $1.2 billion, said Mayor Ilse Odell." in shown[4]
    assert "score" in stocked("ask", COST, "-v").stdout


def test_an_absent_answer_is_no_error(stocked: Copydesk) -> None:
    answer = stocked.json("ask", ABSENT)
    assert (answer["answer"], answer["answerable"], answer["citations"]) == ("", False, [])
    assert answer["passages"]
    result = stocked("ask", ABSENT)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("Not in these articles.\nThe nearest passage:\n")


def test_ask_filters(stocked: Copydesk) -> None:
    def sources(*arguments: str) -> set[str]:
        hits = stocked.json("ask", COST, *arguments)["passages"]
        return {hit["title"].split()[0] for hit in hits}

    assert sources() == {"Council", "Auditor", "Storm"}
    assert sources("--source", "Ledger") == {"Auditor", "Storm"}
    assert sources("--since", "2025-02-20", "--until", "2025-02-28") == {"Auditor"}
    bridge = stocked.json("list", "--source", "Bay Post")["articles"][0]["id"]
    assert sources("--article", bridge) == {"Council"}
    assert len(stocked.json("ask", COST, "--top-k", "1")["passages"]) == 1
    for mode in ("hybrid", "dense", "lexical"):
        assert stocked.json("ask", COST, "--mode", mode)["answerable"]


def test_a_question_comes_from_stdin_too(stocked: Copydesk) -> None:
    assert stocked.json("ask", "-", stdin=COST)["answer"] in {"$1.2 billion", "$1.9 billion"}
    result = stocked("ask", "-", stdin=b"\xff\xfe what?")
    assert result.exit_code == 1
    assert "UTF-8" in result.stderr


def test_summarize(stocked: Copydesk) -> None:
    storm = stocked.json("list")["articles"][0]["id"]
    summary = stocked.json("summarize", storm, "--sentences", "2")
    assert set(summary) == keys(Summary)
    assert [set(sentence) for sentence in summary["sentences"]] == [keys(SummarySentence)] * 2
    assert summary["summary"] == " ".join(s["text"] for s in summary["sentences"])
    assert "\n" not in summary["summary"]
    for sentence in summary["sentences"]:
        check_citations(stocked, sentence["citations"])
    paragraph, source = stocked("summarize", storm, "--sentences", "2").stdout.splitlines()
    assert "Skerra" in paragraph
    assert "Storm cuts power to Skerra" in source


def test_summarize_a_topic_leaves_other_articles_alone(stocked: Copydesk) -> None:
    about = stocked.json("summarize", "--about", "harbour bridge cost")
    assert "bridge" in about["summary"]
    assert "Support" not in about["summary"]
    assert "support" in stocked("summarize", "--about", "harbour bridge", "-v").stdout


def test_compare_groups_and_names_the_silent(stocked: Copydesk) -> None:
    compared = stocked.json("compare", COST)
    assert set(compared) == keys(Comparison)
    assert [set(answer) for answer in compared["answers"]] == [keys(ArticleAnswer)] * 3
    assert [set(group) for group in compared["groups"]] == [keys(AnswerGroup)] * 2
    assert {group["answer"] for group in compared["groups"]} == {"$1.2 billion", "$1.9 billion"}
    storm = stocked.json("list")["articles"][0]["id"]
    assert compared["silent"] == [storm]
    shown = stocked("compare", COST).stdout
    assert "$1.2 billion  1 article\n" in shown
    assert "Silent on this: 1" in shown
    only = stocked.json("compare", COST, "--article", storm)
    assert (only["groups"], only["silent"]) == ([], [storm])


# --- eval, demo


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    row = {"question": COST, "context": BRIDGE, "title": "Bridge"}
    golds = [{"text": "$1.2 billion", "start": BRIDGE.index("$1.2 billion,")}]
    path = tmp_path / "rows.jsonl.gz"
    lines = (json.dumps({**row, "answers": golds}), json.dumps({**row, "answers": []}))
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    return path


def test_eval_writes_figures(copydesk: Copydesk, rows: Path) -> None:
    figures = copydesk.json("eval", "qa", rows)
    assert figures["n"] == 2
    assert {"f1", "exact_match", "f1_with_abstention"} <= set(figures)
    assert copydesk.json("eval", "qa", rows, "--limit", "1")["n"] == 1
    shown = copydesk("eval", "retrieval", rows).stdout
    assert "hybrid.hit@1" in shown
    assert not copydesk.library.exists(), "an evaluation has a library of its own"


@pytest.mark.parametrize("name", ["qa", "summaries", "retrieval", "grounding"])
def test_eval_of_a_missing_or_broken_file_is_one_line(
    copydesk: Copydesk, tmp_path: Path, name: str
) -> None:
    assert "missing.jsonl.gz" in copydesk.refuses("eval", name, tmp_path / "missing.jsonl.gz")
    broken = tmp_path / "broken.jsonl.gz"
    broken.write_bytes(b"neither compressed nor JSON")
    assert "broken.jsonl.gz" in copydesk.refuses("eval", name, broken)


def test_demo_does_everything_and_leaves_the_users_library_alone(
    copydesk: Copydesk, tmp_path: Path
) -> None:
    kept = tmp_path / "folder" / "demo.copydesk"
    first = copydesk.json("demo", "--library", kept)
    assert len(first["add"]["added"]) >= 3
    assert len(first["summarize"]) == 3
    assert len(first["compare"]["groups"]) >= 2
    assert set(first["timings_ms"]) and kept.exists()
    again = copydesk("demo", "--library", kept)
    assert again.exit_code == 0
    for command in ("add", 'ask "What', "summarize", 'compare "How'):
        assert f"\n$ copydesk {command}" in again.stdout
    assert not copydesk.library.exists()


# --- bad usage, bad input


@pytest.mark.parametrize(
    "arguments",
    [
        ["add"],
        ["ask"],
        ["ask", "one", "two"],
        ["ask", COST, "--top-k", "0"],
        ["ask", COST, "--top-k", "51"],
        ["ask", COST, "--top-k", "five"],
        ["ask", COST, "--mode", "best"],
        ["ask", COST, "--no-such-option"],
        ["summarize", "--sentences", "0"],
        ["remove"],
        ["show"],
        ["compare"],
        ["eval"],
        ["eval", "archive", "one-file"],
        ["serve", "--port", "70000"],
        ["no-such-command"],
    ],
    ids=" ".join,
)
def test_bad_usage_exits_with_2(copydesk: Copydesk, arguments: list[str]) -> None:
    assert "Usage: " in copydesk.refuses(*arguments, code=2)


@pytest.mark.parametrize("command", [[], *([name] for name in cli.commands), ["eval", "qa"]])
def test_every_command_explains_itself(copydesk: Copydesk, command: list[str]) -> None:
    result = copydesk(*command, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: ")


@pytest.mark.parametrize("question", ["", "   ", "\n\t "], ids=repr)
@pytest.mark.parametrize("command", ["ask", "compare"])
def test_an_empty_question_is_refused(stocked: Copydesk, command: str, question: str) -> None:
    stocked.refuses(command, question)


@pytest.mark.parametrize("command", ["ask", "compare"])
def test_an_endless_question_is_refused_with_its_length(stocked: Copydesk, command: str) -> None:
    line = stocked.refuses(command, "why?" * 25_000)
    assert "100,000" in line
    assert "2,000" in line
    assert len(line) < 500


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("binary.txt", bytes(range(256)) * 8),
        ("empty.txt", b""),
        ("blank.txt", b" \n\n\t"),
        ("missing.txt", None),
    ],
)
def test_a_file_that_is_no_article_is_refused(
    copydesk: Copydesk, tmp_path: Path, name: str, content: bytes | None
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    result = copydesk("add", path)
    assert (result.exit_code, result.stdout) == (1, "")
    (line,) = result.stderr.splitlines()
    assert name in line
    report = json.loads(copydesk("add", path, "--json").stdout)
    assert [failure["path"] for failure in report["failed"]] == [str(path)]


def test_one_bad_file_does_not_stop_the_others(copydesk: Copydesk, files: dict[str, Path]) -> None:
    folder = files["bridge"].parent
    (folder / "bad.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    result = copydesk("add", folder)
    assert result.exit_code == 0
    assert result.stdout.count("added: ") == 3
    assert result.stderr.count("failed: ") == 1
    assert "bad.txt" in result.stderr
    assert len(copydesk.json("list")["articles"]) == 3


def make_foreign(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE recipes (name TEXT)")
    database.close()


def make_cut(path: Path) -> None:
    with Desk.open(path) as desk:
        desk.articles()
    path.write_bytes(path.read_bytes()[:1500])


def make_noise(path: Path) -> None:
    path.write_bytes(b"no database at all " * 100)


SPOILED: dict[str, Callable[[Path], None]] = {
    "noise": make_noise,
    "foreign": make_foreign,
    "cut short": make_cut,
    "a folder": Path.mkdir,
}


@pytest.mark.parametrize("kind", SPOILED)
@pytest.mark.parametrize("command", [["list"], ["ask", COST], ["show", "0123456789abcdef"]])
def test_a_library_that_is_none_is_refused_and_left_as_it_was(
    copydesk: Copydesk, kind: str, command: list[str]
) -> None:
    SPOILED[kind](copydesk.library)
    before = None if copydesk.library.is_dir() else copydesk.library.read_bytes()
    assert copydesk.library.name in copydesk.refuses(*command)
    assert before is None or copydesk.library.read_bytes() == before


@pytest.mark.parametrize("command", ["show", "remove", "summarize"])
@pytest.mark.parametrize("article_id", ["ffffffffffffffff", "12", "zz/../etc", "' OR 1=1 --"])
def test_an_unknown_article_is_refused(stocked: Copydesk, command: str, article_id: str) -> None:
    stocked.refuses(command, article_id)
    assert len(stocked.json("list")["articles"]) == 3


@pytest.mark.parametrize(
    "arguments",
    [["ask", COST, "--since", "soon"], ["list", "--until", "2025-02-31"]],
    ids=lambda words: words[0],
)
def test_a_bad_date_is_refused(stocked: Copydesk, arguments: list[str]) -> None:
    line = stocked.refuses(*arguments)
    assert arguments[-1] in line


def test_titles_cannot_drive_the_terminal(copydesk: Copydesk, tmp_path: Path) -> None:
    path = tmp_path / "evil.txt"
    title = "Evil \x1b]0;owned\x07 \x9b31m \u202etitle [red]x[/red]"
    path.write_text(
        f"{title}\n\nThe tower is 90 metres high, says \x1b[2J the mayor. {PADDING}\n", "utf-8"
    )
    outputs = [copydesk("add", path)]
    article_id = copydesk.json("list")["articles"][0]["id"]
    outputs += [
        copydesk("list"),
        copydesk("show", article_id),
        copydesk("ask", "How high is the tower?"),
        copydesk("summarize", article_id),
        copydesk("compare", "How high is the tower?"),
        copydesk("ask", "How high is the tower?", "--json"),
        copydesk("remove", article_id),
    ]
    for result in outputs:
        assert result.exit_code == 0, result.output
        assert not set(result.output) & set("\x1b\x07\x9b\u202e")
    assert "[red]x[/red]" in outputs[1].stdout


def test_ctrl_c_says_what_is_kept(stocked: Copydesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(OverlapGenerator, "answer", interrupt)
    line = stocked.refuses("ask", COST, code=130)
    assert "kept" in line
    assert len(stocked.json("list")["articles"]) == 3


def test_ctrl_c_while_adding_keeps_what_was_added(
    copydesk: Copydesk, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    encode = HashEmbedder.encode_passages

    def interrupted(self: HashEmbedder, texts: Sequence[str]) -> Any:
        if any("Skerra" in text for text in texts):
            raise KeyboardInterrupt
        return encode(self, texts)

    monkeypatch.setattr(HashEmbedder, "encode_passages", interrupted)
    result = copydesk("add", files["bridge"], files["audit"], files["storm"], "--json")
    assert result.exit_code == 130
    report = json.loads(result.stdout)
    assert report["interrupted"]
    stored = {info["id"] for info in copydesk.json("list")["articles"]}
    assert {info["id"] for info in report["added"]} == stored
    assert f"{len(stored)} added and kept" in result.stderr


def test_models_are_chosen_by_flags(stocked: Copydesk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def load(name: str | None = None, **options: Any) -> OverlapGenerator:
        asked.append((name, options["allow_download"], options["device"]))
        return OverlapGenerator()

    monkeypatch.setattr("qa.neural.seq2seq.loading.load_generator", load)
    stocked.json("ask", COST, "--model", "some/model", "--allow-download", "--device", "cpu")
    assert asked == [("some/model", True, "cpu")]


# --- a library or a filter that is mistyped


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"], ["show", "0123"], ["remove", "0123"], ["ask", COST], ["compare", COST],
        ["verify", "It rained."], ["summarize"], ["quotes"], ["chat"], ["export"], ["check"],
    ],
    ids=lambda words: words[0],
)  # fmt: skip
def test_a_mistyped_library_is_not_made(
    stocked: Copydesk, arguments: list[str], tmp_path: Path
) -> None:
    typo = tmp_path / "librery.copydesk"
    line = stocked.refuses(*arguments, "--library", typo)
    assert "librery.copydesk: there is no such library" in line
    assert "copydesk add" in line
    assert not typo.exists()


@pytest.mark.parametrize(
    "command",
    [["ask", COST], ["compare", COST], ["summarize"], ["quotes"], ["export"]],
    ids=lambda words: words[0],
)
@pytest.mark.parametrize(
    ("flag", "value", "there"),
    [
        ("--source", "Bay Pots", "there are: Bay Post, Ledger"),
        ("--author", "Nobody", "no article has one"),
        ("--since", "2031-01-01", "they are dated 2025-02-11 to 2025-03-03"),
        ("--until", "1999-12-31", "they are dated 2025-02-11 to 2025-03-03"),
        ("--url", "nowhere.example", "no article has one"),
    ],
)
def test_a_filter_that_matches_nothing_says_what_there_is(
    stocked: Copydesk, command: list[str], flag: str, value: str, there: str
) -> None:
    line = stocked.refuses(*command, flag, value)
    assert line.startswith("Error: no article ")
    assert value in line
    assert there in line


def test_list_says_what_there_is_too(stocked: Copydesk) -> None:
    result = stocked("list", "--source", "Lodger")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no article of source Lodger; there are: Bay Post, Ledger" in result.stderr
    both = stocked("list", "--source", "ledger", "--until", "2025-02-12")
    assert "at once" in both.stderr


@pytest.mark.parametrize("name", ["Zoë Ångström", "zoë ångström", "ZOE ANGSTROM", "ZOË  ÅNGSTRÖM"])
def test_filters_heed_neither_case_nor_accents(
    copydesk: Copydesk, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(BRIDGE, "utf-8")
    given = ("--source", "Zoë Ångström", "--author", "by Zoë Ångström and others")
    copydesk.json("add", path, *given)
    for flag in ("--source", "--author"):
        assert len(copydesk.json("list", flag, name)["articles"]) == 1


def test_all_reading_commands_take_the_filters(stocked: Copydesk) -> None:
    only = ("--source", "ledger", "--since", "2025-02-20", "--until", "2025-02-28")
    (audit,) = (info["id"] for info in stocked.json("list", *only)["articles"])
    compared = stocked.json("compare", COST, *only)
    assert [answer["article_id"] for answer in compared["answers"]] == [audit]
    assert stocked.json("summarize", *only)["article_ids"] == [audit]
    assert {q["article_id"] for q in stocked.json("quotes", *only)["quotes"]} == {audit}
    turn = json.loads(stocked("chat", "--json", *only, stdin=COST).stdout)
    assert {hit["passage"]["article_id"] for hit in turn["answer"]["passages"]} == {audit}


def test_skipped_files_are_counted(copydesk: Copydesk, files: dict[str, Path]) -> None:
    folder = files["bridge"].parent
    for name in ("a.jpg", "b.JPG", "page.css", ".hidden"):
        (folder / name).write_bytes(b"x")
    result = copydesk("add", folder)
    assert result.stderr.strip().endswith("3 skipped, of kinds that are not read: .jpg, .css")
    skipped = copydesk.json("add", folder)["skipped"]
    assert sorted(Path(path).name for path in skipped) == ["a.jpg", "b.JPG", "page.css"]


def test_a_misspelt_question_finds_what_a_right_one_finds(stocked: Copydesk) -> None:
    right = stocked.json("ask", COST)
    wrong = stocked.json("ask", COST.replace("harbour", "harbuor"))
    assert (wrong["answer"], wrong["citations"]) == (right["answer"], right["citations"])
    assert wrong["note"] == "no article has harbuor: read as harbour"
    assert right["note"] == ""
    assert wrong["note"] in stocked("ask", COST.replace("harbour", "harbuor")).stdout
    absent = stocked("ask", "Which opera won the festivval prize in Vienna?")
    assert "read as festival" in absent.stdout
