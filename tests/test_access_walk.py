"""Every address of the site, and who may go there. An address without a rule fails, and so does a rule without one."""

import re
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.core import serializers
from django.test import Client
from django.urls import URLResolver, get_resolver

from projects.models import Card, Cooperation, Project, RegisterChange
from reporting import editions
from reporting.models import Acceptance, Compilation, Edition, Excerpt, ExcerptSource, Memo, MemoRevision, Totals
from submissions import invitations, remarks, workflow
from submissions.models import (
    Answer,
    Event,
    Invitation,
    Mail,
    Membership,
    Presence,
    Remark,
    Reply,
    Revision,
    Submission,
    User,
    Version,
)
from tests import make
from tests.reporting import public

# A year that everybody may read; the others are not published.
PUBLISHED = 2023
LOGIN = "logga in"
ADMIN_LOGIN = "logga in i admin"
OK, ELSEWHERE, FORBIDDEN, NOT_FOUND, WRONG_METHOD, GONE = 200, 302, 403, 404, 405, 410


@dataclass(frozen=True)
class Rule:
    """What a GET gives whom: the board's own contact person is the member, another board's the outsider."""

    anonymous: object
    outsider: object
    member: object
    reviewer: object


READ_BY_BOARD_AND_REVIEWER = Rule(LOGIN, NOT_FOUND, OK, OK)
WRITTEN_BY_BOARD = Rule(LOGIN, NOT_FOUND, OK, FORBIDDEN)
POSTED_BY_BOARD = Rule(LOGIN, WRONG_METHOD, WRONG_METHOD, WRONG_METHOD)
REVIEWERS = Rule(ADMIN_LOGIN, ADMIN_LOGIN, ADMIN_LOGIN, OK)
REVIEWERS_POST = Rule(ADMIN_LOGIN, ADMIN_LOGIN, ADMIN_LOGIN, WRONG_METHOD)
REVIEWERS_ELSEWHERE = Rule(ADMIN_LOGIN, ADMIN_LOGIN, ADMIN_LOGIN, ELSEWHERE)
ADMINISTRATORS = Rule(ADMIN_LOGIN, ADMIN_LOGIN, ADMIN_LOGIN, FORBIDDEN)
# Where long texts are written, which are kept over a login: one login for all, and a plain no for the others.
WRITTEN_BY_OFFICE = Rule(LOGIN, FORBIDDEN, FORBIDDEN, OK)
NOBODY = Rule(ADMIN_LOGIN, ADMIN_LOGIN, ADMIN_LOGIN, NOT_FOUND)
EVERYBODY = Rule(OK, OK, OK, OK)
SIGNED_IN = Rule(LOGIN, OK, OK, OK)
SIGNED_OUT = Rule(OK, ELSEWHERE, ELSEWHERE, ELSEWHERE)


def in_admin(model, listed=REVIEWERS, add=REVIEWERS, change=REVIEWERS, delete=REVIEWERS):
    """The rules for what the admin makes for a model."""
    one = f"admin/{model}/<path:object_id>/"
    return {
        f"admin/{model}/": listed,
        f"admin/{model}/add/": add,
        f"{one}history/": change,
        f"{one}delete/": delete,
        f"{one}change/": change,
        one: REVIEWERS_ELSEWHERE,
    }


