"""API tokens: what they are made of, what they may. Only their SHA-256 is kept."""

import hashlib
import secrets
from types import MappingProxyType

SCOPES = ("read", "submit", "review", "admin")
# A scope may be given to those who have one of its verbs; reading needs a role, whichever.
SCOPE_VERBS = MappingProxyType(
    {
        "read": frozenset[str](),
        "submit": frozenset({"fill", "sign"}),
        "review": frozenset({"review"}),
        "admin": frozenset({"define", "open_rounds", "manage_units", "manage_people", "run_jobs"}),
    }
)
_PREFIX = "bcs_"


def new_token() -> str:
    """Return a fresh token of 256 random bits; the prefix lets leak scanners find it."""
    return _PREFIX + secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
