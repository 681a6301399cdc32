"""Work in a process of its own, with a deadline and a bound on memory.

A child is started as a fresh interpreter that runs one function of a module,
and not by `multiprocessing`: forking a process with threads (Streamlit,
polars) may deadlock, and spawning runs the parent's main script again, which
under Streamlit or in a user's script does everything twice. Arguments and
result are JSON, so that nothing a child was tricked into sending can run here.
"""

from __future__ import annotations

import faulthandler
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from threading import Thread
from types import TracebackType
from typing import Any, Self

NO_MEMORY, NO_PARENT = 77, 78
# After this many seconds more than its deadline a child whose parent hangs ends by itself.
GRACE = 5
# `-I`: neither the folder it is started from nor the environment adds to what
# is imported; the parent's own places come with the first line.
START = """
import json, sys
first = json.loads(sys.stdin.buffer.readline())
sys.path[:] = first["path"]
from ketenkpi.child import work
work(first)
"""


@dataclass(frozen=True, slots=True)
class Done:
    """The function returned; `result` is plain data."""

    result: Any


@dataclass(frozen=True, slots=True)
class TooLong:
    """It was not ready after `seconds` and was ended."""

    seconds: float


@dataclass(frozen=True, slots=True)
class TooMuch:
    """It asked for more than `memory_bytes`."""

    memory_bytes: int


@dataclass(frozen=True, slots=True)
class Died:
    """It ended without an answer: `code` as the system gives it, negative for a signal."""

    code: int


Outcome = Done | TooLong | TooMuch | Died


class ChildFault(RuntimeError):
    """The function raised; the message is the child's traceback. Always our own fault."""


class Child:
    """A process that has loaded a function and waits for its arguments, then works.

    It never outlives its parent: its input is a pipe that only the parent holds, and
    closes when the parent ends, however that ends. Used by one thread, once, in a
    `with`, which ends it when it still works. memory_bytes: the bound that the system
    keeps (Linux only); None where the parent looks at `resident_bytes` itself.
    """

    def __init__(
        self, function: Callable[[dict[str, Any]], Any], *, memory_bytes: int | None
    ) -> None:
        self._memory_bytes = memory_bytes
        # Files and not pipes: nobody has to read while it works.
        self._answer = TemporaryFile()  # noqa: SIM115 - closed when the child ends
        self._said = TemporaryFile()  # noqa: SIM115 - closed when the child ends
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", START],
            stdin=subprocess.PIPE,
            stdout=self._answer,
            stderr=self._said,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            # Ctrl-C in a terminal is for the parent, which then ends the child.
            start_new_session=True,
        )
        named = {"module": function.__module__, "function": function.__qualname__}
        self._tell({"path": sys.path, "memory_bytes": memory_bytes, **named})

    def ask(self, arguments: Mapping[str, Any], *, seconds: float) -> None:
        """Let it begin: once. After `seconds` and a little more it ends by itself."""
        self._tell({"arguments": dict(arguments), "seconds": seconds})

    def outcome(self, seconds: float) -> Outcome | None:
        """What came of it, waiting at most so long; None while it works.

        Raises ChildFault when the function raised.
        """
        try:
            code = self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        return self._outcome(code)

    def resident_bytes(self) -> int:
        """The memory it takes now; 0 where the system does not tell, which only Linux does."""
        try:
            pages = Path(f"/proc/{self._process.pid}/statm").read_text().split()[1]
        except FileNotFoundError:
            return 0
        return int(pages) * os.sysconf("SC_PAGESIZE")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # By its own id, whatever happened (Ctrl-C, a page that is closed), and waited for.
        self._process.kill()
        self._process.wait()
        assert self._process.stdin is not None
        for each in (self._process.stdin, self._answer, self._said):
            each.close()

    def _tell(self, asked: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(asked).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            # It died before it was asked; `outcome` says how.
            return

    def _outcome(self, code: int) -> Outcome:
        if code == 0:
            return Done(json.loads(_text(self._answer)))
        if code == NO_MEMORY and self._memory_bytes is not None:
            return TooMuch(self._memory_bytes)
        if code == 1:
            raise ChildFault(_text(self._said))
        return Died(code)


def _text(file: Any) -> str:
    file.seek(0)
    return str(file.read().decode(errors="replace"))


def run(
    function: Callable[[dict[str, Any]], Any],
    arguments: Mapping[str, Any],
    *,
    seconds: float,
    memory_bytes: int,
) -> Outcome:
    """What `function(arguments)` gives in a process of its own, or how it failed to.

    function: of a module, not within another one; it is imported by name in
    the child, so its module should import little. arguments and what it
    returns: plain data as JSON holds. The bound on memory is kept by the system
    on Linux only; elsewhere the function counts what it reads. Raises
    ChildFault when the function raises.
    """
    with Child(function, memory_bytes=memory_bytes) as child:
        child.ask(arguments, seconds=seconds)
        return child.outcome(seconds) or TooLong(seconds)


def work(first: dict[str, Any]) -> None:
    """The child's side: run what is asked and write its result to standard output."""
    # What the function or a library prints may not get into the answer.
    answer = os.dup(1)
    os.dup2(2, 1)
    # Imported before memory is bounded: a library that cannot be loaded is no MemoryError.
    function = getattr(import_module(first["module"]), first["function"])
    asked = _asked()
    faulthandler.dump_traceback_later(asked["seconds"] + GRACE, exit=True)
    if first["memory_bytes"] is not None:
        _bound_memory(first["memory_bytes"])
    try:
        text = json.dumps(function(asked["arguments"])).encode()
    except MemoryError:
        os._exit(NO_MEMORY)
    with os.fdopen(answer, "wb") as out:
        out.write(text)


def _asked() -> dict[str, Any]:
    """The second line: what is to be done. A parent that has none any more closes instead."""
    line = sys.stdin.buffer.readline()
    if not line:
        os._exit(NO_PARENT)
    Thread(target=_end_with_parent, daemon=True).start()
    asked: dict[str, Any] = json.loads(line)
    return asked


def _end_with_parent() -> None:
    # Nothing comes after the second line, so this returns when the pipe closes. Not
    # `sys.stdin`, whose lock would still be held when the interpreter ends.
    os.read(0, 1)
    os._exit(NO_PARENT)


def _bound_memory(memory_bytes: int) -> None:
    # macOS has the call and does not keep to it; Windows has no such call.
    if sys.platform == "linux":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        bound = memory_bytes if most == resource.RLIM_INFINITY else min(memory_bytes, most)
        resource.setrlimit(resource.RLIMIT_AS, (bound, most))
