"""Files that people sent in, handed out: to be saved, never shown by a browser as a page of ours."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def attachment(name: str, content_type: str, content: bytes) -> HttpResponse:
    """A download under any name."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
