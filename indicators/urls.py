"""Pages of this room: forms, catalogue, regimes, days off."""

from django.urls import path

from indicators import views_calendars, views_days_off
from indicators.views import catalogue, regimes, template, templates

urlpatterns = [
    path("bieu-mau/", templates, name="templates"),
    path("bieu-mau/<int:template_id>/", template, name="template"),
    path("chi-tieu/", catalogue, name="catalogue"),
    path("che-do/", regimes, name="regimes"),
    path("lich/", views_days_off.calendars, name="calendars"),
    path("lich/ngay-nghi/", views_days_off.change, name="days-off-change"),
    path("lich/ngay-nghi/<int:number>/hoan-tac/", views_days_off.undo, name="days-off-undo"),
    path("lich/lap-moi/", views_calendars.new_calendar, name="calendar-new"),
    path("lich/ky/<slug:code>/", views_calendars.calendar, name="calendar"),
    path("lich/ky/<slug:code>/sua/", views_calendars.edit_calendar, name="calendar-edit"),
]
