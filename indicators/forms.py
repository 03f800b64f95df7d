"""The form of a version as frozen data, parsed once a process for published versions."""

from functools import lru_cache

from indicators.layout import FormLayout, from_json
from indicators.models import TemplateVersion


@lru_cache(maxsize=256)
def _parsed(_version_id: int, text: str) -> FormLayout:
    return from_json(text)


def layout_of(version: TemplateVersion) -> FormLayout:
    """The layout of a version; the same object each time (so its cached properties stay warm).

    The text is part of the key: a draft version may change, and tests reuse primary keys.
    """
    return _parsed(version.pk, version.layout)
