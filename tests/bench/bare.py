"""A bare Django view that writes one row, to set the deadline hour beside. `DATABASE_URL` names where."""

import os

import django
from django.conf import settings

from reporting.settings.database import database_from_url

if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1"],
        DATABASES={"default": database_from_url(os.environ["DATABASE_URL"])},
        MIDDLEWARE=[],
        ROOT_URLCONF=__name__,
        SECRET_KEY="bench",
    )
    django.setup()

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path


def write(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bare (said) VALUES (%s)", [request.body.decode()])
    return HttpResponse("ok")


urlpatterns = [path("", write), path("healthz", lambda _request: HttpResponse("ok"))]
application = get_wsgi_application()
