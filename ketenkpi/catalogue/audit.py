"""The one way a change gets into the audit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from ketenkpi.catalogue.database import now
from ketenkpi.catalogue.tables import Audit


def log(
    session: Session,
    actor: str,
    action: str,
    detail: Mapping[str, Any],
    *,
    contract: str | None = None,
    werkplein: str | None = None,
    quarter: int | None = None,
) -> None:
    """Who did what, to which delivery or Werkplein when it is about one."""
    session.add(
        Audit(
            created_at=now(),
            actor=actor,
            action=action,
            contract=contract,
            werkplein=werkplein,
            quarter=quarter,
            detail=dict(detail),
        )
    )
