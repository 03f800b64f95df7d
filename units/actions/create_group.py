"""Make a group of units: a code and a name; members come afterwards."""

import re
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from units.actions.record_event import record_event
from units.codes import strange_signs, typed_code
from units.errors import taken_field, wrong_field
from units.models import UnitGroup, User
from units.naming import checked_group_name, name_columns
from units.permissions import check_may_manage_units
from units.vietnamese import search_key

_CODE = re.compile(r"[A-Z0-9][A-Z0-9._-]{0,39}")


def create_group(
    *, code: str = "", name: str, description: str = "", by: User | None, at: datetime
) -> UnitGroup:
    """Without a code, the name without accents is the code: "Ven biển" → VEN_BIEN."""
    if by is not None:
        check_may_manage_units(by)
    columns = name_columns(checked_group_name(name))
    code = typed_code(code) or search_key(name).upper().replace(" ", "_")[:40]
    if not _CODE.fullmatch(code):
        raise wrong_field("code", _code_words(code))
    try:
        with transaction.atomic():
            group = UnitGroup.objects.create(
                code=code, description=checked_description(description), **columns
            )
            data = {"code": code, "name": group.name}
            record_event(kind="group.created", by=by, at=at, subject=group, data=data)
    except IntegrityError as error:
        raise taken_field(
            "code",
            _("Đã có nhóm đơn vị mang mã %(code)s. Hãy chọn mã khác.") % {"code": code},
            code="code_taken",
        ) from error
    return group


def checked_description(text: str) -> str:
    text = " ".join(text.replace("\x00", "").split())
    if len(text) > 500:
        raise wrong_field("description", _("Ghi chú dài quá 500 ký tự. Hãy viết ngắn lại."))
    return text


def _code_words(code: str) -> str:
    strange = strange_signs(code.replace("_", "").replace("-", ""))
    if strange:
        return _("Mã nhóm có ký tự lạ: %(signs)s. Hãy gõ lại bằng A–Z, chữ số, dấu chấm, gạch.") % {
            "signs": strange
        }
    return _("Mã nhóm chỉ dùng A–Z, chữ số, dấu chấm, gạch nối, gạch dưới; tối đa 40 ký tự.")
