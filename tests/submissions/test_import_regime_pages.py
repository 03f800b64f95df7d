"""A regime that comes as a package, on the page: shown first, written when it is confirmed."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from indicators.models import (
    Regime,
    TemplateVersion,
)
from tests.cast import build_cast
from tests.submissions.test_import_regime import BLANK, bring_in, elsewhere, small, with_workbook
from units.models import User

pytestmark = pytest.mark.django_db


PAGE = "/che-do/goi/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def upload(client: Client, content: bytes, **more: str) -> Any:
    return client.post(PAGE, {"file": SimpleUploadedFile("goi.zip", content), **more})


def test_a_package_is_shown_first_and_written_when_it_is_confirmed() -> None:
    content = elsewhere(with_workbook)
    cast = build_cast()
    client = signed_in(cast.fresh("nga"))
    answer = upload(client, content, starts_on="01/01/2027", publishes="1")
    shown = answer.content.decode()
    for words in ("Gói BCH: Chăm sóc bà mẹ", "4/BCH", "BCH4.05", "Xác nhận nạp"):
        assert words in shown
    assert not Regime.objects.exists()
    done = client.post(f"{PAGE}xac-nhan/", {"token": answer.context["token"]})
    assert done.headers["Location"] == "/che-do/"
    regime = Regime.objects.get()
    assert regime.starts_on == date(2027, 1, 1)
    assert bytes(TemplateVersion.objects.get().workbook or b"") == BLANK
    listed = client.get("/che-do/").content.decode()
    assert f"/che-do/{regime.pk}/goi/" in listed
    file = client.get(f"/che-do/{regime.pk}/goi/")
    with zipfile.ZipFile(io.BytesIO(file.content)) as package:
        assert "templates/001.xlsx" in package.namelist()
    assert "Gói không có gì mới" in upload(client, file.content).content.decode()
    assert client.get("/che-do/999999/goi/").status_code == 404


def test_what_changed_since_the_preview_is_shown_anew_and_a_package_can_be_dropped() -> None:
    content = elsewhere(small)
    cast = build_cast()
    client = signed_in(cast.fresh("nga"))
    answer = upload(client, content)
    bring_in(content, cast)
    shown = client.post(f"{PAGE}xac-nhan/", {"token": answer.context["token"]}).content.decode()
    assert "đã thay đổi từ lúc xem trước" in shown
    answer = upload(client, content)
    assert client.post(f"{PAGE}xac-nhan/", {"drop": "1"}).status_code == 302
    assert client.post(f"{PAGE}xac-nhan/", {"token": "x"}).status_code == 409


def test_a_file_that_is_no_package_is_refused_on_the_page_with_its_reason() -> None:
    cast = build_cast()
    client = signed_in(cast.fresh("nga"))
    for content, words in ((b"", "rỗng"), (b"x", "không phải gói"), (BLANK, "không phải gói")):
        answer = upload(client, content)
        assert answer.status_code == 422
        assert words in answer.content.decode() or "tệp lạ" in answer.content.decode()
    assert upload(client, b"x", starts_on="31/02/2026").status_code == 422
    assert client.post(PAGE, {}).status_code == 422
