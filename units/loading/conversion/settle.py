"""From rows to statements: contradictions inside the table are decided and listed, never hidden.

What decides: rows of the same code outvote one that differs; a name that belongs to another code of the same
district means that code; the district says the old province. The packaged data only breaks a draw.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from units.loading.conversion.names import Named
from units.loading.conversion.notes import Meaning, read_note
from units.loading.conversion.report import Report, remark
from units.loading.conversion.rows import Row
from units.loading.conversion.votes import Votes, is_same, most
from units.loading.country import Area, Country


class Said(NamedTuple):
    """One placed row: the old unit (a district where its note says so) went to the new one."""

    line: int
    old: str
    new: str
    meaning: Meaning
    note: str


@dataclass
class Settled:
    """What the table says, without contradictions. `unplaced`: pairs of codes of rows that say nothing."""

    country: Country = field(default_factory=Country)
    said: list[Said] = field(default_factory=list)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    unplaced: set[tuple[str, str]] = field(default_factory=set)

    def line(self, level: str, code: str) -> int:
        """The first line that names a unit; 0 when none does."""
        return self.lines.get((level, code), 0)


def settle(rows: list[Row], report: Report, *, known: Country) -> Settled:
    """Fill the report with what could not be placed, duplicates and contradictions."""
    return _Settler(report, known).settle(rows)


class _Settler:
    def __init__(self, report: Report, known: Country) -> None:
        self.report = report
        self.known = known
        self.settled = Settled()
        self.provinces, self.communes = Votes(known.provinces), Votes(known.communes)
        self.old_provinces = Votes(known.old_provinces)
        self.districts, self.old_communes = Votes(known.old_districts), Votes(known.old_communes)
        self.province_of: dict[str, str] = {}  # district → old province
        self.of_district: dict[str, set[str]] = defaultdict(set)  # district → old communes, of both sources
        self.lying_in: dict[str, Counter[str]] = defaultdict(
            Counter
        )  # commune, old or new → where rows put it
        for code, area in known.old_communes.items():
            self.of_district[area.inside].add(code)

    def settle(self, rows: list[Row]) -> Settled:
        readable = [(row, meaning) for row in rows if (meaning := self._meaning(row)) is not None]
        for row, _meaning in readable:
            for votes, named in self._names(row):
                if named.code:
                    votes.add(named)
            if row.old.code:
                self.of_district[row.district.code].add(row.old.code)
        told = [(self._with_province(row), meaning) for row, meaning in readable]
        self._old_provinces_by_district([row for row, _meaning in told])
        seen: dict[tuple[str, str], Said] = {}
        for row, meaning in told:
            if (old := self._old(row, meaning)) is not None:
                self._say(Said(row.line, old, row.new.code, meaning, row.note), row, seen)
                self._locate(row, old)
        self._areas()
        return self.settled

    def _names(self, row: Row) -> list[tuple[Votes, Named]]:
        return [
            (self.provinces, row.province),
            (self.communes, row.new),
            (self.old_provinces, row.old_province),
            (self.districts, row.district),
            (self.old_communes, row.old),
        ]

    def _meaning(self, row: Row) -> Meaning | None:
        meaning = read_note(row.note)
        missing = ""
        if not row.province.code:
            missing = "no_province"
        elif not row.new.code:
            missing = "no_new_code"
        elif meaning is None:
            missing = "unreadable_note" if row.note else "no_note"
        elif meaning.stated == "district":
            missing = "" if row.district.code else "no_district"
        elif not row.old.code:
            missing = "bad_old_code" if row.written_old_code else "no_old_code"
        elif not row.district.code and row.old.code not in self.known.old_communes:
            missing = "no_district"
        if missing:
            self._unplaced(row, missing)
        return None if missing else meaning

    def _unplaced(self, row: Row, code: str, /, **params: str) -> None:
        self.report.unplaced.append(
            remark(
                row.line, code, old=row.old.name, written=row.written_old_code, note=row.note,
                new=row.new.name, new_code=row.new.code, **params,
            )
        )  # fmt: skip
        self.settled.unplaced.add((row.old.code, row.new.code))

    def _contradiction(self, line: int, code: str, /, **params: str) -> None:
        self.report.contradictions.append(remark(line, code, **params))

    def _with_province(self, row: Row) -> Row:
        """Return the row with the provinces it means: "Quảng Trị (44)" is 45 where 44 is Quảng Bình."""
        new = self._means(self.provinces, row.province, row.line)
        old = self._means(self.old_provinces, row.old_province, row.line) if row.old_province.code else ""
        return replace(
            row, province=row.province._replace(code=new), old_province=row.old_province._replace(code=old)
        )

    def _means(self, votes: Votes, named: Named, line: int) -> str:
        code = votes.meant(named, among=votes.known.keys() | set(votes.codes())) or named.code
        right = votes.right(named.code)
        if code != named.code:
            self._contradiction(
                line, "province_code", name=named.name, code=named.code, right=right.name, read=code
            )
        return code

    def _old_provinces_by_district(self, rows: list[Row]) -> None:
        """A district lies in one province: the one most of its rows name."""
        named: dict[str, Counter[str]] = defaultdict(Counter)
        for row in rows:
            if row.district.code and row.old_province.code:
                named[row.district.code][row.old_province.code] += 1
        for district, provinces in named.items():
            area = self.known.old_districts.get(district)
            self.province_of[district] = most(provinces, draw=area.inside if area else "")
        for row in rows:
            right = self.province_of.get(row.district.code, row.old_province.code)
            if row.old_province.code and right != row.old_province.code:
                self._contradiction(
                    row.line, "district_province", district=row.district.name, code=row.district.code,
                    written=f"{row.old_province.name} ({row.old_province.code})",
                    read=f"{self.old_provinces.right(right).name} ({right})",
                )  # fmt: skip

    def _old(self, row: Row, meaning: Meaning) -> str | None:
        """Return the code of the old unit that the row means."""
        if meaning.stated == "district":
            return row.district.code
        old = self.old_communes.meant(row.old, among=self.of_district[row.district.code])
        right = self.old_communes.right(row.old.code)
        if not old:
            self._unplaced(row, "code_of_another", right=right.name)
            return None
        if old != row.old.code:
            self._contradiction(
                row.line, "old_code", name=row.old.name, code=row.old.code, right=right.name, read=old
            )
        elif not is_same(row.old, right):
            self._contradiction(
                row.line, "old_name", name=row.old.name, code=old, right=right.name, read=right.name
            )
        return old

    def _say(self, said: Said, row: Row, seen: dict[tuple[str, str], Said]) -> None:
        first = seen.setdefault((said.old, said.new), said)
        if first is said:
            self.settled.said.append(said)
            self.report.stated[said.meaning.stated] += 1
            return
        code = "duplicate" if first.meaning == said.meaning else "duplicate_differs"
        self.report.duplicates.append(
            remark(
                said.line, code, first=str(first.line), old=row.old.name, new=row.new.name,
                note=said.note, first_note=first.note,
            )
        )  # fmt: skip

    def _locate(self, row: Row, old: str) -> None:
        for level, code in (
            ("old_province", self.province_of.get(row.district.code, row.old_province.code)),
            ("district", row.district.code),
            ("old_commune", old),
            ("province", row.province.code),
            ("commune", row.new.code),
        ):
            self.settled.lines.setdefault((level, code), row.line)
        self.lying_in[f"new:{row.new.code}"][row.province.code] += 1
        if row.district.code:
            self.lying_in[f"old:{old}"][row.district.code] += 1
        if row.new.name != (right := self.communes.right(row.new.code)).name:
            self._contradiction(row.line, "new_name", name=row.new.name, code=row.new.code, right=right.name)

    def _areas(self) -> None:
        country, lines = self.settled.country, self.settled.lines
        for level, code in lines:
            if not code:
                continue
            if level == "old_province":
                country.old_provinces[code] = self._area(self.old_provinces, code, "", code)
            elif level == "district":
                province = self.province_of.get(code, "")
                country.old_districts[code] = self._area(self.districts, code, province, province)
            elif level == "province":
                country.provinces[code] = self._area(self.provinces, code, "", code)
        for level, code in lines:
            if level == "old_commune" and code not in country.old_districts:
                inside = self._where(f"old:{code}", self.known.old_communes.get(code))
                province = self._province_of(inside)
                country.old_communes[code] = self._area(self.old_communes, code, inside, province)
            elif level == "commune":
                inside = self._where(f"new:{code}", self.known.communes.get(code))
                country.communes[code] = self._area(self.communes, code, inside, inside)

    def _province_of(self, district: str) -> str:
        area = self.settled.country.old_districts.get(district) or self.known.old_districts.get(district)
        return area.province if area else ""

    def _where(self, key: str, told: Area | None) -> str:
        """Where most rows put a commune; other rows are listed."""
        counts = self.lying_in[key]
        draw = told.inside if told else ""
        return most(counts, draw=draw) if counts else draw

    def _area(self, votes: Votes, code: str, inside: str, province: str) -> Area:
        """Units that only a correction named ("read as 01651") carry the name of the packaged data."""
        if code in votes:
            named = votes.right(code)
            return Area(code, named.name, named.kind or "khac", inside, province)
        told = votes.known[code]
        return Area(code, told.name, told.kind, inside, province)
