"""Addresses of the project cards' pages."""

from django.urls import path

from submissions.carry_views import bring
from submissions.urls import row_pages

from . import carry_views, cooperation_views, views, workbook_views

urlpatterns = [
    path("<int:year>/<slug:board>/samverkan/", cooperation_views.cooperation, name="cooperation"),
    *row_pages("<int:year>/<slug:board>/samverkan/", "cooperation", section="cooperation", key="cooperation"),
    path("<int:year>/<slug:board>/hamta-projekt/", carry_views.carry_over_projects, name="carry_over_projects"),
    path("<int:year>/<slug:board>/projekt/<slug:key>/hamta/", bring, {"section": "cards"}, name="card_bring"),
    path("<int:year>/<slug:board>/projekt-excel/", workbook_views.workbook, name="workbook"),
    path("<int:year>/<slug:board>/projekt-excel/mall/", workbook_views.workbook_form, name="workbook_form"),
    path("<int:year>/<slug:board>/projekt-excel/andringar/", workbook_views.workbook_changes, name="workbook_changes"),
    path("<int:year>/<slug:board>/projekt/nytt/", views.card_add, name="card_add"),
    path("<int:year>/<slug:board>/projekt/<slug:key>/", views.card, name="card"),
    path("<int:year>/<slug:board>/projekt/<slug:key>/ta-bort/", views.card_remove, name="card_remove"),
    *row_pages("<int:year>/<slug:board>/projekt/<slug:key>/", "card", section="cards"),
]
