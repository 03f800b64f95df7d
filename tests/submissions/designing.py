"""The designer's page as tests use it."""

from typing import Any

from django.test import Client

from indicators.models import TemplateDraft


def page_of(draft: TemplateDraft) -> str:
    return f"/bieu-mau/ban-nhap/{draft.pk}/soan/"


def step(client: Client, draft: TemplateDraft, verb: str, place: str = "", /, **values: str) -> Any:
    """As the page's own form sends it."""
    draft.refresh_from_db()
    said = {f"v:{name}": value for name, value in values.items()}
    return client.post(
        page_of(draft), {"step": verb, "place": place, "o": place, "version": str(draft.version), **said}
    )
