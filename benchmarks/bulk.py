"""What each step of `copydesk bulk` takes of a core: python -m benchmarks.bulk FILE [--limit N].

FILE is JSON Lines. Reads, embeds and stores in one process, so that Ray's own share is not in it.
Seconds are of the processor, per million passages; the last figure says how many cores one writer
keeps busy.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
import time
from contextlib import closing
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from qa.index import open_file
from qa.ingest import Web
from qa.ingest.bulk.adding import Received, store_parts
from qa.ingest.bulk.parts import FileTask, embed_part, pack, read_parts, unpack
from qa.ingest.ingestion import Run
from qa.ingest.tally import Tally
from qa.neural.embedder import load_embedder
from qa.sources.files import DEFAULT_MAX_MB


def main() -> None:
    """Print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--limit", type=int, default=100)
    options = parser.parse_args()
    opener: Any = gzip.open if options.articles.suffix == ".gz" else open
    with tempfile.TemporaryDirectory() as folder:
        some = Path(folder) / "some.jsonl"
        with opener(options.articles, "rt", encoding="utf-8") as file:
            some.write_text("".join(islice(file, options.limit)), "utf-8")
        print(json.dumps(measure(some, Path(folder) / "l.copydesk")))


def measure(file: Path, library: Path) -> dict[str, float]:
    """Return processor seconds of each step per million passages."""
    embedder = load_embedder()
    embedder.encode_passages(["warm"])
    marks = [time.process_time()]
    parts = list(read_parts(FileTask(file, ()), DEFAULT_MAX_MB, None))
    marks.append(time.process_time())
    embedded = [embed_part(part, embedder, {}) for part in parts]
    marks.append(time.process_time())
    sent = [pack(part) for part in embedded]
    received = Received(embedder)
    with closing(open_file(library, embedder.name, embedder.dimension)) as index:
        run = Run(index, lambda: received, Tally(), {}, DEFAULT_MAX_MB, None, Web())
        run.store.split = received.split
        store_parts(run, received, (unpack(row) for row in sent))
        run.store.flush()
        run.reader.close()
    marks.append(time.process_time())
    passages = sum(len(e.passages) for part in embedded for e in part.embedded.values())
    taken = [1e6 * (after - before) / passages for before, after in pairwise(marks)]
    read, embed, store = (round(seconds) for seconds in taken)
    return {
        "passages": passages,
        "reading_s": read,
        "splitting_and_embedding_s": embed,
        "storing_s": store,
        "cores_one_writer_serves": round((read + embed) / store, 1),
    }


if __name__ == "__main__":
    main()
