"""Addresses of the project cards' pages."""

from django.urls import path

from . import views

urlpatterns = [
    path("<int:year>/<slug:board>/projekt/nytt/", views.card_add, name="card_add"),
    path("<int:year>/<slug:board>/projekt/<slug:key>/", views.card, name="card"),
    path("<int:year>/<slug:board>/projekt/<slug:key>/ta-bort/", views.card_remove, name="card_remove"),
]
