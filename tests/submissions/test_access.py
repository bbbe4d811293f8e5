"""Who may see and change what."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.utils import timezone

from submissions import access
from submissions.models import Membership, Round, Submission, User
from tests import make


def test_a_contact_sees_the_boards_they_belong_to(cast):
    Membership.objects.create(user=cast.tova, board=cast.fritid)
    assert set(access.submissions_for(cast.tova)) == {cast.of_teknik, cast.of_fritid}
    assert list(access.own_submissions(cast.tova)) == [cast.of_fritid, cast.of_teknik]


def test_own_submissions_come_newest_year_first(cast):
    older = make.submission(make.round(2023), cast.teknik)
    assert list(access.own_submissions(cast.tova)) == [cast.of_teknik, older]


def test_a_reviewer_sees_all_and_owns_none(cast):
    assert set(access.submissions_for(cast.rut)) == {cast.of_teknik, cast.of_miljo, cast.of_fritid}
    assert list(access.own_submissions(cast.rut)) == []


def test_staff_without_the_permission_is_no_reviewer(cast):
    User.objects.filter(pk=cast.tova.pk).update(is_staff=True)
    assert not access.may_review(User.objects.get(pk=cast.tova.pk))


def test_a_reviewer_who_has_left_reviews_no_more(cast):
    User.objects.filter(pk=cast.rut.pk).update(is_active=False)
    assert not access.may_review(User.objects.get(pk=cast.rut.pk))
    assert list(access.reviewers()) == []


def test_readable_is_404_for_an_outsider(cast):
    assert access.readable(cast.tova, 2025, "tekniska-namnden") == cast.of_teknik
    with pytest.raises(Http404):
        access.readable(cast.ove, 2025, "tekniska-namnden")


def test_what_is_to_come_is_the_city_offices_alone(cast):
    Round.objects.update(opens=timezone.localdate() + timedelta(1))
    with pytest.raises(Http404):
        access.readable(cast.tova, 2025, "tekniska-namnden")
    with pytest.raises(Http404):
        access.writable(cast.tova, 2025, "tekniska-namnden")
    with pytest.raises(Http404):
        access.known(cast.ove, 2025, "tekniska-namnden")
    assert access.known(cast.tova, 2025, "tekniska-namnden") == cast.of_teknik
    assert access.readable(cast.rut, 2025, "tekniska-namnden") == cast.of_teknik


def test_what_a_board_has_begun_stays_its_own_though_the_first_day_is_moved(cast):
    Submission.objects.filter(pk=cast.of_teknik.pk).update(status="draft")
    Round.objects.update(opens=timezone.localdate() + timedelta(1))
    assert access.readable(cast.tova, 2025, "tekniska-namnden") == cast.of_teknik


def test_writable_is_403_for_a_reader(cast):
    assert access.writable(cast.tova, 2025, "tekniska-namnden") == cast.of_teknik
    with pytest.raises(PermissionDenied):
        access.writable(cast.rut, 2025, "tekniska-namnden")
    with pytest.raises(Http404):
        access.writable(cast.ove, 2025, "tekniska-namnden")


def test_writing_takes_a_member_and_an_editable_submission(cast):
    assert access.may_write(cast.tova, cast.of_teknik)
    assert not access.may_write(cast.rut, cast.of_teknik)
    Submission.objects.update(status="submitted")
    assert not access.may_write(cast.tova, Submission.objects.get(pk=cast.of_teknik.pk))


def test_the_reviewers_are_those_whom_a_board_can_turn_to(cast):
    assert list(access.reviewers()) == [cast.rut]


def test_typed_is_what_a_person_wrote():
    post = QueryDict(
        "csrfmiddlewaretoken=a&version=1&writer=2&action=save&confirmed=on&initial-x=y&rows-TOTAL_FORMS=3&html=<p>Hej</p>&tom=&x=1&x=2"
    )
    assert access.typed(post) == ["<p>Hej</p>", "1", "2"]


def test_a_kept_text_is_given_once_and_on_its_own_page(rf, cast):
    body = f"html=Hej&writer={cast.tova.pk}"
    request = rf.get("/2025/tekniska-namnden/fraga-1/")
    request.user, request.session = cast.tova, {access.UNSAVED: {"/annan/": body}}
    assert access.take_unsaved(request) is None
    request.session[access.UNSAVED] = {"/annan/": "html=Hej", request.path: body}
    assert access.take_unsaved(request)["html"] == "Hej"
    assert access.take_unsaved(request) is None


def test_a_kept_text_disappears_for_anybody_else(rf, cast):
    request = rf.get("/x/")
    request.user, request.session = (
        cast.mira,
        {access.UNSAVED: {"/x/": f"html=Hej&writer={cast.tova.pk}"}},
    )
    assert access.take_unsaved(request) is None
    assert request.session == {access.UNSAVED: {}}


def test_two_tabs_that_are_sent_after_a_logout_both_get_their_text_back(client, cast):
    pages = [f"/2025/tekniska-namnden/fraga-{number}/" for number in (1, 2)]
    for page in pages:
        client.post(page, {"html": f"<p>Text på {page}</p>", "version": 0, "writer": cast.tova.pk})
    client.force_login(cast.tova)
    assert [client.get(page).context["form"]["html"].value() for page in pages] == [
        f"<p>Text på {page}</p>" for page in pages
    ]


def test_a_text_typed_on_a_page_with_a_query_is_shown_there_after_login(client, cast):
    page = "/2025/tekniska-namnden/projekt/nytt/?sok=interreg"
    login = client.post(page, {"title": "BRAVE", "version": 0, "writer": cast.tova.pk}).url
    assert login == "/konto/login/?" + urlencode({"next": page}, safe="/")
    client.force_login(cast.tova)
    response = client.get(page)
    assert response.context["form"]["title"].value() == "BRAVE"


def test_whoever_is_not_logged_in_is_sent_to_log_in(rf):
    request = rf.get("/x/?a=1")
    request.user = AnonymousUser()
    assert access.signed_in(lambda request: None)(request).headers["Location"] == "/konto/login/?next=/x/%3Fa%3D1"
