"""Who does something: the one place where a name comes from, until people sign in.

What is stored, agreed to or taken back keeps this name in the audit.
"""

from __future__ import annotations

import getpass

from ketenkpi.errors import UserError


class NameNeeded(UserError):
    """Nobody said who does this, and nothing else tells."""


def who(given: str | None, *, at_terminal: bool) -> str:
    """The name under which something is done: as given, else the user of this computer.

    Only at a terminal is that user the one who asks; a page is read by others
    than who started its server, so there a name must be given. Raises
    NameNeeded where there is none.
    """
    name = (given or "").strip()
    if name:
        return name
    if not at_terminal:
        raise NameNeeded("person.needed")
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        # A container whose user has a number and no name.
        raise NameNeeded("person.unknown_user") from None
