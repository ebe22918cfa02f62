"""Serve Copydesk's pages and API over the sample articles, as on a Hugging Face Space."""

from __future__ import annotations

import os

from qa import Desk
from qa.neural.resources import seed_articles
from qa.neural.workers import set_passive_threads
from qa.server import Settings, serve

if __name__ == "__main__":
    set_passive_threads()
    with Desk.open() as desk:
        if not desk.articles():
            desk.add(*seed_articles())
    serve(
        host=os.environ.get("GRADIO_SERVER_NAME", "127.0.0.1"),
        port=int(os.environ.get("GRADIO_SERVER_PORT", "7860")),
        ready=print,
        # A Space is for everybody; its articles are those that it came with.
        settings=Settings(no_auth=True, read_only="SPACE_ID" in os.environ),
    )
