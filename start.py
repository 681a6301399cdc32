"""Set up ketenkpi and start it, or test it: the two commands of the README.

    python3 start.py            environment, example data, dashboard on this machine
    python3 start.py test       everything the tests need, then the whole suite
    python3 start.py install    only the environment
    python3 start.py bench      the benchmarks
    python3 start.py tables     the long tables of docs/tables.md
    python3 start.py docs       the documentation as a site, in build/site

Standard library only, because it runs before anything is installed. It must
parse on old Pythons too, so that they are told what is wrong; a house test
holds that.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)
# Each list of packages includes the one before it.
RUNTIME, DOCS, TESTS = "requirements.txt", "requirements-docs.txt", "requirements-test.txt"
LISTS = (RUNTIME, DOCS, TESTS)
DEBIAN_VENV = "python3-venv"


class Stop(Exception):
    """Setting up cannot go on; says why in Dutch and in English."""

    def __init__(self, dutch: str, english: str) -> None:
        super().__init__(f"{dutch}\n{english}")


def tell(dutch: str, english: str) -> None:
    """One line of progress; flushed, because child processes write in between."""
    print(f"{dutch} / {english}", flush=True)


def run(*command: object, **options: object) -> int:
    """Exit code of a command that writes to our own screen, started in the project folder."""
    return subprocess.call([str(part) for part in command], cwd=str(ROOT), **options)


# --- the environment ---------------------------------------------------------


def require_python() -> None:
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        raise Stop(
            f"ketenkpi heeft Python 3.11 of nieuwer nodig; dit is {found}. "
            "Installeer een nieuwere Python en start opnieuw.",
            f"ketenkpi needs Python 3.11 or newer; this is {found}. "
            "Install a newer Python and start again.",
        )


def install(requirements: str) -> None:
    """Make the environment and install what `requirements` names, unless that was done before."""
    if _is_installed(requirements):
        return
    if not _works(PYTHON):
        _make_environment()
    tell(f"Pakketten installeren ({requirements})", "Installing packages; this takes a minute")
    if run(*_installer(), "-r", requirements) != 0:
        raise Stop(
            "De pakketten konden niet worden geïnstalleerd; de regels hierboven zeggen waarom. "
            "Controleer de internetverbinding en start opnieuw.",
            "The packages could not be installed; the lines above say why. "
            "Check the internet connection and start again.",
        )
    _add_command()
    _stamp(requirements).write_text(_fingerprint(requirements), encoding="utf-8")


def _is_installed(requirements: str) -> bool:
    stamp = _stamp(requirements)
    fresh = stamp.is_file() and stamp.read_text(encoding="utf-8") == _fingerprint(requirements)
    return fresh and _works(PYTHON)


def _stamp(requirements: str) -> Path:
    return ENVIRONMENT / f"installed-{requirements}"


def _fingerprint(requirements: str) -> str:
    # A list includes those before it, so these count too: a new run-time pin
    # renews all stamps.
    digest = hashlib.sha256()
    for file in LISTS[: LISTS.index(requirements) + 1]:
        digest.update((ROOT / file).read_bytes())
    return digest.hexdigest()


def _works(python: Path) -> bool:
    # An environment whose Python was removed or upgraded away is still a
    # folder with a file `python` in it; only starting it tells.
    check = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    return python.is_file() and subprocess.call([str(python), "-c", check]) == 0


def _make_environment() -> None:
    uv = shutil.which("uv")
    if not uv:
        _require_ensurepip()
    tell("Omgeving maken in .venv", "Making the environment in .venv")
    if uv:
        if run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, ENVIRONMENT) != 0:
            raise Stop("uv kon .venv niet maken; zie hierboven.", "uv could not make .venv.")
        return
    venv.EnvBuilder(with_pip=True, clear=True).create(str(ENVIRONMENT))


def _require_ensurepip() -> None:
    # Debian splits `ensurepip` off into its own package; without it `venv`
    # fails halfway with a message about a command that exited with 1.
    if importlib.util.find_spec("ensurepip") is None:
        raise Stop(
            "Deze Python kan geen omgeving maken: de module ensurepip ontbreekt. "
            f"Op Debian en Ubuntu: sudo apt-get install {DEBIAN_VENV}",
            "This Python cannot make an environment: the module ensurepip is missing. "
            f"On Debian and Ubuntu: sudo apt-get install {DEBIAN_VENV}",
        )


def _add_command() -> None:
    """The command `ketenkpi` in the environment, run from this folder as it is.

    Not `pip install --editable`, which would fetch a build tool first.
    """
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(ENVIRONMENT)}))
    (packages / "ketenkpi_here.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    if os.name == "nt":
        script = PYTHON.with_name("ketenkpi.cmd")
        script.write_text('@"%~dp0python.exe" -m ketenkpi %*\r\n', encoding="utf-8")
        return
    script = PYTHON.with_name("ketenkpi")
    script.write_text('#!/bin/sh\nexec "$(dirname "$0")/python" -m ketenkpi "$@"\n', "utf-8")
    script.chmod(0o755)


def _installer() -> list[object]:
    uv = shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--quiet", "--python", PYTHON]
    return [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


# --- programs that are no Python packages -------------------------------------


def require_programs(browser: bool) -> None:
    """Chromium (unless `browser` is False) and PostgreSQL; installed on Debian when we may."""
    missing = []
    if browser and not _chromium():
        missing.append("chromium")
    if browser and not _has_libatomic():
        missing.append("libatomic1")
    if not _postgresql():
        missing.append("postgresql")
    if missing:
        _apt_install(missing)


def _chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return next((path for path in map(shutil.which, names) if path), None)


def _has_libatomic() -> bool:
    # The program that Playwright brings along to drive the browser needs it; a
    # bare Debian has no other program that does.
    if not sys.platform.startswith("linux"):
        return True
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return False
    return True


def _postgresql() -> bool:
    return bool(shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb")))


def _apt_install(packages: list[str]) -> None:
    prefix = _root_prefix()
    if shutil.which("apt-get") is None or prefix is None:
        raise Stop(
            f"De tests hebben nog nodig: {', '.join(packages)}. Dit programma mag ze hier niet "
            f"zelf installeren. Op Debian: sudo apt-get install {' '.join(packages)}",
            f"The tests also need: {', '.join(packages)}. This program may not install them "
            f"here by itself. On Debian: sudo apt-get install {' '.join(packages)}",
        )
    tell(f"Installeren met apt-get: {' '.join(packages)}", "Installing with apt-get")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        if run(*prefix, "apt-get", "-qq", *arguments, env=quiet, stdout=subprocess.DEVNULL) != 0:
            raise Stop(
                f"apt-get {arguments[0]} is mislukt; de regels hierboven zeggen waarom.",
                f"apt-get {arguments[0]} failed; the lines above say why.",
            )


def _root_prefix() -> list[str] | None:
    """What to put before a command to run it as root; None when we may not."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.call([sudo, "-n", "true"], stderr=subprocess.DEVNULL) == 0:
        return [sudo, "-n", "--preserve-env=DEBIAN_FRONTEND"]
    return None


