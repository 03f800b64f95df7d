"""What is counted (people, cases, files …) is not below zero."""

from indicators.answers import format_answer
from submissions.rules.problem import Problem
from submissions.sheet import Sheet

COUNTED = frozenset(
    {"người", "trẻ", "ca", "lượt", "lượt người", "hồ sơ", "hộ", "trường hợp", "cặp", "cuộc", "vụ", "đơn vị"}
)
"""Units of measure of things counted one by one; money, temperatures, balances may be below zero."""


def not_negative(sheet: Sheet) -> list[Problem]:
    return [
        Problem("negative_count", "error", address, {"amount": format_answer(answer)})
        for address, answer in sheet.cells.items()
        if answer.scaled is not None and answer.scaled < 0 and _is_counted(sheet, address)
    ]


def _is_counted(sheet: Sheet, address: str) -> bool:
    row = sheet.layout.place_of[address][1]
    return (row.unit_of_measure or sheet.layout.unit_of_measure).strip().casefold() in COUNTED
