"""Nhập biểu mẫu từ tệp Excel: the file is read in the limited process, then becomes a draft."""

from datetime import datetime

from django.utils.translation import gettext as _

from indicators.actions import import_template as lower
from indicators.actions.import_template import FormFile, Imported
from submissions.workbook_messages import refusal_message
from submissions.workbooks.form_grids import is_patched, read_form
from submissions.workbooks.form_words import FORM_SENTENCES
from submissions.workbooks.refused import Refused
from units.errors import BadContent
from units.models import Unit, User


def read_form_file(name: str, content: bytes) -> FormFile:
    """The workbook and its grids. BadContent with the refusal's code when it is no safe workbook."""
    try:
        return FormFile(name, content, read_form(content), can_be_filled=is_patched(content))
    except Refused as refused:
        said = FORM_SENTENCES.get(refused.code)
        message = _(said) if said else refusal_message(refused)
        raise BadContent(message, code=refused.code) from refused


def import_template(
    *, name: str, content: bytes, code: str, owner: Unit | None, by: User | None, at: datetime
) -> Imported:
    """As `indicators.actions.import_template`, from the bytes of a file."""
    file = read_form_file(name, content)
    return lower.import_template(file=file, code=code, owner=owner, by=by, at=at)