def _prepare_debian() -> None:
    """A bare Debian has no ensurepip; the test command may install it, as it may the others."""
    lacking = importlib.util.find_spec("ensurepip") is None
    if lacking and not shutil.which("uv") and not _works(PYTHON):
        _apt_install([DEBIAN_VENV])


# Tests run in parallel; a file's tests stay together, so that what they share is
# made once. More than four would each start a PostgreSQL for little. The browser
# runs alone, because its pages wait for a machine that is not busy.
PARALLEL = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile"]


# --- the commands -------------------------------------------------------------


def start(rest: list[str]) -> int:
    """The example when there is nothing yet, then the dashboard until Ctrl-C."""
    install(RUNTIME)
    loaded = run(PYTHON, "-m", "ketenkpi", "demo", "--als-leeg")
    if loaded != 0:
        return loaded
    serve = [str(PYTHON), "-m", "ketenkpi", "serve", *rest]
    if os.name != "nt":
        # Becoming the server, rather than starting it, means that whoever
        # stops this process stops the server too.
        os.chdir(str(ROOT))
        os.execv(serve[0], serve)
    return run(*serve)


def test(rest: list[str]) -> int:
    """Ruff, mypy and pytest, all three even when an earlier one finds something."""
    fast = "--fast" in rest
    _prepare_debian()
    install(TESTS)
    require_programs(browser=not fast)
    arguments = [argument for argument in rest if argument != "--fast"]
    steps = {
        "ruff check": ["ruff", "check", "."],
        "ruff format": ["ruff", "format", "--check", "."],
        "mypy": ["mypy"],
        **_pytest(fast, arguments),
    }
    failed = [name for name, step in steps.items() if _step(step) != 0]
    if failed:
        raise Stop(f"Niet goed: {', '.join(failed)}.", f"Not right: {', '.join(failed)}.")
    return 0


def _pytest(fast: bool, arguments: list[str]) -> dict[str, list[str]]:
    if fast:
        return {"pytest": ["pytest", "-m", "not browser and not slow", *PARALLEL, *arguments]}
    if arguments:
        return {"pytest": ["pytest", *arguments]}
    return {
        "pytest": ["pytest", "-m", "not browser", *PARALLEL],
        "pytest in the browser": ["pytest", "-m", "browser", *PARALLEL],
    }


def _step(step: list[str]) -> int:
    print(f"== {' '.join(step)}", flush=True)
    return run(PYTHON, "-m", *step)


def only_install(rest: list[str]) -> int:
    install(RUNTIME)
    tell("De omgeving in .venv is klaar", "The environment in .venv is ready")
    return 0


def bench(rest: list[str]) -> int:
    install(TESTS)
    return run(PYTHON, "-m", "benchmarks", *rest)


def tables(rest: list[str]) -> int:
    install(TESTS)
    return run(PYTHON, "-m", "tests.tables", *rest)


def docs(rest: list[str]) -> int:
    install(DOCS)
    return run(PYTHON, "-m", "docsite", *rest)


COMMANDS = {
    "start": start,
    "install": only_install,
    "test": test,
    "bench": bench,
    "tables": tables,
    "docs": docs,
}


def main() -> int:
    rest = sys.argv[1:]
    if {"-h", "--help"} & set(rest[:1]):
        print(__doc__)
        return 0
    # What is not ours goes on to pytest, `ketenkpi serve`, the benchmarks or the tables.
    command = rest.pop(0) if rest and not rest[0].startswith("-") else "start"
    try:
        require_python()
        if command not in COMMANDS:
            known = ", ".join(COMMANDS)
            raise Stop(
                f"'{command}' ken ik niet. Kies uit: {known}.",
                f"Unknown command '{command}'. Choose from: {known}.",
            )
        return COMMANDS[command](rest)
    except Stop as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
