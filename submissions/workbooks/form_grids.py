"""An agency's form as grids: the look into the zip, then the limited process reads the layout."""

from indicators.recognition import Grid, grid_from_data
from submissions.workbooks.look import look_at
from submissions.workbooks.package import open_package
from submissions.workbooks.pool import Pool, shared_pool


def read_form(content: bytes, *, pool: Pool | None = None) -> tuple[Grid, ...]:
    """A grid a worksheet, in order. Refused with a code when the file is no safe workbook, or no form."""
    with open_package(content) as package:
        answer = (pool or shared_pool()).read_layout(content, meanwhile=lambda: look_at(package, content))
    return tuple(grid_from_data(data) for data in answer["grids"])
