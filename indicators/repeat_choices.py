"""Writing what is decided of repeated cells; `reuse_answers` and `ask_again` tell the story."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import RepeatChoice, TemplateVersion
from indicators.permissions import check_may_settle
from indicators.queries import latest_version
from indicators.repeats import Repeat, repeats_in, standing_choices
from units.actions.record_event import record_event
from units.errors import BadContent
from units.models import User


def choose(
    *, version: TemplateVersion, addresses: Collection[str], way: str, reason: str, by: User, at: datetime
) -> list[RepeatChoice]:
    """One choice for each cell, in the place of what stood. BadContent when one of them repeats nothing, or
    is to be reused from a regime that is not its first source."""
    check_may_settle(by, version.template.regime)
    if not addresses:
        raise BadContent(_("Chưa chọn ô nào."), code="no_cell_chosen")
    with transaction.atomic():
        version = TemplateVersion.objects.select_for_update().get(pk=version.pk)
        repeats = {one.cell.address: one for one in repeats_in(version, on=timezone.localdate(at))}
        wanted = [_wanted(repeats.get(address), address, way) for address in dict.fromkeys(addresses)]
        RepeatChoice.objects.filter(version=version, address__in=addresses, replaced_at__isnull=True).update(
            replaced_at=at
        )
        made = RepeatChoice.objects.bulk_create(
            RepeatChoice(
                version=version, address=one.cell.address, source=one.other.regime, way=way, reason=reason,
                chosen_at=at, chosen_by=by,
            )
            for one in wanted
        )  # fmt: skip
        _record(version, made, way=way, reason=reason, by=by, at=at)
    return made


def _wanted(repeat: Repeat | None, address: str, way: str) -> Repeat:
    if repeat is None:
        words = _("Ô “%(address)s” không trùng với biểu nào đang hỏi.") % {"address": address[:200]}
        raise BadContent(words, code="not_repeated")
    if way == RepeatChoice.Way.REUSE and not repeat.can_reuse:
        words = _(
            "Ô %(cell)s chưa dùng lại được: chế độ %(regime)s không phải nguồn chính của chỉ tiêu này. "
            "Hãy chọn vẫn hỏi và ghi lý do, hoặc đề nghị chủ trì danh mục định nguồn chính."
        ) % {"cell": repeat.cell.excel, "regime": repeat.other.regime.code}
        raise BadContent(words, code="not_first_source")
    return repeat


def _record(
    version: TemplateVersion, made: list[RepeatChoice], *, way: str, reason: str, by: User, at: datetime
) -> None:
    record_event(
        kind="template.repeats_reused" if way == RepeatChoice.Way.REUSE else "template.repeats_asked_again",
        by=by,
        at=at,
        subject=version,
        unit=version.template.regime.owner_id,
        data={
            "template": version.template.code,
            "version": version.number,
            "cells": [choice.address for choice in made],
            "sources": sorted({choice.source.code for choice in made}),
            "reason": reason,
        },
    )


def take_over_choices(version: TemplateVersion, repeats: Collection[Repeat]) -> list[Repeat]:
    """What was decided of the version before holds on, for the same cell repeating the same regime; what is
    still open is given back. Three queries at most."""
    undecided = [one for one in repeats if one.choice is None]
    before = latest_version(version.template_id)
    if not undecided or before is None:
        return undecided
    stood = standing_choices(before)
    kept = [
        stood[one.cell.address]
        for one in undecided
        if one.cell.address in stood and stood[one.cell.address].source_id == one.other.regime.pk
    ]
    RepeatChoice.objects.bulk_create(
        RepeatChoice(
            version=version, address=choice.address, source=choice.source, way=choice.way,
            reason=choice.reason, chosen_at=choice.chosen_at, chosen_by=choice.chosen_by,
        )
        for choice in kept
    )  # fmt: skip
    decided = {choice.address for choice in kept}
    return [one for one in undecided if one.cell.address not in decided]
