"""The table in a file that somebody made, .xlsx or .csv. Pure.

Nothing in it is trusted: sizes are bounded before anything is kept, and numbers stay the text they were.
"""

from units.loading.table import MAX_FILE, FileRefused, Table
from units.loading.table_csv import read_csv
from units.loading.table_xlsx import read_xlsx


def read_table(content: bytes) -> Table:
    """Return the rows of the first visible sheet, or of the CSV. FileRefused says why not."""
    if not content.strip():
        raise FileRefused("empty_file")
    if len(content) > MAX_FILE:
        raise FileRefused("too_big_file", maximum=MAX_FILE // (1024 * 1024))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused("old_format")
    return read_xlsx(content) if content.startswith(b"PK\x03\x04") else read_csv(content)
