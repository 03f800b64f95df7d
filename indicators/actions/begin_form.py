"""Soạn biểu mới: an empty form to be designed, or the next version of a form that is published."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.actions.import_template import checked_code
from indicators.designing import Design, design_of_layout, empty_design, to_text
from indicators.forms import layout_of
from indicators.models import Template, TemplateDraft, TemplateVersion
from indicators.permissions import check_may_define, check_may_manage_regime
from indicators.queries import latest_version
from units.actions.record_event import record_event
from units.errors import Conflict, wrong_field
from units.models import Unit, User
from units.vietnamese import clean_name

MOST = 300


def begin_form(*, code: str, title: str, owner: Unit, by: User, at: datetime) -> TemplateDraft:
    """A draft with one line and one column of figures. Conflict when the code is taken."""
    check_may_define(by, owner=owner.pk)
    code, title = checked_code(code), clean_name(title)[:MOST]
    if not title:
        raise wrong_field("title", _("Hãy ghi tên biểu mẫu."))
    if Template.objects.filter(code=code).exists():
        raise Conflict(_("Đã có biểu mẫu %(code)s. Hãy mở biểu đó và soạn phiên bản mới.") % {"code": code})
    design = empty_design(code=code, title=title)
    return _begun(code, title, owner, design, None, by=by, at=at)


def begin_version(*, template: Template, by: User, at: datetime) -> TemplateDraft:
    """A draft of the next version: the form as it is published last, bound as it is.

    The draft there is when somebody has begun already.
    """
    check_may_manage_regime(by, template.regime)
    there = TemplateDraft.objects.filter(code=template.code, published__isnull=True).first()
    if there is not None:
        return there
    version = latest_version(template.pk)
    if version is None:
        raise Conflict(_("Biểu mẫu %(code)s chưa ban hành phiên bản nào.") % {"code": template.code})
    design = design_of_layout(layout_of(version), has_workbook=bool(version.workbook))
    owner = template.regime.owner
    return _begun(template.code, template.name, owner, design, version, by=by, at=at)


def _begun(
    code: str,
    name: str,
    owner: Unit,
    design: Design,
    version: TemplateVersion | None,
    *,
    by: User,
    at: datetime,
) -> TemplateDraft:
    workbook = bytes(version.workbook or b"") if version else b""
    with transaction.atomic():
        if TemplateDraft.objects.select_for_update().filter(code=code, published__isnull=True).exists():
            raise Conflict(_("Biểu mẫu %(code)s đang được soạn.") % {"code": code})
        draft = TemplateDraft.objects.create(
            code=code, name=name, owner=owner, regime=version.template.regime if version else None,
            file_name="", workbook=workbook, sha256=hashlib.sha256(workbook).hexdigest(), grids="[]",
            design=to_text(design), imported_at=at, imported_by=by,
        )  # fmt: skip
        record_event(
            kind="template.begun", by=by, at=at, subject=draft, unit=owner,
            data={"template": code, "version": version.number if version else 0},
        )  # fmt: skip
    return draft
