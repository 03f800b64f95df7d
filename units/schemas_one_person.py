"""What the API says of who may fill in and sign a unit's reports."""

from datetime import datetime
from typing import Self

from ninja import Schema
from pydantic import ConfigDict

from units.models import OnePersonRule


class OnePersonIn(Schema):
    model_config = ConfigDict(extra="forbid")

    allowed: bool


class OnePersonOut(Schema):
    """`allowed_by`: the log-in name; null where nobody allowed it, or it came with the units."""

    allowed: bool
    allowed_by: str | None
    allowed_at: datetime | None

    @classmethod
    def of(cls, rule: OnePersonRule | None) -> Self:
        if rule is None:
            return cls(allowed=False, allowed_by=None, allowed_at=None)
        by = rule.allowed_by
        return cls(allowed=True, allowed_by=by.username if by else None, allowed_at=rule.allowed_at)
