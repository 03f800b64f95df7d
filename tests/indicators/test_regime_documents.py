"""The document of a regime: a plain PDF, kept as it came, handed out to those it concerns."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from indicators.actions.add_document import MAX_BYTES, add_document
from indicators.models import RegimeDocument
from tests.indicators.factories import AT, Asked
from tests.indicators.regimes import defined
from tests.indicators.test_regime_pages import signed_in, words_of
from units.errors import BadContent, NotAllowed
from units.models import Event

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"


@pytest.fixture
def nga(asked: Asked) -> Client:
    return signed_in(asked, "nga")


def test_a_document_is_kept_and_handed_out_as_it_came_to_those_it_concerns(nga: Client, asked: Asked) -> None:

    address = f"/che-do/{asked.regime.pk}/"
    name = "C:\\tệp\\Quyết định <số 12>.pdf"
    answer = nga.post(address + "van-ban/", {"file": SimpleUploadedFile(name, PDF)}, follow=True)
    kept = RegimeDocument.objects.get()
    assert "Đã lưu văn bản" in words_of(answer)
    assert "<" not in kept.name
    assert "\\" not in kept.name
    file = signed_in(asked, "lan").get(f"{address}van-ban/{kept.pk}/")
    assert (file.status_code, file.content) == (200, PDF)
    assert file["Content-Disposition"].startswith("attachment;")
    assert file["Content-Type"] == "application/pdf"
    assert file["X-Content-Type-Options"] == "nosniff"
    assert signed_in(asked, "mai").get(f"{address}van-ban/{kept.pk}/").status_code == 404


def test_a_document_is_only_found_under_its_own_regime(nga: Client, asked: Asked) -> None:
    other = defined(asked)
    kept = add_document(regime=other, name="a.pdf", content=PDF, by=asked.cast.nga, at=AT)
    assert nga.get(f"/che-do/{other.pk}/van-ban/{kept.pk}/").status_code == 200
    assert nga.get(f"/che-do/{asked.regime.pk}/van-ban/{kept.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"PK\x03\x04 not a pdf", "not_a_pdf"),
        (b"<html>%PDF-1.7 %%EOF", "not_a_pdf"),
        (PDF[:-7], "not_a_pdf"),
        (PDF.replace(b"/Catalog", b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "active_pdf"),
        (PDF.replace(b"/Catalog", b"/OpenAction << /S /J#61vaScript >>"), "active_pdf"),
        (PDF.replace(b"/Catalog", b"/S /Launch /F (cmd.exe)"), "active_pdf"),
        (PDF.replace(b"/Catalog", b"/EmbeddedFiles << >>"), "active_pdf"),
        (PDF.replace(b"%%EOF", b" " * MAX_BYTES + b"%%EOF"), "file_too_large"),
    ],
)
def test_what_is_no_plain_pdf_is_refused(asked: Asked, content: bytes, code: str) -> None:
    with pytest.raises(BadContent) as refused:
        add_document(regime=asked.regime, name="a.pdf", content=content, by=asked.cast.nga, at=AT)
    assert refused.value.code == code
    assert not RegimeDocument.objects.exists()


def test_the_same_file_twice_is_one_and_one_event(asked: Asked) -> None:
    first, again = (
        add_document(regime=asked.regime, name=name, content=PDF, by=asked.cast.nga, at=AT)
        for name in ("a.pdf", "b.pdf")
    )
    assert (first.pk, first.name) == (again.pk, again.name)
    assert Event.objects.filter(kind="regime.document_added").count() == 1


def test_only_the_officer_adds_a_document(asked: Asked) -> None:
    with pytest.raises(NotAllowed):
        add_document(regime=asked.regime, name="a.pdf", content=PDF, by=asked.cast.hoa, at=AT)


def test_a_post_without_a_file_says_so(nga: Client, asked: Asked) -> None:
    answer = nga.post(f"/che-do/{asked.regime.pk}/van-ban/", {}, follow=True)
    assert "Chưa chọn tệp nào" in words_of(answer)
