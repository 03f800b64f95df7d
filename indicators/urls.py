"""Pages of this room: forms, catalogue, regimes, days off."""

from django.urls import path

from indicators.views.asked import calendars, regimes, template, templates
from indicators.views.catalogue import catalogue, whole_file
from indicators.views.dimensions import dimension, dimension_remove, dimensions
from indicators.views.indicator import alike, indicator, indicator_search
from indicators.views.measures import measure, measure_remove, measures

urlpatterns = [
    path("bieu-mau/", templates, name="templates"),
    path("bieu-mau/<int:template_id>/", template, name="template"),
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
    path("lich/", calendars, name="calendars"),
]
