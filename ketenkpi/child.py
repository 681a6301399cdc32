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
from typing import Any

NO_MEMORY = 77
# After this many seconds more than its deadline a child whose parent is gone ends by itself.
GRACE = 5
# `-I`: neither the folder it is started from nor the environment adds to what
# is imported; the parent's own places come with the arguments.
START = """
import json, sys
asked = json.loads(sys.stdin.buffer.read())
sys.path[:] = asked["path"]
from ketenkpi.child import work
work(asked)
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
    asked = {
        "path": sys.path,
        "module": function.__module__,
        "function": function.__qualname__,
        "arguments": dict(arguments),
        "seconds": seconds,
        "memory_bytes": memory_bytes,
    }
    try:
        # `run` kills the child by its own id at the deadline and on every
        # exception (Ctrl-C, a page that is closed), and waits for it.
        ended = subprocess.run(
            [sys.executable, "-I", "-c", START],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=seconds,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        return TooLong(seconds)
    return _outcome(ended, memory_bytes)


def _outcome(ended: subprocess.CompletedProcess[bytes], memory_bytes: int) -> Outcome:
    if ended.returncode == 0:
        return Done(json.loads(ended.stdout))
    if ended.returncode == NO_MEMORY:
        return TooMuch(memory_bytes)
    if ended.returncode == 1:
        raise ChildFault(ended.stderr.decode(errors="replace"))
    return Died(ended.returncode)


def work(asked: dict[str, Any]) -> None:
    """The child's side: run what was asked and write its result to standard output."""
    # What the function or a library prints may not get into the answer.
    answer = os.dup(1)
    os.dup2(2, 1)
    faulthandler.dump_traceback_later(asked["seconds"] + GRACE, exit=True)
    # Imported before memory is bounded: a library that cannot be loaded is no MemoryError.
    function = getattr(import_module(asked["module"]), asked["function"])
    _bound_memory(asked["memory_bytes"])
    try:
        text = json.dumps(function(asked["arguments"])).encode()
    except MemoryError:
        os._exit(NO_MEMORY)
    with os.fdopen(answer, "wb") as out:
        out.write(text)


def _bound_memory(memory_bytes: int) -> None:
    # macOS has the call and does not keep to it; Windows has no such call.
    if sys.platform == "linux":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        bound = memory_bytes if most == resource.RLIM_INFINITY else min(memory_bytes, most)
        resource.setrlimit(resource.RLIMIT_AS, (bound, most))
