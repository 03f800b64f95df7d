"""/bieu-mau/ban-nhap/<số>/xem/: a form under design as its units will see it, print it, get it as a file."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from indicators.designing import layout_of_design
from indicators.drafts import design_of, is_decided
from indicators.views.drafts import draft_within
from submissions.sheet import Sheet
from submissions.views.printed import printed
from submissions.views.printed_beside import printed_enclosures, printed_lists, printed_sections
from submissions.views.workbook import XLSX
from submissions.workbooks.blank import blank_workbook
from submissions.workbooks.fill import with_empty_lists
from submissions.workbooks.refused import Refused

WAYS = ("trang", "dien-thoai", "in")


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]
@require_safe
def preview(request: HttpRequest, draft_id: int) -> HttpResponse:
    """`nhu`: as a page (on a phone's width where it is shown so), or as it is printed. Nothing is saved."""
    found = draft_within(request, draft_id)
    if not is_decided(found):
        return redirect("template-draft", found.pk)
    layout = layout_of_design(design_of(found), code=found.code)
    way = request.GET.get("nhu", "")
    context = {
        "draft": found,
        "layout": layout,
        "tables": printed(Sheet(layout=layout, cells={})),
        "sections": printed_sections(Sheet(layout=layout, cells={})),
        "lists": printed_lists(Sheet(layout=layout, cells={})),
        "enclosures": printed_enclosures(Sheet(layout=layout, cells={})),
        "way": way if way in WAYS else "trang",
        "editable": way != "in",
        "sent": None,
    }
    return render(request, "submissions/preview_form.html", context)


@require_safe
def preview_workbook(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The blank workbook units would get: the agency's own while the form is printed as in it."""
    found = draft_within(request, draft_id)
    if not is_decided(found):
        return redirect("template-draft", found.pk)
    design = design_of(found)
    is_own = bool(found.workbook) and not design.is_redrawn
    layout = layout_of_design(design, code=found.code)
    blank = bytes(found.workbook) if is_own else blank_workbook(layout)
    try:
        content = with_empty_lists(blank, layout)
    except Refused:  # said when the form is published; what came in is still shown
        content = blank
    name = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in found.code)
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=XLSX, headers=headers)
