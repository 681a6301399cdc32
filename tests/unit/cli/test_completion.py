"""`completion`: what a shell completes with the script, asked of the shell itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from ketenkpi.cli import COMMANDS, main
from ketenkpi.contracts import load_contracts
from ketenkpi.indicators import load_indicators


@pytest.fixture
def script(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["completion", "bash"]) == 0
    file = tmp_path / "ketenkpi.bash"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    return file


def _completed(script: Path, *words: str) -> set[str]:
    """What bash offers for the last of these words, as it does when Tab is pressed."""
    typed = " ".join(f"'{word}'" for word in words)
    asked = f"source '{script}'; COMP_WORDS=({typed}); COMP_CWORD={len(words) - 1}; "
    asked += 'set -- $(complete -p ketenkpi); while [ "$1" != -F ]; do shift; done; "$2"; '
    asked += 'printf "%s\\n" "${COMPREPLY[@]}"'
    done = subprocess.run(
        ["bash", "-c", asked], cwd=script.parent, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_commands_options_and_their_values_are_completed(script: Path) -> None:
    assert _completed(script, "ketenkpi", "") >= set(COMMANDS)
    assert _completed(script, "ketenkpi", "comp") == {"compare", "completion"}
    assert _completed(script, "ketenkpi", "kpi", "--ver") == {"--verloop"}
    assert _completed(script, "ketenkpi", "kpi", "--taal", "") == {"nl", "en"}
    assert _completed(script, "ketenkpi", "compare", "") == set(load_indicators())
    assert _completed(script, "ketenkpi", "check", "--contract", "") == set(load_contracts())


def test_files_are_completed_where_a_file_is_asked(script: Path) -> None:
    (script.parent / "klachten.csv").write_text("")
    assert "klachten.csv" in _completed(script, "ketenkpi", "check", "kl")
    assert "klachten.csv" in _completed(script, "ketenkpi", "check", "--antwoorden", "kl")


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_shell_gets_every_command(
    shell: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["completion", shell, "--taal", language]) == 0
    script = capsys.readouterr().out
    assert [name for name in COMMANDS if name not in script] == []
    assert "--signalen" in script or "signalen" in script
