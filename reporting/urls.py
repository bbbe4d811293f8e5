"""Addresses of the reviewer's own pages, beside those that the admin makes."""

from django.urls import path

from . import views

urlpatterns = [
    path("admin/omgang/<int:year>/", views.overview, name="round_overview"),
    path("admin/omgang/<int:year>/sammanstall/", views.compile_documents, name="round_compile"),
    path("admin/omgang/<int:year>/tjansteskrivelse.pdf", views.memo_preview, name="memo_preview"),
    path("admin/omgang/<int:year>/utgava/<int:pk>/<str:name>", views.edition_file, name="edition_file"),
]
