"""Lập biểu tổng hợp: the form on which a middle level puts together the reports of the units below."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.actions.import_template import checked_code
from indicators.actions.publish_template import publish_template
from indicators.forms import layout_of
from indicators.layout import to_json
from indicators.layout.consolidated import consolidated
from indicators.models import Regime, Template, TemplateVersion
from indicators.permissions import check_may_manage_regime
from indicators.queries import latest_version
from units.errors import Conflict, wrong_field
from units.models import User
from units.vietnamese import clean_name

MOST = 300


def consolidate_template(
    *, template: Template, regime: Regime, code: str, name: str, by: User, at: datetime
) -> Template:
    """The published form, asked by `regime` (which says what middle levels answer, to whom, by when).

    Conflict when the code is taken, nothing of `template` is published, or the two do not fit: a regime of
    its own with the same periods. `template` may put other forms together itself: districts', then a
    province's.
    """
    check_may_manage_regime(by, regime)
    code, name = checked_code(code), clean_name(name)[:MOST]
    if not name:
        raise wrong_field("name", _("Hãy ghi tên biểu tổng hợp."))
    with transaction.atomic():
        version = _checked(template, regime, code=code)
        made = Template.objects.create(code=code, name=name, regime=regime, consolidates=template)
        layout = consolidated(layout_of(version), code=code, title=name.upper())
        first = TemplateVersion.objects.create(
            template=made, number=1, layout=to_json(layout), workbook=version.workbook
        )
        publish_template(version=first, by=by, at=at)
    return made


def _checked(template: Template, regime: Regime, *, code: str) -> TemplateVersion:
    if Template.objects.filter(code=code).exists():
        raise Conflict(_("Đã có biểu mẫu %(code)s.") % {"code": code}, code="code_taken")
    version = latest_version(template.pk)
    if version is None:
        raise Conflict(_("Biểu mẫu %(code)s chưa ban hành phiên bản nào.") % {"code": template.code})
    if regime.pk in (template.regime_id, template.answered.regime_id):
        raise Conflict(
            _("Biểu tổng hợp cần một chế độ riêng: đơn vị tổng hợp, nơi nhận và thời hạn khác biểu gốc."),
            code="same_regime",
        )
    source = template.regime
    if (regime.calendar_id, regime.frequency) != (source.calendar_id, source.frequency):
        raise Conflict(
            _("Chế độ của biểu tổng hợp phải có cùng lịch và cùng kỳ với chế độ của biểu gốc."),
            code="other_periods",
        )
    return version
