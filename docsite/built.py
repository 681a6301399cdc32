"""Pages of Markdown -> the site. A warning of MkDocs is an error."""

from __future__ import annotations

import logging
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from mkdocs.commands import build as mkdocs
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from pymdownx.slugs import slugify

from docsite.pages import ROOT, pictures


def build(pages: Mapping[str, str], folder: Path) -> int:
    """Write Markdown to `folder/docs` and the site to `folder/site`, and say where it begins.

    Exit code 1 when something is wrong with a page, such as a link that leads nowhere.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    docs, site = folder / "docs", folder / "site"
    _write(pages, docs)
    config = load_config(str(ROOT / "mkdocs.yml"), docs_dir=str(docs), site_dir=str(site))
    # Anchors as those who show the repository make them, so that a link holds in both places.
    # It is a function, which a file of settings that anybody can read does not hold.
    config.mdx_configs["toc"] = {"slugify": slugify(case="lower"), "permalink": True}
    try:
        mkdocs.build(config)
    except Abort as reason:
        print(reason, file=sys.stderr)
        return 1
    print(site / "index.html")
    return 0


def _write(pages: Mapping[str, str], folder: Path) -> None:
    """The pages of today and their pictures, in a folder that holds nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    written = {path: page.encode() for path, page in pages.items()}
    for path, content in (written | pictures()).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
