"""Takes pages of the repository beside ``docs/`` into the site, and keeps links to them right."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
OUTSIDE = {
    "README.md": "index.md",
    **{
        name: name
        for name in (
            "CHANGELOG.md",
            "CONTRIBUTING.md",
            "models/LOG.md",
            "models/copydesk-base/README.md",
            "models/copydesk-small/README.md",
            "seeds/SOURCES.md",
        )
    },
}
"""Pages outside ``docs/``, and where the site has them."""
LINK = re.compile(r"(\]\()(?![a-z]+:|#)([^)#\s]+)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages from outside."""
    for place, name in OUTSIDE.items():
        content = (ROOT / place).read_text("utf-8")
        # A model card begins with facts for a model hub, which are none of the site's.
        content = re.sub(r"\A---\n.*?\n---\n", "", content, flags=re.DOTALL)
        files.append(File.generated(config, name, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Return a page whose links lead to where the site has their files."""
    del config, files
    here = page.file.src_uri
    homes = {name: place for place, name in OUTSIDE.items()}
    folder = posixpath.dirname(homes.get(here, f"docs/{here}"))

    def moved(link: re.Match[str]) -> str:
        place = posixpath.normpath(posixpath.join(folder, link[2]))
        name = OUTSIDE.get(place, place.removeprefix("docs/"))
        return link[1] + posixpath.relpath(name, posixpath.dirname(here) or ".")

    parts = re.split(f"({FENCE.pattern})", markdown, flags=FENCE.flags)
    return "".join(part if part.startswith("```") else LINK.sub(moved, part) for part in parts)
