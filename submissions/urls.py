"""Addresses of the contact person's pages."""

from django.urls import path

from . import history_views, views

urlpatterns = [
    path("", views.start, name="start"),
    path("<int:year>/<slug:board>/", views.submission, name="submission"),
    path("<int:year>/<slug:board>/fraga-<int:number>/", views.question, name="question"),
    path(
        "<int:year>/<slug:board>/fraga-<int:key>/historik/",
        history_views.listing,
        {"section": "questions"},
        name="question_history",
    ),
    path(
        "<int:year>/<slug:board>/fraga-<int:key>/historik/<int:revision>/",
        history_views.revision,
        {"section": "questions"},
        name="question_revision",
    ),
    path("<int:year>/<slug:board>/granska/", views.check, name="check"),
    path("<int:year>/<slug:board>/kvitto/", views.receipt, name="receipt"),
]
