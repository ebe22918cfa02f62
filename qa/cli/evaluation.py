"""The commands that measure: ``copydesk eval``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Unpack

import click

from qa.cli.options import Function, ModelOptions, json_option, model_options
from qa.cli.output import emit_json, stdout_console
from qa.cli.progress import show_progress

Evaluate = Callable[..., dict[str, Any]]

# A file that is missing or cannot be read is bad input, which the reader of it reports.
file_type = click.Path(path_type=Path)

SINGLE_FILE = {
    "summaries": "Score summaries: ROUGE-1, ROUGE-2, ROUGE-Lsum, and unsupported facts.",
    "retrieval": "Score search: hit@k, MRR and nDCG@10, for every mode.",
    "grounding": "Score the check of claims against their articles: balanced accuracy.",
}


def shared_options(function: Function) -> Function:
    """Add what every evaluation takes."""
    limit = click.option(
        "--limit", type=click.IntRange(1), metavar="N", help="Take N rows, the same ones each time."
    )
    return limit(model_options(json_option(function)))


@click.group("eval")
def evaluate() -> None:
    """Measure answers, summaries and search on labelled files.

    FILE holds one JSON object a line, and may be compressed (.gz). The libraries are temporary.
    """


def single_file_command(name: str, text: str) -> click.Command:
    """Return the command that calls ``qa.evaluate.evaluate_<name>`` on one file."""

    @click.command(name, help=text)
    @click.argument("file", type=file_type)
    @shared_options
    def command(
        *, file: Path, limit: int | None, as_json: bool, **models: Unpack[ModelOptions]
    ) -> None:
        import qa.evaluate

        evaluation: Evaluate = getattr(qa.evaluate, f"evaluate_{name}")
        run_evaluation(evaluation, (file,), as_json, limit=limit, **models)

    return command


for _name, _text in SINGLE_FILE.items():
    evaluate.add_command(single_file_command(_name, _text))


@evaluate.command("qa")
@click.argument("file", type=file_type)
@click.option(
    "--worst", type=click.IntRange(0), default=0, metavar="N", help="Also list the N worst answers."
)
@click.option(
    "--rows",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="JSONL",
    help="Write every row's answer and confidence to this file.",
)
@shared_options
def answers(
    *,
    file: Path,
    worst: int,
    rows: Path | None,
    limit: int | None,
    as_json: bool,
    **models: Unpack[ModelOptions],
) -> None:
    """Score answers: exact match and F1, with abstention, and calibration."""
    from qa.evaluate import evaluate_qa

    run_evaluation(evaluate_qa, (file,), as_json, limit=limit, worst=worst, rows_to=rows, **models)


@evaluate.command()
@click.argument("articles", type=file_type)
@click.argument("questions", type=file_type)
@click.option(
    "--library",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Fill this library and keep it; by default a temporary one.",
)
@shared_options
def archive(
    *,
    articles: Path,
    questions: Path,
    library: Path | None,
    limit: int | None,
    as_json: bool,
    **models: Unpack[ModelOptions],
) -> None:
    """Score search and answers: all QUESTIONS put to one library of all ARTICLES."""
    from qa.evaluate import evaluate_archive

    run_evaluation(
        evaluate_archive,
        (articles, questions),
        as_json,
        limit=limit,
        keep_library=library,
        **models,
    )


def run_evaluation(
    evaluation: Evaluate, files: tuple[Path, ...], as_json: bool, **options: Any
) -> None:
    """Run one evaluation with progress, and write its result."""
    with show_progress() as progress:
        result = evaluation(*files, progress=progress, **options)
    if as_json:
        emit_json(result)
        return
    from qa.cli import listing

    listing.write_figures(stdout_console(), result)
