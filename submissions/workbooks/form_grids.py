"""An agency's form as grids: the look into the zip, then the limited process reads the layout."""

from indicators.recognition import Grid, grid_from_data
from submissions.workbooks.kinds import FileKind, opened
from submissions.workbooks.look import look_at
from submissions.workbooks.look_ods import look_at_ods
from submissions.workbooks.pool import Pool, shared_pool
from submissions.workbooks.refused import Refused


def read_form(content: bytes, *, pool: Pool | None = None) -> tuple[Grid, ...]:
    """A grid a worksheet, in order. Refused with a code when the file is no safe workbook, or no form."""
    kind, package = opened(content)
    if kind is FileKind.CSV:
        raise Refused("not_workbook")

    def look() -> None:
        if package is not None:
            (look_at_ods if kind is FileKind.ODS else look_at)(package, content)

    answer = (pool or shared_pool()).read_layout(content, kind=kind.value, meanwhile=look)
    return tuple(grid_from_data(data) for data in answer["grids"])


def is_patched(content: bytes) -> bool:
    """Is this a file that can be handed out with figures in its cells? Others are drawn anew."""
    try:
        return opened(content)[0] is FileKind.XLSX
    except Refused:
        return False
