"""The table laid over the packaged country: the table wins, and every difference is listed."""

from collections import defaultdict

from units.loading.conversion.report import Report, remark
from units.loading.conversion.rows import Row
from units.loading.conversion.settle import Settled, settle
from units.loading.conversion.steps import steps_of
from units.loading.country import Area, Country, Step

LEVELS = ("old_province", "district", "old_commune", "province", "commune")


def lay_over(rows: list[Row], report: Report, *, packaged: Country | None) -> Country:
    """Return the country as the table says, and as the packaged data says where the table is silent."""
    known = packaged or Country()
    settled = settle(rows, report, known=known)
    defaults = {step.old: step.new for step in known.steps if step.is_default}
    stated = steps_of(settled.said, report, defaults=defaults)
    areas = {
        level: known_areas | said
        for level, known_areas, said in zip(LEVELS, _areas(known), _areas(settled.country), strict=True)
    }
    kept = _packaged_steps(known, settled)
    country = Country(
        old_provinces=areas["old_province"],
        old_districts=areas["district"],
        old_communes=areas["old_commune"],
        provinces=areas["province"],
        communes=areas["commune"],
        steps=[*stated, *kept],
    )
    country.merged_provinces.update(_merged(known, country))
    _note_identities(settled, country, report)
    if packaged is not None:
        _compare(packaged, settled, stated, kept, report)
    return country


def _areas(country: Country) -> tuple[dict[str, Area], ...]:
    return (
        country.old_provinces,
        country.old_districts,
        country.old_communes,
        country.provinces,
        country.communes,
    )


def _packaged_steps(known: Country, settled: Settled) -> list[Step]:
    """Steps of old units that the table does not speak of, and those whose only row says nothing."""
    spoken = {said.old for said in settled.said}
    return [step for step in known.steps if step.old not in spoken]


def _merged(known: Country, country: Country) -> dict[str, list[str]]:
    merged = {new: list(olds) for new, olds in known.merged_provinces.items()}
    for step in country.steps:
        area = country.old_communes.get(step.old) or country.old_districts[step.old]
        olds = merged.setdefault(country.communes[step.new].province, [])
        if area.province and area.province not in olds:
            olds.append(area.province)
    return merged


def _note_identities(settled: Settled, country: Country, report: Report) -> None:
    """ "Giữ nguyên", "đổi tên" speak of one unit: a row that says so of more than one is listed."""
    into: dict[str, int] = defaultdict(int)
    out: dict[str, int] = defaultdict(int)
    for step in country.steps:
        into[step.new] += 1
        out[step.old] += 1
    for said in settled.said:
        if said.meaning.stated not in ("unchanged", "renamed", "kind_changed"):
            continue
        old, new = country.old_communes[said.old], country.communes[said.new]
        if into[said.new] > 1 or out[said.old] > 1:
            found = "not_alone"
        elif said.meaning.stated == "unchanged" and (old.name, old.kind) != (new.name, new.kind):
            found = "not_unchanged"
        else:
            continue
        report.contradictions.append(
            remark(said.line, found, old=old.name, new=new.name, note=said.note, code=said.new)
        )


def _compare(
    packaged: Country, settled: Settled, stated: list[Step], kept: list[Step], report: Report
) -> None:
    for level, before, said in zip(LEVELS, _areas(packaged), _areas(settled.country), strict=True):
        for code, area in said.items():
            _compare_area(level, before.get(code), area, settled.line(level, code), report)
    mentioned = {step.new for step in stated}
    silent = [step for step in kept if step.old in packaged.old_communes]
    for step in silent:
        if step.new in mentioned:
            _differ(report, 0, "only_package", old=step.old, new=step.new)
    report.silent = len({step.old for step in silent})
    _compare_steps(packaged, settled, stated, report)
    report.differences.sort(key=lambda one: (one.line == 0, one.line))


def _compare_area(level: str, before: Area | None, area: Area, line: int, report: Report) -> None:
    if before is None:
        _differ(report, line, "only_table_unit", level=level, code=area.code, kind=area.kind, name=area.name)
        return
    if (before.name, before.kind) != (area.name, area.kind):
        _differ(
            report, line, "name", level=level, code=area.code, kind=area.kind, name=area.name,
            packaged_kind=before.kind, packaged_name=before.name,
        )  # fmt: skip
    if before.inside != area.inside:
        _differ(
            report, line, "place", level=level, code=area.code, kind=area.kind, name=area.name,
            inside=area.inside, packaged_inside=before.inside,
        )  # fmt: skip


def _compare_steps(packaged: Country, settled: Settled, stated: list[Step], report: Report) -> None:
    lines = {(said.old, said.new): said.line for said in settled.said}
    before = {(step.old, step.new): step for step in packaged.steps}
    said = {(step.old, step.new): step for step in stated}
    spoken = {step.old for step in stated}
    for pair, step in said.items():
        other = before.get(pair)
        if other is None:
            _differ(report, lines[pair], "step_only_table", old=pair[0], new=pair[1], note=step.note)
        elif other.whole != step.whole:
            code = "step_whole" if step.whole else "step_part"
            _differ(report, lines[pair], code, old=pair[0], new=pair[1])
        elif other.is_default != step.is_default and step.is_default:
            _differ(report, lines[pair], "step_default", old=pair[0], new=pair[1])
    for old, new in before.keys() - said.keys():
        if old in spoken:
            line = min(line for pair, line in lines.items() if pair[0] == old)
            _differ(report, line, "step_only_package", old=old, new=new)


def _differ(report: Report, line: int, code: str, /, **params: str) -> None:
    report.differences.append(remark(line, code, **params))
