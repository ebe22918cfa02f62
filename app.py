"""Serve Copydesk's pages over the sample articles, as on a Hugging Face Space."""

from __future__ import annotations

from qa import Desk
from qa.resources import seed_articles
from qa.ui import build

desk = Desk.open()
desk.add(*seed_articles())
demo = build(desk)

if __name__ == "__main__":
    demo.launch()
