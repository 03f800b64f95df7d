"""/bieu-mau/ban-nhap/<số>/ban-hanh/: what lines or columns ask is bound to the catalogue, and published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from indicators.actions.open_due_rounds import due_openings
from indicators.actions.publish_draft import Binding, subjects_for
from indicators.adding_up import OverTime
from indicators.binding_new import Chosen
from indicators.drafts import design_of, is_decided
from indicators.models import Indicator, Regime, Template, TemplateDraft
from indicators.recognition import FoundForm
from indicators.recognition.subjects import Subject, ways_of
from indicators.similar import ALIKE, likeness
from indicators.version_differences import difference_lines, version_before
from indicators.views.drafts import draft_within
from submissions.actions.publish_draft import publish_draft
from submissions.wording import short_period_words
from units.asking import number_from
from units.errors import BadContent, Conflict
from units.models import User
from units.vietnamese import clean_name

OFFERED = 4
_OVER_TIME = ("sum", "last", "first", "none")


@dataclass(frozen=True, slots=True)
class Line:
    """A subject with what may be taken for it, and what was chosen."""

    number: int
    subject: Subject
    name: str
    uses: str
    over_time: str
    offered: tuple[tuple[str, str], ...]
    is_added: bool


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The lines to bind; POST publishes, or says what stands against it."""
    found = draft_within(request, draft_id)
    if found.published_id is not None or not is_decided(found):
        return redirect("template-draft", found.pk)
    form = design_of(found).form
    given = request.POST if request.method == "POST" else request.GET
    ways = {table.key: _way(table_ways, given.get(f"way:{table.key}", ""))
            for table in form.tables for table_ways in [ways_of(table)]}  # fmt: skip
    regimes = _regimes(found)
    if request.method != "POST":
        return _page(request, found, form, ways, regimes)
    assert isinstance(request.user, User)
    regime = next((one for one in regimes if str(one.pk) == request.POST.get("regime")), None)
    if regime is None:
        return _page(request, found, form, ways, regimes, refused=[_("Chưa chọn chế độ báo cáo.")])
    binding = Binding(
        regime,
        request.POST.get("prefix", "").strip(),
        ways,
        _chosen(found, ways, request.POST),
        repeats=request.POST.get("repeats", ""),
        repeats_why=request.POST.get("repeats_why", ""),
    )
    try:
        version = publish_draft(
            draft=found, binding=binding, version=number_from(request.POST, "version", default=0),
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except BadContent as refused:
        said = [*refused.messages, *(str(one["message"]) for one in refused.problems)]
        return _page(request, found, form, ways, regimes, refused=list(dict.fromkeys(said)))
    except Conflict as conflict:
        return _page(request, found, form, ways, regimes, refused=[conflict.message])
    messages.success(request, _published(version.template_id, found.code))
    return redirect("template", version.template_id)


def _published(template: int, code: str) -> str:
    """That it is done, and what happens next by itself."""
    said = _("Đã ban hành biểu mẫu %(code)s.") % {"code": code}
    openings = due_openings(at=timezone.now())
    due = [opening.period_code for opening in openings if opening.template.pk == template]
    if not due:
        return said
    periods = ", ".join(map(short_period_words, due[:3])) + (" …" if len(due) > 3 else "")
    return f"{said} " + ngettext(
        "Đợt %(periods)s tự mở trong ít phút và báo cho các đơn vị.",
        "%(n)s đợt (%(periods)s) tự mở trong ít phút và báo cho các đơn vị.",
        len(due),
    ) % {"periods": periods, "n": len(due)}


def _way(possible: Sequence[str], asked: str) -> str:
    """What was asked for; where there is only one way, that one; "" while nobody has chosen."""
    if asked in possible:
        return asked
    return possible[0] if len(possible) == 1 else ""


def _regimes(found: TemplateDraft) -> list[Regime]:
    template = Template.objects.select_related("regime__owner").filter(code=found.code).first()
    if template is not None:
        return [template.regime]
    listed = Regime.objects.select_related("owner").filter(owner=found.owner_id).exclude(kind="ad_hoc")
    return list(listed.order_by("code"))


def _chosen(found: TemplateDraft, ways: Mapping[str, str], given: QueryDict) -> dict[str, Chosen]:
    if "" in ways.values():
        return {}
    return {
        subject.key: Chosen(
            clean_name(given.get(f"name:{subject.key}", "")) or subject.name,
            given.get(f"uses:{subject.key}", ""),
            _over_time(given.get(f"time:{subject.key}", ""), subject),
        )
        for subject in subjects_for(found, ways)
    }


def _over_time(asked: str, subject: Subject) -> str:
    return asked if asked in _OVER_TIME else subject.over_time


def _page(
    request: HttpRequest,
    found: TemplateDraft,
    form: FoundForm,
    ways: Mapping[str, str],
    regimes: Sequence[Regime],
    *,
    refused: Sequence[str] = (),
) -> HttpResponse:
    labels = {word: str(label) for word, label in Indicator.OverTime.choices}
    before = version_before(found)
    context = {
        "draft": found,
        "before": before,
        "differences": difference_lines(found, before) if before is not None else [],
        "is_bound": "" not in ways.values(),
        "tables": [(table, ways[table.key], ways_of(table)) for table in form.tables],
        "lines": [] if "" in ways.values() else _lines(found, ways, request.POST),
        "regimes": regimes,
        "regime": request.POST.get("regime", str(regimes[0].pk) if len(regimes) == 1 else ""),
        "prefix": request.POST.get("prefix", "".join(s for s in found.code if s.isascii() and s.isalnum())),
        "times": [(word, labels[OverTime(word).value]) for word in _OVER_TIME],
        "repeats": request.POST.get("repeats", ""),
        "repeats_why": request.POST.get("repeats_why", ""),
        "refused": refused,
    }
    return render(request, "indicators/draft_publish.html", context, status=422 if refused else 200)


def _lines(found: TemplateDraft, ways: Mapping[str, str], given: QueryDict) -> list[Line]:
    chosen = _chosen(found, ways, given)
    subjects = subjects_for(found, ways)
    known = list(
        Indicator.objects.filter(is_ad_hoc=False)
        .exclude(kind=Indicator.ValueKind.TEXT)
        .values_list("code", "name", "unit_of_measure__name", "decimals")
    )
    lines = []
    for number, subject in enumerate(subjects, 1):
        one = chosen[subject.key]
        offered = _offered(subject, known) if ways[subject.table] == "rows" else ()
        uses = one.uses if f"uses:{subject.key}" in given else _same(one.name, offered)
        is_added = not (subject.is_mean or subject.is_percentage)
        lines.append(Line(number, subject, one.name, uses, one.over_time, offered, is_added))
    return lines


def _same(name: str, offered: Sequence[tuple[str, str]]) -> str:
    """The code of the entry that has the very name: proposed rather than another of it."""
    return next((code for code, known in offered if known.casefold() == name.casefold()), "")


def _offered(subject: Subject, known: Sequence[tuple[str, str, str, int]]) -> tuple[tuple[str, str], ...]:
    """Entries of the same unit and decimals with a name alike, best first: asked once."""
    alike = sorted(
        (-likeness(subject.name, name), code, name)
        for code, name, unit, decimals in known
        if unit.casefold() == subject.unit.casefold() and decimals == subject.decimals
    )
    return tuple((code, name) for score, code, name in alike[:OFFERED] if -score >= ALIKE)
