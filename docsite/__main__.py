"""Build the site: `python -m docsite`. Its pages go to `build/docs`, the site to `build/site`."""

from __future__ import annotations

import sys

from docsite.built import build
from docsite.pages import ROOT, pages

sys.exit(build(pages(), ROOT / "build"))
