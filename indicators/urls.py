"""Pages of this room: forms, catalogue, regimes, days off."""

from django.urls import path

from indicators.check_views import check_step
from indicators.views import calendars, catalogue, regimes, template, templates

urlpatterns = [
    path("bieu-mau/", templates, name="templates"),
    path("bieu-mau/<int:template_id>/", template, name="template"),
    path("bieu-mau/<int:template_id>/quy-tac/", check_step, name="template-check"),
    path("chi-tieu/", catalogue, name="catalogue"),
    path("che-do/", regimes, name="regimes"),
    path("lich/", calendars, name="calendars"),
]
