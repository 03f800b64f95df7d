"""Domain errors become pages (or JSON for the form's own script) once, here; the API has its own place."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from units.errors import BadContent, Conflict, NotAllowed, NotWithinReach

HIGHEST_ID = 2**31 - 1


class RefusalsMiddleware:
    """404 out of reach, 403 not one's role, 409 conflict, 422 bad content: what, where, what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if (
            answer.status_code == 405
            and request.method == "GET"
            and not request.path_info.startswith("/api/")
        ):
            # Of a button: come to from the browser's history or a link somebody sent.
            said = _answer(request, 405, _("Địa chỉ này không mở được"), _of_a_button())
            said["Allow"] = answer.headers.get("Allow", "POST")
            return said
        return answer

    def process_view(
        self, request: HttpRequest, view: Any, arguments: list[Any], named: dict[str, Any]
    ) -> None:
        """No identity has more than 32 bits, no code a NUL: databases fail on them, not find nothing."""
        if any(_names_nothing(value) for value in named.values()):
            raise Http404

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        match error:
            case NotWithinReach():
                return _answer(request, 404, _("Không tìm thấy"), str(error) or _out_of_reach())
            case NotAllowed():
                heading = _("Việc này không thuộc vai trò của anh/chị")
                return _answer(request, 403, heading, str(error) or heading)
            case Conflict():
                return _answer(
                    request,
                    409,
                    _("Chưa thực hiện được"),
                    error.message,
                    {"code": error.code, **error.details},
                )
            case BadContent():
                return _answer(
                    request, 422, _("Nội dung cần sửa"), error.messages[0], {"problems": error.problems}
                )
        return None


def _names_nothing(value: Any) -> bool:
    return value > HIGHEST_ID if isinstance(value, int) else "\x00" in str(value)


def _out_of_reach() -> str:
    return _("Địa chỉ không đúng, hoặc nội dung nằm ngoài phạm vi của anh/chị.")


def _of_a_button() -> str:
    return _("Đó là địa chỉ của một nút bấm, không phải của một trang. Hãy mở trang có nút đó rồi bấm.")


def _answer(
    request: HttpRequest, status: int, heading: str, said: str, details: Mapping[str, object] | None = None
) -> HttpResponse:
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({**(details or {}), "said": said}, status=status)
    back = request.headers.get("Referer", "")
    known = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    context = {
        "heading": heading,
        "said": said,
        "problems": (details or {}).get("problems", ()),
        "way_out": back if known else "",
    }
    return render(request, "refused.html", context, status=status)
