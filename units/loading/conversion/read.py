"""The conversion table in one call: bytes → a country and a report."""

from units.loading.conversion.over import lay_over
from units.loading.conversion.report import Report
from units.loading.conversion.rows import read_rows
from units.loading.country import Country


def read_conversion(content: bytes, *, packaged: Country | None = None) -> tuple[Country, Report]:
    """`packaged` lends what the table does not say. FileRefused (units.loading.table) says why not."""
    rows, report = read_rows(content)
    return lay_over(rows, report, packaged=packaged), report
