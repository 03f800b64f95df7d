"""Addresses of the ground floor."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from units.forms import SignInForm
from units.views.events import events
from units.views.groups import group, group_step, groups
from units.views.maps import boundaries, country
from units.views.one_person import set_one_person
from units.views.people import people
from units.views.search import search
from units.views.unit import unit
from units.views.units import branch, units

urlpatterns = [
    path(
        "dang-nhap/",
        LoginView.as_view(authentication_form=SignInForm, redirect_authenticated_user=True),
        name="login",
    ),
    path("dang-xuat/", LogoutView.as_view(), name="logout"),
    path("don-vi/", units, name="units"),
    path("don-vi/ban-do/", country, name="unit-map"),
    path("don-vi/ranh-gioi/", boundaries, name="boundaries"),
    path("don-vi/tim/", search, name="unit-search"),
    path("don-vi/<int:unit_id>/", unit, name="unit"),
    path("don-vi/<int:unit_id>/mot-nguoi/", set_one_person, name="unit-one-person"),
    path("don-vi/<int:unit_id>/cap-duoi/", branch, name="unit-branch"),
    path("don-vi/nhom/", groups, name="unit-groups"),
    path("don-vi/nhom/<str:code>/", group, name="unit-group"),
    path("don-vi/nhom/<str:code>/<str:step>/", group_step, name="unit-group-step"),
    path("nguoi-dung/", people, name="people"),
    path("nhat-ky/", events, name="events"),
]