RULES = {
    "": SIGNED_IN,
    "hjalp/": SIGNED_IN,
    # What is published, and the accessibility statement.
    "redovisning/": EVERYBODY,
    "redovisning/katalog.rdf": EVERYBODY,
    "redovisning/siffror/": EVERYBODY,
    "redovisning/projekt/": EVERYBODY,
    "redovisning/projekt/<slug:key>/": EVERYBODY,
    "redovisning/<int:year>/": EVERYBODY,
    "redovisning/<int:year>/fraga-<int:number>/": EVERYBODY,
    "redovisning/<int:year>/dokument/<str:name>": EVERYBODY,
    "redovisning/<int:year>/<slug:slug>/": EVERYBODY,
    "tillganglighet/": EVERYBODY,
    "mina-mejl/": SIGNED_IN,
    # The link is its own key, and leads on; without one there is nothing here for anybody.
    "inbjudan/": Rule(GONE, GONE, GONE, GONE),
    "inbjudan/<str:token>/": Rule(ELSEWHERE, ELSEWHERE, ELSEWHERE, ELSEWHERE),
    "<int:year>/<slug:board>/personer/": READ_BY_BOARD_AND_REVIEWER,
    "<int:year>/<slug:board>/personer/<int:person>/ta-bort/": WRITTEN_BY_BOARD,
    "<int:year>/<slug:board>/personer/inbjudan/<int:invitation>/ta-tillbaka/": POSTED_BY_BOARD,
    "<int:year>/<slug:board>/": READ_BY_BOARD_AND_REVIEWER,
    "<int:year>/<slug:board>/fraga-<int:number>/": READ_BY_BOARD_AND_REVIEWER,
    "<int:year>/<slug:board>/fraga-<int:key>/historik/": READ_BY_BOARD_AND_REVIEWER,
    "<int:year>/<slug:board>/fraga-<int:key>/historik/<int:revision>/": READ_BY_BOARD_AND_REVIEWER,
    "<int:year>/<slug:board>/fraga-<int:key>/hamta/": WRITTEN_BY_BOARD,
    "<int:year>/<slug:board>/fraga-<int:number>/word/": Rule(LOGIN, NOT_FOUND, ELSEWHERE, FORBIDDEN),
    "<int:year>/<slug:board>/fraga-<int:key>/avstavningar/": WRITTEN_BY_BOARD,
    "<int:year>/<slug:board>/word/": WRITTEN_BY_BOARD,
    "<int:year>/<slug:board>/word/text/": POSTED_BY_BOARD,
    "<int:year>/<slug:board>/word/avstavningar/": POSTED_BY_BOARD,
    "<int:year>/<slug:board>/projekt/<slug:key>/avstavningar/": WRITTEN_BY_BOARD,
    "<int:year>/<slug:board>/granska/": READ_BY_BOARD_AND_REVIEWER,
    "<int:year>/<slug:board>/kvitto/": READ_BY_BOARD_AND_REVIEWER,
    "<int:year>/<slug:board>/kvitto/ta-tillbaka/": WRITTEN_BY_BOARD,
    "<int:year>/<slug:board>/andringar/<int:since>/<int:number>/": READ_BY_BOARD_AND_REVIEWER,
    "<int:year>/<slug:board>/anmarkningar/<int:remark>/": READ_BY_BOARD_AND_REVIEWER,
    "<int:year>/<slug:board>/hamta-projekt/": WRITTEN_BY_BOARD,
    "<int:year>/<slug:board>/projekt/<slug:key>/hamta/": WRITTEN_BY_BOARD,
    "<int:year>/<slug:board>/projekt-excel/": WRITTEN_BY_BOARD,
    "<int:year>/<slug:board>/projekt-excel/mall/": WRITTEN_BY_BOARD,
    # Nothing waits to be accepted.
    "<int:year>/<slug:board>/projekt-excel/andringar/": Rule(LOGIN, NOT_FOUND, ELSEWHERE, FORBIDDEN),
    "<int:year>/<slug:board>/projekt/nytt/": WRITTEN_BY_BOARD,
    "<int:year>/<slug:board>/projekt/<slug:key>/": READ_BY_BOARD_AND_REVIEWER,
    "<int:year>/<slug:board>/projekt/<slug:key>/ta-bort/": WRITTEN_BY_BOARD,
    "<int:year>/<slug:board>/projekt/<slug:key>/historik/": READ_BY_BOARD_AND_REVIEWER,
    "<int:year>/<slug:board>/projekt/<slug:key>/historik/<int:revision>/": READ_BY_BOARD_AND_REVIEWER,
    "<int:year>/<slug:board>/samverkan/": READ_BY_BOARD_AND_REVIEWER,
    "<int:year>/<slug:board>/samverkan/historik/": READ_BY_BOARD_AND_REVIEWER,
    "<int:year>/<slug:board>/samverkan/historik/<int:revision>/": READ_BY_BOARD_AND_REVIEWER,
    "<int:year>/<slug:board>/samverkan/avstavningar/": WRITTEN_BY_BOARD,
    "<int:year>/<slug:board>/tjansteskrivelse/avstavningar/": WRITTEN_BY_BOARD,
    "<int:year>/<slug:board>/tjansteskrivelse/": READ_BY_BOARD_AND_REVIEWER,
    "<int:year>/<slug:board>/tjansteskrivelse/ta-bort/": WRITTEN_BY_BOARD,
    "<int:year>/<slug:board>/tjansteskrivelse/historik/": READ_BY_BOARD_AND_REVIEWER,
    "<int:year>/<slug:board>/tjansteskrivelse/historik/<int:revision>/": READ_BY_BOARD_AND_REVIEWER,
    "<int:year>/<slug:board>/handlingar/": READ_BY_BOARD_AND_REVIEWER,
    "<int:year>/<slug:board>/handlingar/<slug:kind>.<slug:format>": READ_BY_BOARD_AND_REVIEWER,
    "<int:year>/<slug:board>/forhandsgranska/": READ_BY_BOARD_AND_REVIEWER,
    "<int:year>/<slug:board>/forhandsgranska/del-<int:part>/": READ_BY_BOARD_AND_REVIEWER,
    "<int:year>/<slug:board>/projekt/<slug:key>/projektblad.pdf": READ_BY_BOARD_AND_REVIEWER,
    "admin/projektblad/<slug:key>.pdf": REVIEWERS,
    "admin/hjalp/": REVIEWERS,
    "admin/omgang/<int:year>/": REVIEWERS,
    "admin/omgang/<int:year>/skicka-igen/": REVIEWERS_POST,
    "admin/omgang/<int:year>/sammanstall/": REVIEWERS_POST,
    "admin/omgang/<int:year>/sammanstallning/<int:pk>/": REVIEWERS,
    "admin/omgang/<int:year>/tjansteskrivelse.pdf": REVIEWERS,
    "admin/omgang/<int:year>/tjansteskrivelse/": WRITTEN_BY_OFFICE,
    "admin/omgang/<int:year>/tjansteskrivelse/historik/": WRITTEN_BY_OFFICE,
    "admin/omgang/<int:year>/tjansteskrivelse/historik/<int:revision>/": WRITTEN_BY_OFFICE,
    "admin/omgang/<int:year>/tjansteskrivelse/utdrag/<int:submission>/": Rule(
        LOGIN, FORBIDDEN, FORBIDDEN, WRONG_METHOD
    ),
    "admin/omgang/<int:year>/avstamning/": REVIEWERS,
    # No such finding.
    "admin/omgang/<int:year>/avstamning/ratta/<slug:identity>/": NOBODY,
    "admin/omgang/<int:year>/siffror/<slug:name>/": REVIEWERS,
    "admin/omgang/<int:year>/publicera/": REVIEWERS,
    "admin/omgang/<int:year>/oppna/": REVIEWERS,
    "admin/omgang/<int:year>/utgava/<int:pk>/": REVIEWERS,
    "admin/omgang/<int:year>/utgava/<int:pk>/mot/<int:other>/": REVIEWERS,
    "admin/omgang/<int:year>/utgava/<int:pk>/<str:name>": REVIEWERS,
    "admin/": REVIEWERS,
    "admin/login/": Rule(LOGIN, FORBIDDEN, FORBIDDEN, ELSEWHERE),
    "admin/logout/": Rule(ELSEWHERE, ELSEWHERE, ELSEWHERE, WRONG_METHOD),
    "admin/password_change/": REVIEWERS,
    "admin/password_change/done/": REVIEWERS,
    "admin/autocomplete/": ADMINISTRATORS,
    "admin/jsi18n/": REVIEWERS,
    "admin/r/<path:content_type_id>/<path:object_id>/": NOBODY,
    r"admin/^(?P<app_label>submissions|projects|reporting)/$": REVIEWERS,
    r"admin/(?P<url>.*)$": NOBODY,
    **in_admin("submissions/submission", add=ADMINISTRATORS, delete=ADMINISTRATORS),
    "admin/submissions/submission/<str:object_id>/aterlamna/": REVIEWERS_POST,
    "admin/submissions/submission/<str:object_id>/godkann/": REVIEWERS_POST,
    "admin/submissions/submission/<int:object_id>/sista-dag/": REVIEWERS,
    "admin/submissions/round/<int:object_id>/ny-omgang/": REVIEWERS,
    "admin/submissions/round/<int:object_id>/paminn/": REVIEWERS,
    "admin/submissions/board/byt-namn/": REVIEWERS,
    "admin/submissions/submission/<str:object_id>/skicka-igen/": REVIEWERS_POST,
    "admin/submissions/submission/<str:object_id>/borja-granska/": REVIEWERS_POST,
    "admin/submissions/submission/<str:object_id>/anmarkning/": REVIEWERS_POST,
    "admin/submissions/submission/<str:object_id>/anmarkning/<int:remark>/": REVIEWERS_POST,
    "admin/submissions/submission/<str:object_id>/anmarkning/<int:remark>/ta-bort/": REVIEWERS_POST,
    # What is returned is the board's to change.
    "admin/submissions/submission/<str:object_id>/ratta/<slug:section>/<slug:key>/": REVIEWERS_ELSEWHERE,
    "admin/submissions/submission/<str:object_id>/narvaro/": REVIEWERS_POST,
    **in_admin("submissions/board"),
    **in_admin("submissions/user", delete=ADMINISTRATORS),
    **in_admin("submissions/round"),
    **in_admin("projects/project"),
    "admin/projects/project/dubbletter/": REVIEWERS,
    "admin/projects/project/dubbletter/inte-samma/": REVIEWERS_POST,
    "admin/projects/project/andringar/": REVIEWERS,
    "admin/projects/project/andringar/<int:change>/angra/": REVIEWERS_POST,
    "admin/projects/project/<str:object_id>/sla-ihop/": REVIEWERS,
    "admin/projects/project/<str:object_id>/dela/": REVIEWERS,
    # Written on the memo's own page.
    **in_admin("reporting/memo", add=REVIEWERS_ELSEWHERE, delete=ADMINISTRATORS),
    "admin/reporting/memo/<path:object_id>/change/": REVIEWERS_ELSEWHERE,
    **in_admin("reporting/excerpt", add=ADMINISTRATORS, delete=ADMINISTRATORS),
    "admin/reporting/excerpt/<path:object_id>/change/": REVIEWERS_ELSEWHERE,
    **in_admin("reporting/totals"),
    **in_admin("reporting/edition", add=ADMINISTRATORS),
    "konto/login/": SIGNED_OUT,
    "konto/logout/": SIGNED_IN,
    "konto/inactive/": EVERYBODY,
    "konto/signup/": SIGNED_OUT,
    "konto/password/change/": SIGNED_IN,
    "konto/password/set/": Rule(LOGIN, ELSEWHERE, ELSEWHERE, ELSEWHERE),
    "konto/password/reset/": EVERYBODY,
    "konto/password/reset/done/": EVERYBODY,
    "konto/password/reset/key/done/": EVERYBODY,
    r"konto/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": EVERYBODY,
}


