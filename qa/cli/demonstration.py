"""``copydesk demo``: the sample articles, from adding to comparing, with timings."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar, Unpack

import click

from qa.cli.options import ModelOptions, json_option, model_options
from qa.cli.output import emit_json, stdout_console
from qa.cli.progress import show_progress
from qa.errors import ArticleError
from qa.records import Progress, ProgressEvent

QUESTION = "What target did Trump demand?"
# Two of the sample articles give different sums.
COMPARED = "How much will the bridge cost?"

T = TypeVar("T")


class Steps:
    """Runs one call after the other: says what runs, shows progress, takes the time."""

    def __init__(self, quiet: bool) -> None:
        self.timings: dict[str, float] = {}
        self._quiet = quiet
        self._show: Progress | None = None

    def progress(self, event: ProgressEvent) -> None:
        """Pass an event to the display of the step that runs."""
        if self._show:
            self._show(event)

    def run(self, line: str, call: Callable[[], T]) -> T:
        """Print ``line`` as the command it stands for, then run ``call``."""
        from rich.text import Text

        if not self._quiet:
            stdout_console().print(Text(f"\n$ copydesk {line}", "bold cyan"), soft_wrap=True)
        begun = time.perf_counter()
        with show_progress(lines=True) as self._show:
            result = call()
        self._show = None
        self.timings[line] = (time.perf_counter() - begun) * 1000
        return result

    def took(self) -> None:
        """Print how long the last step took."""
        from rich.text import Text

        console = stdout_console()
        console.print(Text(f"{list(self.timings.values())[-1] / 1000:.1f} s", "dim"))
        console.file.flush()  # a pipe shall show steps as they end, too


@click.command()
@click.option(
    "--library",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Keep the library here; by default it is temporary.",
)
@model_options
@json_option
def demo(*, library: Path | None, as_json: bool, **models: Unpack[ModelOptions]) -> None:
    """Try everything on the sample articles."""
    from qa.cli import comparing, listing, render
    from qa.desk import Desk
    from qa.neural.resources import seed_articles, seeds_dir

    seeds = seed_articles()
    if not seeds:
        raise ArticleError(f"{seeds_dir()}: no sample articles; reinstall copydesk")
    steps, console = Steps(as_json), stdout_console()
    with ExitStack() as stack:
        if library is None:
            library = Path(stack.enter_context(TemporaryDirectory(prefix="copydesk-")), "demo")
        library.parent.mkdir(parents=True, exist_ok=True)
        desk = stack.enter_context(Desk.open(library, progress=steps.progress, **models))

        added = steps.run(f"add {len(seeds)} sample articles", partial(desk.add, *seeds))
        infos = (*added.added, *added.unchanged)
        result: dict[str, Any] = {"add": added.to_dict()}
        if not as_json:
            listing.write_list(console, infos)
            steps.took()

        answer = steps.run(f'ask "{QUESTION}"', partial(desk.ask, QUESTION))
        result["ask"] = answer.to_dict()
        if not as_json:
            texts = desk.stored(c.article_id for c in answer.citations)
            render.write_answer(console, answer, texts, verbose=False)
            steps.took()

        result["summarize"] = []
        for info in (infos[0], infos[len(infos) // 2], infos[-1]):
            line = f"summarize {info.id[: render.SHORT_ID]}"
            summary = steps.run(line, partial(desk.summarize, articles=[info.id]))
            result["summarize"].append(summary.to_dict())
            if not as_json:
                texts = desk.stored(summary.article_ids)
                render.write_summary(console, summary, texts, verbose=False)
                steps.took()

        comparison = steps.run(f'compare "{COMPARED}"', partial(desk.compare, COMPARED))
        result["compare"] = comparison.to_dict()
        if not as_json:
            texts = desk.stored(c.article_id for a in comparison.answers for c in a.citations)
            titles = {info.id: info.title for info in desk.articles()}
            comparing.write_comparison(console, comparison, texts, titles)
            steps.took()
    if as_json:
        emit_json({**result, "timings_ms": steps.timings})
