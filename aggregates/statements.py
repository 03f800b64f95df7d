"""Pieces of the statements written out here: only integers and names of ours are put into them."""

from collections.abc import Collection


def among(column: str, values: Collection[int]) -> str:
    """The column is one of these; never so when there are none."""
    return f"{column} IN ({', '.join(str(int(value)) for value in sorted(values))})" if values else "1 = 0"
