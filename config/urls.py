"""Addresses. The boards' pages come last, since they begin with a year."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("konto/", include("allauth.account.urls")),
]
