"""How a public page is answered: kept by browsers and proxies, and not made again where nothing of it has changed.

Only what is made of whole editions is kept: where a file is not as it was published, it may come back at any time.
"""

from functools import cache
from hashlib import sha256

from django.conf import settings
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag

from .. import edition_files

FRESH = 300  # seconds for which nobody asks whether there is a newer edition
# All that a page is made with: a new version of the program may show the same edition in another way.
PROGRAM = ("config/*.py", "projects/*.py", "reporting/**/*.py", "templates/**/*.*", "static/css/*.css")


def answer(request, editions, make, more=""):
    """The answer to a request for what is made of these editions; `make` gives it, and is called only if it is needed.

    `more` is what else it depends on, as text. The answer is the same for everybody, and needs no cookie. Where `make`
    raises Damaged, a page says that it cannot be shown.
    """
    whole, tag = _are_whole(editions), quote_etag(_tag(request, editions, more))
    response = (_unchanged(request, tag) if whole else None) or _made(request, make)
    if not whole or response.status_code == 503 or not _are_whole(editions):
        patch_cache_control(response, no_store=True)
    elif response.status_code in (200, 304):
        response.headers["ETag"] = tag
        patch_cache_control(response, public=True, max_age=FRESH)
    return response


def page(request, editions, template, content, more=""):
    """The same for a page; `content` gives what its template shows."""
    return answer(request, editions, lambda: render(request, template, content()), more)


def _are_whole(editions):
    return all(map(edition_files.is_whole, editions))


def _unchanged(request, tag):
    """The answer that the reader has it already, or None. A tag is of one address, so it is never for what is not
    there; and what is not there has none, so `*` is not heeded."""
    asked = request.headers.get("If-None-Match", "").strip()
    return None if asked == "*" else get_conditional_response(request, etag=tag)


def _made(request, make):
    try:
        return make()
    except edition_files.Damaged:
        return render(request, "public/damaged.html", status=503)


def _tag(request, editions, more):
    told = [_program(), settings.CITY_NAME, settings.CONTACT_EMAIL, request.get_full_path(), more]
    told += [f"{edition.pk} {edition.checksum}" for edition in editions]
    return sha256("\n".join(told).encode()).hexdigest()[:32]


@cache
def _program():
    """The checksum of the program itself, which stays the same while it runs."""
    files = sorted(file for pattern in PROGRAM for file in settings.BASE_DIR.glob(pattern))
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
