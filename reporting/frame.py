"""What the frame of every page shows."""

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, object]:
    """Context of the top bar."""
    return {}
