"""Addresses of the contact person's pages."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.start, name="start"),
    path("<int:year>/<slug:board>/", views.submission, name="submission"),
    path("<int:year>/<slug:board>/fraga-<int:number>/", views.question, name="question"),
    path("<int:year>/<slug:board>/granska/", views.check, name="check"),
    path("<int:year>/<slug:board>/kvitto/", views.receipt, name="receipt"),
]
