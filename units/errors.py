"""Domain errors, raised by actions of every room, translated once for pages and once for the API.

Messages are translated sentences for people: what is wrong, where, what to do.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError


class NotWithinReach(ObjectDoesNotExist):
    """The object does not exist for this person: 404, whatever the reason."""


class NotAllowed(PermissionDenied):
    """Within reach, but not this person's role: 403."""


class Conflict(Exception):
    """Wrong status, or somebody was faster: 409. `details` go into the problem+json as they are."""

    def __init__(
        self, message: str, *, code: str = "conflict", details: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.details = dict(details or {})


class BadContent(ValidationError):
    """What was given cannot be used: 422. `problems` is a list of {"code", "message", …} dictionaries."""

    def __init__(
        self, message: str, *, code: str = "bad_content", problems: Sequence[Mapping[str, Any]] = ()
    ) -> None:
        super().__init__(message, code=code)
        self.problems = [dict(problem) for problem in problems]


def wrong_field(field: str, message: str, *, code: str = "bad_content") -> BadContent:
    """Return the refusal of one field's content."""
    return BadContent(message, code=code, problems=[{"code": code, "field": field, "message": message}])


def taken_field(field: str, message: str, *, code: str = "conflict") -> Conflict:
    """Return the refusal of a field that stands against what is recorded."""
    return Conflict(message, code=code, details={"field": field})
