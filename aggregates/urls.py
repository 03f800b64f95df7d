"""Pages of this room: totals and what they are made of."""

from django.urls import path

from aggregates.views.consolidating import consolidated, own_parts, take
from aggregates.views.corrections import moved
from aggregates.views.live import round_live
from aggregates.views.reorganisations import new_reorganisation, reorganisation, reorganisations, undo
from aggregates.views.sources import source, sources
from aggregates.views.totals import totals
from aggregates.views.unit_lines import lines_page, lines_workbook

urlpatterns = [
    path("don-vi/sap-xep/", reorganisations, name="reorganisations"),
    path("don-vi/sap-xep/moi/", new_reorganisation, name="reorganisation-new"),
    path("don-vi/sap-xep/<int:number>/", reorganisation, name="reorganisation"),
    path("don-vi/sap-xep/<int:number>/hoan-tac/", undo, name="reorganisation-undo"),
    path("dot-bao-cao/<int:round_id>/truc-tiep/", round_live, name="round-live"),
    path("tong-hop/", totals, name="totals"),
    path("tong-hop/dinh-chinh/<int:submission_id>/", moved, name="correction-moves"),
    path("tong-hop/bao-cao/<int:assignment_id>/", consolidated, name="consolidated"),
    path("tong-hop/bao-cao/<int:assignment_id>/lay/", take, name="consolidated-take"),
    path("tong-hop/bao-cao/<int:assignment_id>/phan-rieng/", own_parts, name="consolidated-own"),
    path("tong-hop/bao-cao/<int:assignment_id>/theo-don-vi/", lines_page, name="unit-lines"),
    path("tong-hop/bao-cao/<int:assignment_id>/theo-don-vi.xlsx", lines_workbook, name="unit-lines-workbook"),
    path("tong-hop/nguon/", sources, name="totals-sources"),
    path("tong-hop/nguon/<int:revision_id>/", source, name="totals-source"),
]
