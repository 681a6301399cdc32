"""A reader who types everything a tutorial says, in a folder of their own."""

from __future__ import annotations

import ast
import io
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any
from unittest.mock import patch

from ketenkpi.cli import main
from tests.house.tree import ROOT
from tests.postgres import Server
from tests.tutorials.told import Step

# What stands on the pages instead of a folder of the test.
FOLDER = "/srv"
HOME = "keten"


class Reader:
    """Types steps one after another, and gives what each prints.

    example: a home that `ketenkpi demo` filled, and what it printed: it takes half a minute, so
    all tutorials share it, each with a copy. services: addresses on the page -> those of a test.
    """

    def __init__(self, folder: Path, example: Path, services: dict[str, str]) -> None:
        self._folder = folder
        self._example = example
        self._services = services
        self._names: dict[str, Any] = {}
        self._settings = {"KETENKPI_HOME": str(folder / HOME), "KETENKPI_DATABASE_URL": ""}

    def types(self, step: Step) -> str:
        with self._there(), redirect_stdout(io.StringIO()) as told, redirect_stderr(told):
            code = self._does(step)
        assert code in (0, 1), f"{step.typed}: {code}\n{told.getvalue()}"
        printed = told.getvalue().replace(str(self._folder), FOLDER)
        for shown, real in self._services.items():
            printed = printed.replace(real, shown)
        return printed

    @contextmanager
    def _there(self) -> Iterator[None]:
        with chdir(self._folder), patch.dict(os.environ, self._settings):
            yield

    def _does(self, step: Step) -> int:
        """The exit code: 0, or 1 when a command refuses."""
        if step.kind == "python":
            self._cell(step.typed)
            return 0
        first, *rest = shlex.split(step.typed)
        if step.typed == "ketenkpi demo":
            self._demo()
        elif first == "ketenkpi":
            return self._command(rest)
        elif first == "export":
            name, value = rest[0].split("=", 1)
            self._settings[name] = self._services.get(value, value)
        else:
            done = subprocess.run(
                step.typed, shell=True, check=True, text=True, stdout=subprocess.PIPE
            )
            print(done.stdout, end="")
        return 0

    def _command(self, arguments: Sequence[str]) -> int:
        """In a process of its own, as a reader does it: what one keeps in memory is not there."""
        done = subprocess.run(
            [sys.executable, "-m", "ketenkpi", *arguments],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        print(done.stdout, end="")
        return done.returncode

    def _demo(self) -> None:
        shutil.copytree(self._example / HOME, HOME)
        printed = (self._example / "printed").read_text(encoding="utf-8")
        print(printed.replace(str(self._example), str(self._folder)), end="")

    def _cell(self, code: str) -> None:
        *before, last = ast.parse(code).body
        if not isinstance(last, ast.Expr):
            before.append(last)
        exec(compile(ast.Module(before, []), "<tutorial>", "exec"), self._names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "<tutorial>", "eval"), self._names)
            if value is not None:
                print(value)


def example(folder: Path) -> Path:
    """A folder with a home that the example was loaded into, and what that printed."""
    with (
        patch.dict(os.environ, {"KETENKPI_HOME": str(folder / HOME), "KETENKPI_DATABASE_URL": ""}),
        redirect_stdout(io.StringIO()) as told,
    ):
        assert main(["demo"]) == 0
    (folder / "printed").write_text(told.getvalue(), encoding="utf-8")
    return folder


def services(server: Server, name: str) -> dict[str, str]:
    """The address of a database that the pages name, and an empty one of the test of that name."""
    return {"postgresql+psycopg://keten@db/keten": server.new_database(name)}
