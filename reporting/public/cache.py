"""How a public page is answered: kept by browsers and proxies, and not made again where nothing of it has changed."""

from functools import cache
from hashlib import sha256

from django.conf import settings
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag

FRESH = 300  # seconds for which nobody asks whether there is a newer edition
# All that a page is made with: a new version of the program may show the same edition in another way.
PROGRAM = ("config/*.py", "projects/*.py", "reporting/**/*.py", "templates/**/*.html", "static/css/*.css")


def answer(request, editions, make, more=""):
    """The answer to a request for what is made of these editions; `make` gives it, and is called only if it is needed.

    `more` is what else it depends on, as text; then the day of the newest edition says nothing of how new it is. The
    answer is the same for everybody, and needs no cookie.
    """
    tag = quote_etag(_tag(editions, more))
    newest = max((edition.created_at for edition in editions), default=None)
    stamp = int(newest.timestamp()) if newest and not more else None
    response = get_conditional_response(request, etag=tag, last_modified=stamp) or make()
    if response.status_code in (200, 304):
        response.headers["ETag"] = tag
        if stamp:
            response.headers["Last-Modified"] = http_date(stamp)
        patch_cache_control(response, public=True, max_age=FRESH)
    return response


def page(request, editions, template, content, more=""):
    """The same for a page; `content` gives what its template shows."""
    return answer(request, editions, lambda: render(request, template, content()), more)


def _tag(editions, more):
    told = [_program(), settings.CITY_NAME, settings.CONTACT_EMAIL, more]
    told += [f"{edition.pk} {edition.checksum}" for edition in editions]
    return sha256("\n".join(told).encode()).hexdigest()[:32]


@cache
def _program():
    """The checksum of the program itself, which stays the same while it runs."""
    files = sorted(file for pattern in PROGRAM for file in settings.BASE_DIR.glob(pattern))
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
