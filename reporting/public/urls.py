"""Addresses of the public pages."""

from django.urls import path

from . import views

urlpatterns = [
    path("redovisning/", views.start, name="public_years"),
    path("redovisning/katalog.rdf", views.catalogue, name="public_catalogue"),
    path("redovisning/siffror/", views.all_years, name="public_figures"),
    path("redovisning/projekt/", views.projects, name="public_projects"),
    path("redovisning/projekt/<slug:key>/", views.project, name="public_project"),
    path("redovisning/<int:year>/", views.year, name="public_year"),
    path("redovisning/<int:year>/fraga-<int:number>/", views.question, name="public_question"),
    path("redovisning/<int:year>/dokument/<str:name>", views.document, name="public_document"),
    path("redovisning/<int:year>/<slug:slug>/", views.board, name="public_board"),
    path("tillganglighet/", views.accessibility, name="accessibility"),
]