def walk(patterns, before=""):
    """Every address below the patterns, as it is written in the URL configuration."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, route)
        else:
            yield route


def test_every_address_has_a_rule_and_every_rule_an_address():
    assert sorted(walk(get_resolver().url_patterns)) == sorted(RULES)


@pytest.fixture
def site(cast):
    """A site where each address leads somewhere: Teknik's account is returned, and so can be read and written."""
    answer = make.answer(cast.of_teknik)
    card = make.card(cast.of_teknik, make.project())
    cooperation = make.cooperation(cast.of_teknik)
    memo = make.board_memo(cast.of_teknik)
    rows = {"fraga": answer, "projekt": card, "samverkan": cooperation, "tjansteskrivelse": memo}
    cast.revisions = {part: make.revision(row, cast.tova) for part, row in rows.items()}
    last_year = make.submission(make.round(2024), cast.teknik)
    make.answer(last_year)
    make.card(last_year, card.project)
    make.frozen(last_year)
    make.handed_in(cast.of_teknik, cast.tova)
    cast.remark = remarks.write(cast.rut, cast.of_teknik, "Skriv mer.", "Fråga 1", "questions", "1")
    workflow.give_back(cast.rut, cast.of_teknik, "Skriv mer.")
    cast.invitation = invitations.invite(cast.tova, cast.teknik, "ny@example.com", can_write=True)
    cast.memo = Memo.objects.create(round=cast.round, summary="<p>Vi har arbetat.</p>")
    told = {"version": 0, "content": {}, "save_id": uuid4(), "pk": cast.revisions["tjansteskrivelse"].pk}
    cast.memo.revisions.create(**told)
    cast.published = [Edition.objects.create(round=cast.round, number=number) for number in (1, 2)]
    public.keep(public.small(PUBLISHED))
    cast.compilation = Compilation.objects.create(round=cast.round, what="draft", created_by=cast.rut)
    cast.edition = editions.keep(cast.round, True, cast.rut, {"siffror-2025.json": b"{}"})
    cast.objects = {
        "submission": cast.of_teknik,
        "board": cast.teknik,
        "user": cast.tova,
        "round": cast.round,
        "project": card.project,
        "memo": cast.memo,
        "excerpt": Excerpt.objects.create(submission=cast.of_teknik),
        "totals": Totals.objects.create(round=cast.round),
        "edition": cast.edition,
    }
    return cast


