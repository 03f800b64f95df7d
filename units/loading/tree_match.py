"""What a file adds to what is known: new units, new relations of units that exist, everything that is wrong.
Pure: the database comes as a `KnownTree`.

A unit of the file is there already when a unit of the database bears its code on those days under the same
name and kind. Anything else about a code that is taken is refused: a file is no reorganisation.
"""

from collections import defaultdict
from collections.abc import Set
from datetime import date

from units.loading.tree import (
    Column,
    FilePlace,
    FileUnit,
    Known,
    KnownTree,
    NewPlace,
    TreePlan,
    TreeProblem,
    covers,
    in_file_order,
    overlap,
)
from units.loading.tree_circles import circles

Life = tuple[date, date | None]
Told = dict[str, str | int | date | None]


def match(
    units: list[FileUnit], known: KnownTree, *, scheme: str, doubtful: Set[str] = frozenset()
) -> TreePlan:
    """Return what importing would do. Nodes: units of the database by number, new ones -1, -2, … in order.

    `doubtful`: codes of rows that have problems of their own; that they are missing is not told."""
    return _Matching(known, scheme, doubtful).plan(units)


class _Matching:
    def __init__(self, known: KnownTree, scheme: str, doubtful: Set[str]) -> None:
        self.doubtful = set(doubtful)
        self.known = known
        self.scheme = scheme
        self.plan_ = TreePlan()
        self.lives: dict[int, Life] = dict(known.lives)
        self.in_file: dict[str, list[tuple[int, Life]]] = defaultdict(list)

    def plan(self, units: list[FileUnit]) -> TreePlan:
        nodes = [(unit, self._node(unit)) for unit in units]
        for unit, node in nodes:
            if node is not None:
                self.in_file[unit.code].append((node, (unit.begins, unit.ends)))
        for unit, node in nodes:
            if node is not None:
                self._place(unit, node)
        self.plan_.problems += circles(self.plan_.places, self.known)
        self.plan_.problems = in_file_order(self.plan_.problems)
        return self.plan_

    def _node(self, unit: FileUnit) -> int | None:
        """The unit of the database, a new node, or None when the code means something else there."""
        bearers = [
            code
            for code in self.known.codes.get(unit.code, ())
            if code.scheme == self.scheme and overlap(code.start, code.end, unit.begins, unit.ends)
        ]
        if not bearers:
            self.plan_.units.append(unit)
            node = -len(self.plan_.units)
            self.lives[node] = (unit.begins, unit.ends)
            return node
        node = bearers[0].unit
        problem = self._against(unit, node)
        if problem is not None:
            self.plan_.problems.append(problem)
            self.doubtful.add(unit.code)
            return None
        self.plan_.existing += 1
        return node

    def _against(self, unit: FileUnit, node: int) -> TreeProblem | None:
        """What speaks against a unit of the file being the one of the database."""
        names = [
            name for name in self.known.names[node] if overlap(name.start, name.end, unit.begins, unit.ends)
        ]
        called = names[0] if names else self.known.names[node][-1]
        life = self.lives[node]
        told: Told = {
            "code": unit.code,
            "name": called.value,
            "kind": called.kind,
            "begins": life[0],
            "ends": life[1],
        }
        if any((name.value, name.kind) != (unit.name, unit.kind) for name in names) or not names:
            return TreeProblem(unit.row, "code", "code_taken", told)
        is_whole = (unit.begins, unit.ends) == life
        if not covers(life, unit.begins, unit.ends) or (not unit.places and not is_whole):
            return TreeProblem(unit.row, "start", "other_dates", told)
        return None

    def _place(self, unit: FileUnit, node: int) -> None:
        for place in unit.places:
            parent = self._parent(place)
            if parent is None:
                continue
            recorded = self._recorded(node, place)
            if (parent, place.start, place.end) in {(row.parent, row.start, row.end) for row in recorded}:
                continue
            if recorded:
                self._say(
                    place, "parent", "other_parent",
                    parent=self._name_of(recorded[0].parent, recorded[0].start), relation=place.placement,
                    begins=recorded[0].start, ends=recorded[0].end,
                )  # fmt: skip
            elif not covers(self.lives[parent], place.start, place.end):
                begins, ends = self.lives[parent]
                self._say(
                    place, "parent", "outlives_parent",
                    parent=place.parent, start=place.start, end=place.end, begins=begins, ends=ends,
                )  # fmt: skip
            else:
                self.plan_.places.append(
                    NewPlace(place.row, node, parent, place.placement, place.start, place.end)
                )

    def _recorded(self, node: int, place: FilePlace) -> list[Known]:
        rows = self.known.places.get((node, place.placement), [])
        return [row for row in rows if overlap(row.start, row.end, place.start, place.end)]

    def _parent(self, place: FilePlace) -> int | None:
        """Who bears the code of the parent on the first day: in the file, in its scheme, in another."""
        candidates = {
            node
            for node, life in self.in_file.get(place.parent, ())
            if covers(life, place.start, place.start)
        }
        codes = self.known.codes.get(place.parent, ())
        bearers = [code for code in codes if overlap(code.start, code.end, place.start, place.start)]
        for listed in (
            [code for code in bearers if code.scheme == self.scheme],
            [code for code in bearers if code.scheme != self.scheme],
        ):
            candidates = candidates or {code.unit for code in listed}
        if len(candidates) == 1:
            return candidates.pop()
        if candidates:
            self._say(place, "parent", "ambiguous_parent", parent=place.parent)
        elif place.parent not in self.doubtful:
            self._unknown_parent(place, codes)
        return None

    def _unknown_parent(self, place: FilePlace, codes: "tuple[Known, ...] | list[Known]") -> None:
        """Nobody bears the code on the first day; perhaps somebody does on another."""
        lives = [life for _node, life in self.in_file.get(place.parent, ())]
        lives += [(code.start, code.end) for code in codes]
        if lives:
            begins, ends = min(lives)
            self._say(
                place, "parent", "parent_of_other_days",
                parent=place.parent, start=place.start, begins=begins, ends=ends,
            )  # fmt: skip
        else:
            self._say(place, "parent", "unknown_parent", parent=place.parent, start=place.start)

    def _name_of(self, node: int, on: date) -> str:
        names = self.known.names.get(node, [])
        held = [name for name in names if overlap(name.start, name.end, on, on)] or names
        return held[0].value if held else ""

    def _say(self, place: FilePlace, column: Column, code: str, /, **told: str | int | date | None) -> None:
        self.plan_.problems.append(TreeProblem(place.row, column, code, told))
