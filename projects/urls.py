"""Addresses of the project cards' pages."""

from django.urls import path

from submissions import history_views

from . import views

urlpatterns = [
    path("<int:year>/<slug:board>/projekt/nytt/", views.card_add, name="card_add"),
    path("<int:year>/<slug:board>/projekt/<slug:key>/", views.card, name="card"),
    path("<int:year>/<slug:board>/projekt/<slug:key>/ta-bort/", views.card_remove, name="card_remove"),
    path(
        "<int:year>/<slug:board>/projekt/<slug:key>/historik/",
        history_views.listing,
        {"section": "cards"},
        name="card_history",
    ),
    path(
        "<int:year>/<slug:board>/projekt/<slug:key>/historik/<int:revision>/",
        history_views.revision,
        {"section": "cards"},
        name="card_revision",
    ),
]
