"""`ketenkpi doctor --verhuis`: an installation goes to where those of today stand."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from ketenkpi.errors import UserError
from ketenkpi.settings import Home, user_home


def move_home(home: Home) -> tuple[Path, Path]:
    """Move the store that is used to the folder of this user; from where, and to where.

    At each moment all of it stands at one of the two places. What nobody delivered to
    at the new place is set aside beside it. Raises UserError when there is nothing to
    move, or both places hold something.
    """
    target = user_home()
    if home.reason == "user" and home.left:
        raise UserError("cli.both_homes", old=home.left[0], new=target)
    if home.reason != "earlier":
        raise UserError("cli.no_move", home=home.path)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f"{target.name}-", dir=target.parent))
    # To another disk this copies, which takes long; the last step is a rename.
    moved = Path(shutil.move(home.path, beside / "verhuisd"))
    if target.exists():
        target.rename(beside / "leeg")
    moved.rename(target)
    if not any(beside.iterdir()):
        beside.rmdir()
    return home.path, target
