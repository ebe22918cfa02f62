"""Which files are taken for articles: suffix to kind."""

from __future__ import annotations

# Text and Markdown are stored as read; the others go through a reader (qa/sources/parsers).
TEXT_SUFFIXES = (".txt", ".md", ".markdown")
SUFFIXES = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".epub": "epub",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".mbox": "mbox",
    ".eml": "eml",
    ".zip": "zip",
}
