"""The documentation as a static site: `python3 start.py docs` builds it from this repository.

pages       every page of the site as Markdown, with the links it has there
reference   pages made from docstrings: every public name, every command
built       these pages -> the site, with MkDocs
"""
