"""Addresses of the boards' memos and documents, and of the reviewer's own pages beside those that the admin makes."""

from django.urls import path

from submissions.urls import row_pages

from . import board_views, views

urlpatterns = [
    path("<int:year>/<slug:board>/tjansteskrivelse/", board_views.memo, name="board_memo"),
    path("<int:year>/<slug:board>/tjansteskrivelse/ta-bort/", board_views.memo_remove, name="board_memo_remove"),
    *row_pages("<int:year>/<slug:board>/tjansteskrivelse/", "board_memo", section="memo", key="memo"),
    path("<int:year>/<slug:board>/handlingar/", board_views.papers, name="board_documents"),
    path("<int:year>/<slug:board>/handlingar/<slug:kind>.<slug:format>", board_views.paper, name="board_document"),
    path("admin/omgang/<int:year>/", views.overview, name="round_overview"),
    path("admin/omgang/<int:year>/sammanstall/", views.compile_documents, name="round_compile"),
    path("admin/omgang/<int:year>/tjansteskrivelse.pdf", views.memo_preview, name="memo_preview"),
    path("admin/omgang/<int:year>/utgava/<int:pk>/<str:name>", views.edition_file, name="edition_file"),
]