def address(route, site):
    """The route with Teknik's own things in its places."""
    model = re.match(r"admin/\w+/(\w+)/<", route)
    one = site.objects.get(model[1]) if model else None
    places = {
        "redovisning/<int:year>": f"redovisning/{PUBLISHED}",
        "dokument/<str:name>": f"dokument/redovisning-{PUBLISHED}.pdf",
        "<slug:slug>": "miljonamnden",
        "<int:year>": site.round.year,
        "<slug:board>": site.teknik.slug,
        "<int:number>": 1,
        "<int:since>": 1,
        "<int:remark>": site.remark.pk,
        "<int:submission>": site.of_teknik.pk,
        "<int:person>": site.tova.pk,
        "<int:change>": 1,
        "<int:invitation>": site.invitation.pk,
        "<str:token>": "ingens",
        "<int:key>": 1,
        "<int:part>": 1,
        "<int:revision>": next((each.pk for part, each in site.revisions.items() if part in route), 1),
        "<slug:kind>.<slug:format>": "redovisning.pdf",
        "<slug:section>/<str:key>": "questions/1",
        "<slug:key>": "brave",
        "<int:pk>/<str:name>": f"{site.edition.pk}/siffror-2025.json",
        "<int:pk>/mot/<int:other>": f"{site.published[0].pk}/mot/{site.published[1].pk}",
        "sammanstallning/<int:pk>": f"sammanstallning/{site.compilation.pk}",
        "<int:pk>": site.published[0].pk,
        "<slug:identity>": "ingen",
        "<slug:name>": "paid",
        "<path:content_type_id>/<path:object_id>": "1/1",
        "<path:object_id>": one.pk if one else 1,
        "<str:object_id>": one.pk if one else 1,
        "<int:object_id>": one.pk if one else 1,
        r"^(?P<app_label>submissions|projects|reporting)/$": "submissions/",
        r"(?P<url>.*)$": "finns-inte/",
        r"^confirm-email/(?P<key>[-:\w]+)/$": "confirm-email/abc/",
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "password/reset/key/1-abc/",
    }
    for place, value in places.items():
        route = route.replace(place, str(value))
    return f"/{route}"


