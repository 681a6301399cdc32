"""What can go wrong, in one place.

Two families. A `UserError` is about what somebody delivered or asked; it is
shown as a sentence in their language, without a traceback, and the command
line ends with exit code 1 (or 2 for wrong use). Everything else is our own
fault, fails loudly and ends with exit code 3.
"""

from __future__ import annotations

from ketenkpi.wording import Language, say


class KetenKpiError(Exception):
    """Root of every exception this library raises on purpose."""


class UserError(KetenKpiError):
    """Something the user can mend; `key` names the sentence in `ketenkpi/wording/`."""

    exit_code = 1

    def __init__(self, key: str, /, **params: object) -> None:
        self.key = key
        self.params = params
        super().__init__(say(key, "nl", **params))

    def message(self, language: Language) -> str:
        """The sentence in `language`: what was expected, what came, what to do."""
        return say(self.key, language, **self.params)


class UsageError(UserError):
    """The command or call itself is wrong (unknown name, missing option)."""

    exit_code = 2


class DefinitionError(UserError):
    """A YAML file in `config/` breaks its schema; params carry file, line and reason."""


class NotAdditive(UserError):
    """A tally was asked to be added over something it may not be added over."""


class OutOfScope(UserError):
    """A read asked for a Werkplein or a detail that its `Scope` does not hold."""
