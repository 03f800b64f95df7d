"""How high a kind of unit stands, for ordering only: the tree says what stands under what."""

from units.kinds import COMMUNES, DISTRICTS, PROVINCES

_LEVELS = (PROVINCES, DISTRICTS, COMMUNES)
NO_TERRITORY = len(_LEVELS)


def level_of(kind: str) -> int:
    """Return 0 for provinces, 1 for districts, 2 for communes, 3 for all that is no territory."""
    return next((number for number, kinds in enumerate(_LEVELS) if kind in kinds), NO_TERRITORY)
