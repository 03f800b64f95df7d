"""Which name a code has when rows disagree, and which code a name means."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from difflib import SequenceMatcher

from units.loading.conversion.names import Named
from units.loading.country import Area
from units.vietnamese import search_key

_ALIKE = 0.8
"""How alike two names must be to be one name, mistyped ("Điềm Thụy", "Điềm Thuy")."""


class Votes:
    """Names that rows give to the codes of one level. `known` (the packaged data) decides only a draw."""

    def __init__(self, known: Mapping[str, Area]) -> None:
        self.known = known
        self._named: dict[str, Counter[Named]] = defaultdict(Counter)
        self._right: dict[str, Named] = {}

    def add(self, named: Named) -> None:
        self._named[named.code][named] += 1

    def __contains__(self, code: str) -> bool:
        return code in self._named

    def codes(self) -> list[str]:
        return list(self._named)

    def right(self, code: str) -> Named:
        """Return the name most rows give, in its most usual spelling."""
        if code not in self._right:
            self._right[code] = self._decide(code)
        return self._right[code]

    def _decide(self, code: str) -> Named:
        spellings = self._named[code]
        area = self.known.get(code)
        told = Named(area.kind, area.name, code) if area else Named("", "", code)
        folds: Counter[str] = Counter()
        for named, count in spellings.items():
            folds[named.fold] += count
        fold = max(folds, key=lambda one: (folds[one], one == told.fold))
        usual = [named for named in spellings if named.fold == fold]
        best = max(usual, key=lambda named: (spellings[named], named == told))
        return best if best.kind or not area else best._replace(kind=area.kind)

    def meant(self, named: Named, *, among: Collection[str]) -> str:
        """Return the code that a row means: its own when the name fits, that of the name's only bearer
        `among` others when it does not, and "" when nobody can tell."""
        right = self.right(named.code)
        if is_same(named, right):
            return named.code
        bearers = {code for code in among if code != named.code and self._bears(code, named)}
        if len(bearers) == 1:
            return bearers.pop()
        likeness = SequenceMatcher(None, search_key(named.name), search_key(right.name)).ratio()
        return named.code if likeness >= _ALIKE else ""

    def _bears(self, code: str, named: Named) -> bool:
        if code in self:
            return is_same(named, self.right(code))
        area = self.known.get(code)
        return area is not None and is_same(named, Named(area.kind, area.name))


def is_same(one: Named, other: Named) -> bool:
    """Equal but for accents and case; a kind that was not written fits any."""
    return search_key(one.name) == search_key(other.name) and (
        one.kind == other.kind or not one.kind or not other.kind
    )


def most(counts: Counter[str], *, draw: str) -> str:
    """Return what was said most often; in a draw, `draw` when it is among them, else what came first."""
    return max(counts, key=lambda one: (counts[one], one == draw))
