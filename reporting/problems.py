"""Errors of the API as problem+json (RFC 9457), translated once for all rooms."""

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import (
    ObjectDoesNotExist,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as NinjaValidationError

from units.errors import BadContent, Conflict

logger = logging.getLogger(__name__)


def problem(
    *, status: int, code: str, title: str, detail: str = "", extra: Mapping[str, Any] | None = None
) -> HttpResponse:
    """One answer in the form of RFC 9457. `extra` members never replace the standard ones."""
    standard = {"type": f"urn:bao-cao-so:problem:{code}", "title": title, "status": status, "code": code}
    body: dict[str, Any] = dict(extra or {}) | standard
    if detail:
        body["detail"] = detail
    # What a person sent may be quoted here, half surrogates and all; UTF-8 has none.
    said = json.dumps(body, ensure_ascii=False, cls=DjangoJSONEncoder).encode("utf-8", "replace")
    return HttpResponse(said, status=status, content_type="application/problem+json")


def install_problem_handlers(api: NinjaAPI) -> None:
    """Let every domain error of every room answer with its status."""

    @api.exception_handler(Conflict)
    def conflict(request: HttpRequest, error: Conflict) -> HttpResponse:
        return problem(
            status=409, code=error.code, title=_("Xung đột"), detail=error.message, extra=error.details
        )

    @api.exception_handler(BadContent)
    def bad_content(request: HttpRequest, error: BadContent) -> HttpResponse:
        return problem(
            status=422,
            code=error.code or "bad_content",
            title=_("Nội dung chưa dùng được"),
            detail=" ".join(error.messages),
            extra={"problems": error.problems},
        )

    @api.exception_handler(NinjaValidationError)
    def not_as_described(request: HttpRequest, error: NinjaValidationError) -> HttpResponse:
        return problem(
            status=422,
            code="not_as_described",
            title=_("Yêu cầu không đúng mô tả của API"),
            extra={"errors": [_plain(item) for item in error.errors]},
        )

    @api.exception_handler(PermissionDenied)
    def not_allowed(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        return problem(
            status=403, code="not_allowed", title=_("Không thuộc quyền của ông/bà"), detail=str(error)
        )

    @api.exception_handler(ObjectDoesNotExist)
    def not_within_reach(request: HttpRequest, error: ObjectDoesNotExist) -> HttpResponse:
        return problem(status=404, code="not_found", title=_("Không tìm thấy"))

    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(status=404, code="not_found", title=_("Không tìm thấy"))

    @api.exception_handler(SuspiciousOperation)
    def unreadable(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
        """Too many fields, too large a body, a broken multipart: nothing was read of it."""
        return _unread(413 if isinstance(error, RequestDataTooBig) else 400)

    @api.exception_handler(MultiPartParserError)
    def no_parts(request: HttpRequest, error: MultiPartParserError) -> HttpResponse:
        return _unread(400)

    @api.exception_handler(HttpError)
    def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
        if isinstance(error, AuthenticationError):
            return problem(
                status=401,
                code="not_signed_in",
                title=_("Chưa đăng nhập"),
                detail=_("Gửi kèm 'Authorization: Bearer <mã truy cập>' hoặc đăng nhập trên trang."),
            )
        return problem(status=error.status_code, code="refused", title=str(error))

    @api.exception_handler(Exception)
    def unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
        logger.exception("API request failed: %s %s", request.method, request.path)
        return problem(
            status=500,
            code="internal",
            title=_("Hệ thống gặp lỗi"),
            detail=_("Lỗi đã được ghi lại. Không có gì bị lưu dở; hãy thử lại sau ít phút."),
        )


class ProblemsMiddleware:
    """Under /api/, what is refused before an operation is found answers in the same form, not as a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith("/api/"):
            return self.get_response(request)
        # PostgreSQL takes no NUL in text, and nothing we keep has one.
        if "%00" in request.META.get("QUERY_STRING", ""):
            return _unread(422)
        answer = self.get_response(request)
        is_page = answer.status_code >= 400 and not answer.headers.get("Content-Type", "").startswith(
            "application/problem+json"
        )
        if not is_page:
            return answer
        said = _unread(answer.status_code)
        if "Allow" in answer.headers:
            said["Allow"] = answer["Allow"]
        return said


def _unread(status: int) -> HttpResponse:
    match status:
        case 404:
            return problem(status=404, code="not_found", title=_("Không tìm thấy"))
        case 405:
            return problem(
                status=405, code="method_not_allowed", title=_("Địa chỉ này không nhận cách gọi đó")
            )
        case 413:
            return problem(status=413, code="too_large", title=_("Nội dung gửi lên quá lớn"))
    return problem(status=status, code="unreadable", title=_("Không đọc được yêu cầu"))


def _plain(item: Mapping[str, Any]) -> dict[str, Any]:
    return {"place": [str(part) for part in item.get("loc", ())], "message": str(item.get("msg", ""))}
