"""Prints as JSON what the shipped models make of a few articles: ``BATCH ORDER``.

Run in a process of its own, so that threads (OMP_NUM_THREADS), batches and the order of sets can
be others.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

QUESTIONS = (
    "How many people were aboard the Grey Petrel?",
    "Why did the ferry run aground?",
    "When was the kettle recalled?",
    "Did the bridge in Port Callisa open?",
    "Who won the chess championship?",
)


def main(batch: int, backwards: bool) -> None:
    """Answer, summarise, compare and embed; ``backwards`` embeds the texts in another order."""
    from qa.desk import Desk
    from qa.neural.embedder import load_embedder
    from qa.neural.resources import seed_articles
    from qa.neural.seq2seq import copydesk, sentence_states

    copydesk.BATCH_SIZE = sentence_states.BATCH_SIZE = batch
    embedder = load_embedder(None)
    with (
        tempfile.TemporaryDirectory() as folder,
        Desk.open(Path(folder) / "l.copydesk", reader="cascade", embedder=embedder) as desk,
    ):
        desk.add(*seed_articles())
        ids = desk.browse_ids(order="title")
        texts = [passage.text for each in ids for passage in desk.passages(each)]
        ordered = texts[::-1] if backwards else texts
        step = 1 if batch == 1 else len(ordered)
        rows = [
            row.tobytes().hex()
            for first in range(0, len(ordered), step)
            for row in embedder.encode_passages(ordered[first : first + step])
        ]
        readings = desk._models.generator().answer(QUESTIONS[0], texts)
        made = {
            "answers": [desk.ask(each, explain=True).to_dict() for each in QUESTIONS],
            "summaries": [
                desk.summarize(articles=[ids[0]]).to_dict(),
                desk.summarize(about="the ferry").to_dict(),
            ],
            "comparison": desk.compare(QUESTIONS[0]).to_dict(),
            "passages": rows[::-1] if backwards else rows,
            "queries": [embedder.encode_query(each).tobytes().hex() for each in QUESTIONS],
            "readings": [[r.text, r.score, r.no_answer] for r in readings],
        }
    json.dump(made, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2] == "backwards")
