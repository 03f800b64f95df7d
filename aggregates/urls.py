"""Pages of this room: totals and what they are made of."""

from django.urls import path

from aggregates.views.sources import source, sources
from aggregates.views.totals import totals

urlpatterns = [
    path("tong-hop/", totals, name="totals"),
    path("tong-hop/nguon/", sources, name="totals-sources"),
    path("tong-hop/nguon/<int:revision_id>/", source, name="totals-source"),
]
