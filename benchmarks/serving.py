"""A served library for tools that try the server: ``python -m benchmarks.serving [--small]``.

Serves the sample articles on a free port of loopback, prints the address, and ends with Ctrl-C.
``--small`` takes a reader and embedder without models. Then, with the tools of your own:

    schemathesis run ADDRESS/openapi.json -c not_a_server_error
    locust -f benchmarks/users.py --headless -u 50 -r 10 -t 5m -H ADDRESS
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.support.hash_embedder import HashEmbedder
from qa.desk import Desk
from qa.neural.resources import seed_articles
from qa.neural.workers import set_passive_threads
from qa.records import GeneratedSentence, Reading, SourceSpan
from qa.server import Settings, serve


class FirstWords:
    """A generator without a model: it answers with the first word of a passage."""

    name = "first-words"
    max_input_tokens = 512

    def answer(self, question: str, passages: list[str]) -> list[Reading]:
        """Return a reading for each passage."""
        del question
        ends = [len(text.split(maxsplit=1)[0]) if text.split() else 0 for text in passages]
        return [
            Reading(text[:end], -0.1, 0.2, (SourceSpan(i, 0, end),))
            for i, (text, end) in enumerate(zip(passages, ends, strict=True))
        ]

    def summarize(self, sentences: list[str], budget: int) -> list[GeneratedSentence]:
        """Return the first sentences."""
        first = list(enumerate(sentences))[:budget]
        return [GeneratedSentence(text, (SourceSpan(i, 0, len(text)),)) for i, text in first]

    def stream(self, question: str, passage: str) -> Any:
        """Yield the answer."""
        yield self.answer(question, [passage])[0].text

    def point(self, question: str, passages: list[str]) -> list[Any]:
        """Know nothing of where an answer begins."""
        from qa.records import Pointing

        return [Pointing(1.0) for _ in passages]


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--rate", type=float, default=0)
    chosen = parser.parse_args()
    set_passive_threads()
    options: dict[str, Any] = {"reader": "small"}
    if chosen.small:
        options = {"model": FirstWords(), "embedder": HashEmbedder()}

    def ready(url: str) -> None:
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()

    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "served.copydesk"
        with Desk.open(library, **options) as desk:
            desk.add(*seed_articles())
        serve(
            library, port=chosen.port, ready=ready, settings=Settings(rate=chosen.rate), **options
        )


if __name__ == "__main__":
    main()
