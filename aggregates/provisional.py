"""A wide reading with what is submitted laid over what is accepted: read are the reports that wait, not all.

What a waiting report changes is the difference of its unit's parts with and without it: with that, stored
totals say what reading every figure with the waiting ones in their place would say.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields

from aggregates.answered import MISSING, NONE, NUMBER, Holes, Told
from aggregates.broad import Broad
from aggregates.comparing import Changes, Comparing, Step
from aggregates.counted import Together
from aggregates.gather_broad import duties_in
from aggregates.groups import Stamp, Stamps
from aggregates.kept import Content, Group, Known, Place
from aggregates.kernel.compare import Change
from aggregates.left_out import Cell, Summed
from aggregates.lessened import Amounts
from aggregates.values import Counts, Value, added_to
from aggregates.waiting import NOBODY, Sent, Waiting, all_of, by_period, sent_in, waiting_of


def with_waiting(accepted: Broad, *, in_full_of: Callable[..., Comparing]) -> "Provisional | None":
    """The reading, of points that add up, with all that waits; None where only reading every figure tells:
    divided units, units that speak for others or were not asked. Two queries."""
    needed = accepted.book.rules.adding.needed({line.data_point for line in accepted.book.lines})
    concerned = {one: accepted.counting[one] | accepted.sharing[one] for one in accepted.in_full}
    sent = sent_in(concerned, needed, edition=accepted.edition)
    if sent is None:
        return None
    for period, units in sent.items():
        if units and not (
            units.keys() <= accepted.counting[period] - accepted.divided_here(period)
            and units.keys() <= accepted.asked_in(period).keys()
        ):
            return None
    given = {one.name: getattr(accepted, one.name) for one in fields(Broad) if not one.name.startswith("_")}
    return Provisional(
        **given | {"basis": "provisional", "sides": {}, "in_full_of": in_full_of},
        accepted=accepted,
        sent=sent,
    )


@dataclass
class Provisional(Broad):
    """What is read here is remembered under all that is accepted and waits, group by group; where nothing
    waits, the accepted reading answers. `sent` is of periods read in full."""

    accepted: Broad = field(kw_only=True)
    sent: Sent = field(kw_only=True)
    _waits: dict[int, Waiting] = field(default_factory=dict)
    _values: dict[Place, Value] = field(default_factory=dict)

    def _waits_in(self, *periods: int | None) -> bool:
        return any(self.sent.get(period) for period in periods if period is not None)

    # ---- what is remembered -------------------------------------------------------------------------------

    @property
    def _is_shared(self) -> bool:
        return self.accepted._is_shared

    def _place(self, period: int) -> Stamp:
        return (*super()._place(period), self.basis)

    def _stamp(self, period: int) -> Stamp:
        sent = self.sent.get(period)
        stamp = self.accepted.stamp(period)
        return (*stamp, frozenset(sent.items())) if sent else stamp

    def _stamps_in(self, periods: Collection[int]) -> dict[int, Stamps]:
        accepted = self.accepted._stamps_in(periods)
        return {period: self._with_sent(period, accepted[period]) for period in periods}

    def _with_sent(self, period: int, stamps: Stamps) -> Stamps:
        """Another one of a group whenever something else waits there; the same object while nothing does."""
        sent = self.sent.get(period)
        if not sent:
            return stamps
        key, stamp = ("groups with sent", *self._place(period)), self.stamp(period)
        known: tuple[Stamps, Stamp, Stamps] | None = self.recall(key)
        if known is not None and known[0] is stamps and known[1] == stamp:
            return known[2]
        found = {**stamps}
        for group, units in self.by_group(period, sent).items():
            found[group] = (stamps.get(group), frozenset((unit, sent[unit]) for unit in units))
        self._keep(key, (stamps, stamp, found))
        return found

    # ---- what waits ---------------------------------------------------------------------------------------

    def _waiting(self, period: int) -> Waiting:
        if not self._waits_in(period):
            return NOBODY
        if not self._waits:
            wanted = {one: self.by_group(one, units) for one, units in self.sent.items() if units}
            kept = self.kept("waiting", wanted, self._read_waiting)
            self._waits |= {
                one: content.derive("all", lambda of: all_of(of.values())) for one, content in kept.items()
            }
        return self._waits[period]

    def _read_waiting(
        self, wanted: dict[Place, frozenset[int]], _known: Known[Waiting]
    ) -> dict[Place, Waiting]:
        book = self.book
        duties = duties_in(self.accepted, by_period(wanted), book.cells)
        needed = book.rules.adding.needed({line.data_point for line in book.lines})
        return waiting_of(wanted, duties, needed, edition=self.edition, rules=book.rules.adding)

    # ---- values -------------------------------------------------------------------------------------------

    def value(self, period: int, data_point: int) -> Value:
        if not self._waits_in(period):
            return self.accepted.value(period, data_point)
        if (period, data_point) not in self._values:
            found = self.accepted.value(period, data_point)
            added = self._waiting(period).added.get(data_point, {})
            self._values[period, data_point] = added_to(found, self.rule(data_point), added.values())
        return self._values[period, data_point]

    def _by_child(self, period: int, data_point: int) -> dict[int, Value]:
        found = self.accepted.by_child(period, data_point)
        added = self._waiting(period).added.get(data_point, {})
        if not added:
            return found
        holders = self._holders(period)
        of_child: dict[int, list[Counts]] = defaultdict(list)
        for unit, counted in added.items():
            if (child := holders.get(unit)) is not None:
                of_child[child].append(counted)
        rule = self.rule(data_point)
        return {child: added_to(value, rule, of_child.get(child, ())) for child, value in found.items()}

    # ---- who is asked, who answered -----------------------------------------------------------------------

    def duties(self, period: int) -> Content[Told]:
        """Sent counts like accepted; the same object as long as the same units have sent."""
        accepted, sent = self.accepted.duties(period), self.sent.get(period)
        if not sent:
            return accepted
        return self.remember(("duties with", accepted, frozenset(sent)), lambda: _with(accepted, sent))

    def asked_units(self, period: int) -> frozenset[int]:
        return self.accepted.asked_units(period)

    def _reports(self, period: int) -> tuple[int, list[int], list[int]]:
        """Sent counts like accepted, where anything is answered."""
        asked, missing, reported = self.accepted._reports(period)
        sent = self._waiting(period).answering
        if not sent:
            return asked, missing, reported
        return asked, [one for one in missing if one not in sent], [*reported, *(sent & {*missing})]

    def holes(self, period: int) -> Content[Holes]:
        if not self._waits_in(period):
            return self.accepted.holes(period)
        if period not in self._open:
            sent = {one: units for one, units in self.sent.items() if units}
            wanted = {one: self._sent_by_group(one) for one in sent}
            self._open |= self.kept(("holes", self._points), wanted, self._holes_now)
        return self._open[period]

    def _sent_by_group(self, period: int) -> dict[Group, frozenset[int]]:
        nobody = dict.fromkeys(self.accepted.holes(period).of_group, frozenset[int]())
        return nobody | self.by_group(period, self.sent[period])

    def _holes_now(self, wanted: dict[Place, frozenset[int]], _known: Known[Holes]) -> dict[Place, Holes]:
        return {
            (period, group): self._holes_with(
                self.accepted.holes(period).of_group.get(group, {}), period, units
            )
            for (period, group), units in wanted.items()
        }

    def _holes_with(self, accepted: Holes, period: int, units: frozenset[int]) -> Holes:
        if not units:
            return accepted
        found: Holes = {}
        now = self._waiting(period).now
        for point in self.plain:
            said = ((unit, now.get((period, point, unit), (MISSING, 0))[0]) for unit in sorted(units))
            held = [
                *(one for one in accepted.get(point, ()) if one[0] not in units),
                *(one for one in said if one[1] not in (NUMBER, NONE)),
            ]
            if held:
                found[point] = held
        return found

    def _together(self, periods: tuple[int, ...]) -> Together:
        return self.accepted._together(periods)  # the same units are asked

    def children(self, period: int) -> list[int]:
        return self.accepted.children(period)

    def _holders(self, period: int) -> dict[int, int | None]:
        key = self.accepted._asked_key("holders", (period,))
        return self.accepted.remember(key, lambda: self.accepted._holders(period))

    # ---- what is left out ---------------------------------------------------------------------------------

    def _reading_sums(
        self, points: tuple[int, ...]
    ) -> Callable[[dict[Place, frozenset[int]], Known[Summed]], Mapping[Place, Summed]]:
        read = super()._reading_sums(points)

        def summed(wanted: dict[Place, frozenset[int]], known: Known[Summed]) -> Mapping[Place, Summed]:
            found = {place: dict(sums) for place, sums in read(wanted, known).items()}
            for (period, group), held in wanted.items():
                for unit in self.sent.get(period, {}).keys() & held:
                    for point in points:
                        self._replace(found[period, group], (period, point, unit))
            return found

        return summed

    def _replace(self, sums: Summed, cell: Cell) -> None:
        """What the unit says now in the place of what is accepted."""
        waiting = self._waiting(cell[0])
        amount, count = sums.get(cell[1], (0, 0))
        for said, sign in ((waiting.accepted.get(cell), -1), (waiting.now.get(cell), 1)):
            if said is not None and said[0] == NUMBER:
                amount, count = amount + sign * said[1], count + sign
        sums[cell[1]] = (amount, count)

    def _read_amounts(
        self, wanted: dict[Place, frozenset[Cell]], known: Known[Amounts]
    ) -> dict[Place, Amounts]:
        found = super()._read_amounts(wanted, known)
        for place, cells in wanted.items():
            for cell in cells:
                if cell[2] in self.sent.get(cell[0], ()):
                    sign, amount = self._waiting(cell[0]).now.get(cell, (MISSING, 0))
                    found[place].pop(cell, None)
                    if sign == NUMBER:
                        found[place][cell] = amount
        return found

    # ---- comparing ----------------------------------------------------------------------------------------

    def changes(self, period: int | None, base: int | None) -> Changes:
        if not self._waits_in(period, base):
            return self.accepted.changes(period, base)
        return super().changes(period, base)

    def flow_changes(self, now: Step, base: Step) -> Changes:
        if not self._waits_in(*now.periods, *base.periods):
            return self.accepted.flow_changes(now, base)
        return super().flow_changes(now, base)

    def flow_change(self, now: Step, base: Step | None, *, data_point: int) -> Change:
        if not self._waits_in(*now.periods, *(() if base is None else base.periods)):
            return self.accepted.flow_change(now, base, data_point=data_point)
        return super().flow_change(now, base, data_point=data_point)


def _with(accepted: Content[Told], sent: Collection[int]) -> Content[Told]:
    return Content(
        {group: told | dict.fromkeys(told.keys() & sent, True) for group, told in accepted.of_group.items()}
    )
