"""Addresses of the ground floor."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from units.forms import SignInForm
from units.views.events import events
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
    path("don-vi/tim/", search, name="unit-search"),
    path("don-vi/<int:unit_id>/", unit, name="unit"),
    path("don-vi/<int:unit_id>/cap-duoi/", branch, name="unit-branch"),
    path("nguoi-dung/", people, name="people"),
    path("nhat-ky/", events, name="events"),
]
