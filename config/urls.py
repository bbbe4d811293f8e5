"""Addresses. The reviewer's come before the admin, which takes all that begins as they do; the boards' come last."""

from allauth.account.urls import urlpatterns as account_urls
from django.contrib import admin
from django.urls import include, path

# The city office keeps people's addresses, and nobody logs in by a code, or is asked for the password again.
NOT_OURS = {
    "account_email",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_confirm_login_code",
    "account_reauthenticate",
}

urlpatterns = [
    path("", include("reporting.urls")),
    path("admin/", admin.site.urls),
    path("konto/", include([each for each in account_urls if each.name not in NOT_OURS])),
    path("", include("submissions.urls")),
    path("", include("projects.urls")),
]

handler404 = "reporting.public.views.not_found"
