"""The workbook through the API."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from submissions.drafts import sheet_of_draft
from tests.submissions.workbooks.conftest import FormWorld
from tests.submissions.workbooks.making import with_cell
from units.models import User

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="units.backends.PasswordBackend")
    return client


def address_of(form_world: FormWorld) -> str:
    return f"/api/v1/assignments/{form_world.report.assignment_id}/workbook"


def send(client: Client, address: str, content: bytes) -> tuple[int, dict[str, object]]:
    answer = client.post(address, {"file": SimpleUploadedFile("bieu.xlsx", content)})
    return answer.status_code, answer.json()


def test_download_fill_upload_save(form_world: FormWorld) -> None:
    client, address = client_of(form_world.cast.lan), address_of(form_world)
    got = client.get(address)
    assert got.status_code == 200
    assert got["Content-Disposition"] == 'attachment; filename="4-BCH_xa-dong-hung_2026-9M.xlsx"'
    content = with_cell(got.content, "E8", '<c r="E8"><v>1234</v></c>')
    status, said = send(client, address, content)
    assert (status, said["saved"], said["changes"]) == (200, False, {"t1/r01:c1": ["", "1.234"]})
    assert said["sheet"]["cells"]["t1/r01:c1"] == "1234"  # type: ignore[index]
    assert said["sheet"]["cells"]["t1/r02:c1"] is None  # type: ignore[index]
    assert sheet_of_draft(form_world.again()).cells == {}
    status, said = send(client, address + "?save=true", content)
    assert (status, said["saved"]) == (200, True)
    assert sheet_of_draft(form_world.again()).cells["t1/r01:c1"].amount == 1234


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"hello", "not_workbook"), (bytes(10 * 1024 * 1024 + 1), "too_big_file"), (b"", "empty_file")],
    ids=["text", "over 10 MB", "empty"],
)
def test_what_is_no_workbook_is_422_with_a_sentence(form_world: FormWorld, content: bytes, code: str) -> None:
    status, said = send(client_of(form_world.cast.lan), address_of(form_world) + "?save=true", content)
    assert (status, said["code"]) == (422, code)
    assert str(said["detail"]).startswith("Tệp")


def test_out_of_reach_is_404_and_no_role_is_403(form_world: FormWorld, blank: bytes) -> None:
    address = address_of(form_world)
    assert client_of(form_world.cast.son).get(address).status_code == 404
    assert send(client_of(form_world.cast.son), address, blank)[0] == 404
    assert send(client_of(form_world.cast.hoa), address, blank)[0] == 403
    assert Client().get(address).status_code == 401
