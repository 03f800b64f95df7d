"""What a workbook has no room for, on the page of an upload: sections are written there, documents led to."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from indicators.actions.publish_template import publish_template
from indicators.layout import Enclosure, Section, to_json
from indicators.models import TemplateVersion
from submissions.actions.hand_out_workbook import hand_out_workbook
from submissions.actions.move_round import move_round
from submissions.actions.save_draft import save_draft
from submissions.drafts import sheet_of_draft
from submissions.workbooks.blank import blank_workbook
from tests.submissions.factories import AT, GOOD, World, build_world, small_layout

pytestmark = pytest.mark.django_db
LIST = Enclosure("e1", "Danh sách có chữ ký", is_required=True)
GENERAL = Section("s1", "Đánh giá chung", is_required=True)


@pytest.fixture
def world(settings: Any, tmp_path: Any) -> World:
    settings.MEDIA_ROOT = tmp_path
    world = build_world()
    layout = replace(small_layout(), enclosures=(LIST,), sections=(GENERAL,))
    version = TemplateVersion.objects.create(
        template=world.template, number=2, layout=to_json(layout), workbook=blank_workbook(layout)
    )
    version = publish_template(version=version, by=world.cast.nga, at=AT)
    move_round(reporting_round=world.again().assignment.round, version=version, by=world.cast.nga, at=AT)
    return world


@pytest.fixture
def lan(world: World) -> Client:
    client = Client()
    client.force_login(world.cast.lan, backend="units.backends.PasswordBackend")
    return client


@pytest.fixture
def page(world: World) -> str:
    return f"/bao-cao/{world.submission.assignment_id}/"


def uploaded(world: World, lan: Client, page: str) -> Any:
    save_draft(submission=world.again(), cells=GOOD, by=world.cast.lan, at=AT)
    _name, content = hand_out_workbook(submission=world.again(), by=world.cast.lan, at=AT)
    return lan.post(f"{page}nap-excel/", {"file": SimpleUploadedFile("bieu.xlsx", content)})


def kept(lan: Client, page: str, answer: Any, said: str, *, keep: str = "1") -> Any:
    return lan.post(
        f"{page}nap-excel/luu/",
        {"token": answer.context["token"], "shown": answer.context["shown_json"], "text:section/s1": said,
         "keep": keep},
    )  # fmt: skip


def test_every_problem_beside_the_tables_leads_to_its_place(world: World, lan: Client, page: str) -> None:
    text = uploaded(world, lan, page).content.decode()
    for title in (LIST.title, GENERAL.title):
        (target,) = re.findall(rf'<a href="#([^"]+)">[^<]*{title}', text)
        assert f'id="{target}"' in text
    assert 'name="text:section/s1"' in text
    assert 'type="file"' not in text, "a document chosen here would be lost with the file that is put aside"


def test_a_section_written_there_is_saved_with_the_file(world: World, lan: Client, page: str) -> None:
    assert kept(lan, page, uploaded(world, lan, page), "Không có sự cố.").status_code == 302
    assert sheet_of_draft(world.again()).texts == {"section/s1": "Không có sự cố."}


def test_a_section_that_is_emptied_there_is_empty(world: World, lan: Client, page: str) -> None:
    save_draft(submission=world.again(), cells={}, texts={"section/s1": "Cũ"}, by=world.cast.lan, at=AT)
    answer = uploaded(world, lan, page)
    assert kept(lan, page, answer, "").status_code == 302
    assert sheet_of_draft(world.again()).texts == {}


def test_a_section_nobody_touches_stays(world: World, lan: Client, page: str) -> None:
    save_draft(submission=world.again(), cells={}, texts={"section/s1": "Cũ"}, by=world.cast.lan, at=AT)
    answer = uploaded(world, lan, page)
    assert kept(lan, page, answer, "Cũ").status_code == 302
    assert sheet_of_draft(world.again()).texts == {"section/s1": "Cũ"}


def test_saving_can_go_on_to_the_documents(world: World, lan: Client, page: str) -> None:
    answer = kept(lan, page, uploaded(world, lan, page), "Tốt", keep="documents")
    assert answer["Location"] == f"{page}#enclosures-title"
    assert 'id="enclosures-title"' in lan.get(page).content.decode()
