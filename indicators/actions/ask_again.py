"""Ask again what another regime asks already, and say why: the answers are kept apart (rule 4)."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from indicators.duties import given_reason
from indicators.models import RepeatChoice, TemplateVersion
from indicators.repeat_choices import choose
from units.models import User


def ask_again(
    *, version: TemplateVersion, addresses: Collection[str], reason: str, by: User, at: datetime
) -> list[RepeatChoice]:
    """BadContent without a reason."""
    why = given_reason(reason, missing=_("Hãy ghi lý do vẫn phải hỏi lại số đã có."))
    return choose(version=version, addresses=addresses, way=RepeatChoice.Way.AGAIN, reason=why, by=by, at=at)
