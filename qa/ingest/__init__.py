"""Files, folders, addresses and texts to stored articles; what is bad is reported and passed by."""

from __future__ import annotations

from qa.ingest.ingestion import add_all, sync_folder
from qa.ingest.sources import Blob, Source, Web
from qa.ingest.store import embedding_text
from qa.ingest.watching import sync_repeatedly, wait_for_changes

__all__ = [
    "Blob",
    "Source",
    "Web",
    "add_all",
    "embedding_text",
    "sync_folder",
    "sync_repeatedly",
    "wait_for_changes",
]
