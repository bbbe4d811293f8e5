"""Addresses of the contact person's pages."""

from django.urls import path

from . import carry_views, guide, history_views, people_views, receipt_views, remark_views, views, word_views


def row_pages(address, name, **row):
    """The pages that every row has below its own `address`: its history, an earlier text, and left-over hyphens.

    Their names begin with `name`; `row` is its section's name, and its key where that is not in the address.
    """
    return [
        path(f"{address}historik/", history_views.listing, row, name=f"{name}_history"),
        path(f"{address}historik/<int:revision>/", history_views.revision, row, name=f"{name}_revision"),
        path(f"{address}avstavningar/", word_views.mend, row, name=f"{name}_hyphens"),
    ]


urlpatterns = [
    path("", views.start, name="start"),
    path("hjalp/", guide.show, name="guide"),
    path("mina-mejl/", people_views.own_mail, name="own_mail"),
    path("inbjudan/", people_views.invitation, name="invitation"),
    path("inbjudan/<str:token>/", people_views.invitation_link, name="invitation_link"),
    path("<int:year>/<slug:board>/personer/", people_views.people, name="people"),
    path("<int:year>/<slug:board>/personer/<int:person>/ta-bort/", people_views.remove, name="people_remove"),
    path(
        "<int:year>/<slug:board>/personer/inbjudan/<int:invitation>/ta-tillbaka/",
        people_views.withdraw,
        name="people_withdraw",
    ),
    path("<int:year>/<slug:board>/", views.submission, name="submission"),
    path("<int:year>/<slug:board>/fraga-<int:number>/", views.question, name="question"),
    *row_pages("<int:year>/<slug:board>/fraga-<int:key>/", "question", section="questions"),
    path(
        "<int:year>/<slug:board>/fraga-<int:key>/hamta/",
        carry_views.bring,
        {"section": "questions"},
        name="question_bring",
    ),
    path("<int:year>/<slug:board>/fraga-<int:number>/word/", word_views.into_question, name="word_into_question"),
    path("<int:year>/<slug:board>/word/", word_views.document, name="word_document"),
    path("<int:year>/<slug:board>/word/text/", word_views.text, name="word_text"),
    path("<int:year>/<slug:board>/word/avstavningar/", word_views.left_over, name="word_hyphens"),
    path("<int:year>/<slug:board>/granska/", views.check, name="check"),
    path("<int:year>/<slug:board>/kvitto/", receipt_views.receipt, name="receipt"),
    path("<int:year>/<slug:board>/kvitto/ta-tillbaka/", receipt_views.take_back, name="take_back"),
    path("<int:year>/<slug:board>/andringar/<int:since>/<int:number>/", receipt_views.changes, name="changes"),
    path("<int:year>/<slug:board>/anmarkningar/<int:remark>/", remark_views.remark, name="remark"),
]
