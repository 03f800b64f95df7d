"""Pages of this room: forms, catalogue, regimes, days off."""

from django.urls import path

from indicators import views_calendars, views_days_off
from indicators.check_views import check_step
from indicators.views.asked import regimes, template, templates
from indicators.views.catalogue import catalogue, whole_file
from indicators.views.dimensions import dimension, dimension_remove, dimensions
from indicators.views.drafts import draft
from indicators.views.indicator import alike, indicator, indicator_search
from indicators.views.measures import measure, measure_remove, measures
from indicators.views.publish_draft import publish
from indicators.views.repeats import repeats

urlpatterns = [
    path("bieu-mau/", templates, name="templates"),
    path("bieu-mau/ban-nhap/<int:draft_id>/", draft, name="template-draft"),
    path("bieu-mau/ban-nhap/<int:draft_id>/ban-hanh/", publish, name="template-publish"),
    path("bieu-mau/<int:template_id>/", template, name="template"),
    path("bieu-mau/<int:template_id>/quy-tac/", check_step, name="template-check"),
    path("bieu-mau/<int:template_id>/da-hoi/", repeats, name="template-repeats"),
    path("chi-tieu/", catalogue, name="catalogue"),
    path("chi-tieu/tep/", whole_file, name="catalogue-file"),
    path("chi-tieu/<int:indicator_id>/", indicator, name="indicator"),
    path("chi-tieu/giong/", alike, name="indicator-alike"),
    path("chi-tieu/tim/", indicator_search, name="indicator-search"),
    path("chi-tieu/don-vi-tinh/", measures, name="measures"),
    path("chi-tieu/don-vi-tinh/<slug:code>/", measure, name="measure"),
    path("chi-tieu/don-vi-tinh/<slug:code>/bo/", measure_remove, name="measure-remove"),
    path("chi-tieu/phan-to/", dimensions, name="dimensions"),
    path("chi-tieu/phan-to/<slug:code>/", dimension, name="dimension"),
    path("chi-tieu/phan-to/<slug:code>/bo/", dimension_remove, name="dimension-remove"),
    path("che-do/", regimes, name="regimes"),
    path("lich/", views_days_off.calendars, name="calendars"),
    path("lich/ngay-nghi/", views_days_off.change, name="days-off-change"),
    path("lich/ngay-nghi/<int:number>/hoan-tac/", views_days_off.undo, name="days-off-undo"),
    path("lich/lap-moi/", views_calendars.new_calendar, name="calendar-new"),
    path("lich/ky/<slug:code>/", views_calendars.calendar, name="calendar"),
    path("lich/ky/<slug:code>/sua/", views_calendars.edit_calendar, name="calendar-edit"),
]
