"""Pages of this room: forms, catalogue, regimes, days off."""

from django.urls import path

from indicators.views import calendars, days_off
from indicators.views.askable import search_askable
from indicators.views.asked import template, templates
from indicators.views.begin_form import begin, begin_next
from indicators.views.catalogue import catalogue, whole_file
from indicators.views.checks import check_step
from indicators.views.consolidate import consolidate
from indicators.views.designer import designer
from indicators.views.dimensions import dimension, dimension_remove, dimensions
from indicators.views.drafts import draft
from indicators.views.indicator import alike, indicator, indicator_search
from indicators.views.measures import measure, measure_remove, measures
from indicators.views.reading import reading
from indicators.views.regime_documents import document, document_add
from indicators.views.regime_form import edit_regime, new_regime
from indicators.views.regimes import coming, regime, regimes
from indicators.views.repeats import repeats

urlpatterns = [
    path("bieu-mau/", templates, name="templates"),
    path("bieu-mau/ban-nhap/<int:draft_id>/", draft, name="template-draft"),
    path("bieu-mau/soan-moi/", begin, name="template-begin"),
    path("bieu-mau/ban-nhap/<int:draft_id>/soan/", designer, name="template-design"),
    path("bieu-mau/<int:template_id>/phien-ban-moi/", begin_next, name="template-begin-next"),
    path("bieu-mau/<int:template_id>/tong-hop/", consolidate, name="template-consolidate"),
    path("bieu-mau/<int:template_id>/", template, name="template"),
    path("bieu-mau/<int:template_id>/quy-tac/", check_step, name="template-check"),
    path("bieu-mau/<int:template_id>/da-hoi/", repeats, name="template-repeats"),
    path("chi-tieu/", catalogue, name="catalogue"),
    path("chi-tieu/tep/", whole_file, name="catalogue-file"),
    path("chi-tieu/<int:indicator_id>/", indicator, name="indicator"),
    path("chi-tieu/<int:indicator_id>/cho-doc/", reading, name="indicator-reading"),
    path("chi-tieu/giong/", alike, name="indicator-alike"),
    path("chi-tieu/tim/", indicator_search, name="indicator-search"),
    path("chi-tieu/don-vi-tinh/", measures, name="measures"),
    path("chi-tieu/don-vi-tinh/<slug:code>/", measure, name="measure"),
    path("chi-tieu/don-vi-tinh/<slug:code>/bo/", measure_remove, name="measure-remove"),
    path("chi-tieu/phan-to/", dimensions, name="dimensions"),
    path("chi-tieu/phan-to/<slug:code>/", dimension, name="dimension"),
    path("chi-tieu/phan-to/<slug:code>/bo/", dimension_remove, name="dimension-remove"),
    path("che-do/", regimes, name="regimes"),
    path("che-do/moi/", new_regime, name="regime-new"),
    path("che-do/tim-don-vi/", search_askable, name="askable-search"),
    path("che-do/<int:regime_id>/", regime, name="regime"),
    path("che-do/<int:regime_id>/sua/", edit_regime, name="regime-edit"),
    path("che-do/<int:regime_id>/sap-toi/", coming, name="regime-coming"),
    path("che-do/<int:regime_id>/van-ban/", document_add, name="regime-document-add"),
    path("che-do/<int:regime_id>/van-ban/<int:document_id>/", document, name="regime-document"),
    path("lich/", days_off.calendars, name="calendars"),
    path("lich/ngay-nghi/", days_off.change, name="days-off-change"),
    path("lich/ngay-nghi/<int:number>/hoan-tac/", days_off.undo, name="days-off-undo"),
    path("lich/lap-moi/", calendars.new_calendar, name="calendar-new"),
    path("lich/ky/<slug:code>/", calendars.calendar, name="calendar"),
    path("lich/ky/<slug:code>/sua/", calendars.edit_calendar, name="calendar-edit"),
]