def outcome(response):
    """What the visitor got, in the words of the rules."""
    where = response.headers.get("Location", "")
    if where.startswith("/konto/login/"):
        return LOGIN
    return ADMIN_LOGIN if where.startswith("/admin/login/") else response.status_code


def visitor(person):
    client = Client()
    if person:
        client.force_login(person)
    return client


@pytest.mark.parametrize("route", RULES)
def test_who_may_read(site, route):
    url = address(route, site)
    people = (None, site.ove, site.tova, site.rut)
    assert Rule(*(outcome(visitor(person).get(url)) for person in people)) == RULES[route]


# What everybody who has logged in may change for themselves.
OWN = ("konto/", "mina-mejl/")


@pytest.mark.parametrize("route", [route for route in RULES if not route.startswith(OWN)])
def test_whoever_may_not_read_changes_nothing(site, route):
    url, rule = address(route, site), RULES[route]
    strangers = [(visitor(None), rule.anonymous), (visitor(site.ove), rule.outsider)]
    before = everything()
    for client, told in strangers:
        assert outcome(client.post(url)) in {told, WRONG_METHOD, NOT_FOUND}
    assert everything() == before


def everything():
    """All that the program keeps, as text."""
    models = (
        Acceptance,
        Answer,
        Card,
        Compilation,
        Cooperation,
        Edition,
        Event,
        Excerpt,
        ExcerptSource,
        Invitation,
        Mail,
        Membership,
        Memo,
        MemoRevision,
        Presence,
        Project,
        RegisterChange,
        Remark,
        Reply,
        Revision,
        Submission,
        Totals,
        User,
        Version,
    )
    return [serializers.serialize("json", model.objects.order_by("pk")) for model in models]
