"""`limit` and `offset` of every list in the API."""

from typing import Annotated

from ninja import Query

Limit = Annotated[int, Query(ge=1, le=500)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
