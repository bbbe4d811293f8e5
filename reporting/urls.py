"""Addresses of the boards' memos and documents, and of the reviewer's own pages beside those that the admin makes."""

from django.urls import path

from submissions import guide
from submissions.urls import row_pages

from . import (
    board_views,
    compilation_views,
    edition_views,
    figure_views,
    memo_views,
    overview,
    preview_views,
    project_views,
    reconciliation_views,
    views,
)
from .public import urls as public

urlpatterns = [
    *public.urlpatterns,
    path("<int:year>/<slug:board>/tjansteskrivelse/", board_views.memo, name="board_memo"),
    path("<int:year>/<slug:board>/tjansteskrivelse/ta-bort/", board_views.memo_remove, name="board_memo_remove"),
    *row_pages("<int:year>/<slug:board>/tjansteskrivelse/", "board_memo", section="memo", key="memo"),
    path("<int:year>/<slug:board>/handlingar/", board_views.papers, name="board_documents"),
    path("<int:year>/<slug:board>/handlingar/<slug:kind>.<slug:format>", board_views.paper, name="board_document"),
    path("<int:year>/<slug:board>/forhandsgranska/", preview_views.pages, name="preview"),
    path("<int:year>/<slug:board>/forhandsgranska/del-<int:part>/", preview_views.pages, name="preview_part"),
    path("<int:year>/<slug:board>/projekt/<slug:key>/projektblad.pdf", project_views.of_card, name="card_sheet"),
    path("admin/projektblad/<slug:key>.pdf", project_views.of_register, name="project_sheet"),
    path("admin/hjalp/", views.for_reviewers(guide.show_to_office), name="office_guide"),
    path("admin/omgang/<int:year>/", overview.page, name="round_overview"),
    path("admin/omgang/<int:year>/skicka-igen/", views.send_again, name="round_send_again"),
    path("admin/omgang/<int:year>/sammanstall/", views.compile_documents, name="round_compile"),
    path("admin/omgang/<int:year>/sammanstallning/<int:pk>/", compilation_views.page, name="compilation"),
    path("admin/omgang/<int:year>/avstamning/", reconciliation_views.page, name="reconciliation"),
    path("admin/omgang/<int:year>/avstamning/ratta/<slug:identity>/", reconciliation_views.mend, name="finding_mend"),
    path("admin/omgang/<int:year>/siffror/<slug:name>/", figure_views.cards, name="figure_cards"),
    path("admin/omgang/<int:year>/tjansteskrivelse/", memo_views.memo, name="city_memo"),
    path("admin/omgang/<int:year>/tjansteskrivelse/historik/", memo_views.listing, name="city_memo_history"),
    path(
        "admin/omgang/<int:year>/tjansteskrivelse/historik/<int:revision>/",
        memo_views.revision,
        name="city_memo_revision",
    ),
    path("admin/omgang/<int:year>/tjansteskrivelse/utdrag/<int:submission>/", memo_views.take, name="excerpt_take"),
    path("admin/omgang/<int:year>/tjansteskrivelse.pdf", views.memo_preview, name="memo_preview"),
    path("admin/omgang/<int:year>/publicera/", edition_views.publish, name="round_publish"),
    path("admin/omgang/<int:year>/oppna/", edition_views.reopen, name="round_reopen"),
    path("admin/omgang/<int:year>/utgava/<int:pk>/", edition_views.edition, name="edition"),
    path("admin/omgang/<int:year>/utgava/<int:pk>/mot/<int:other>/", edition_views.compare, name="edition_compare"),
    path("admin/omgang/<int:year>/utgava/<int:pk>/<str:name>", edition_views.file, name="edition_file"),
]
