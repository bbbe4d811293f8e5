"""The reviewer's page as it is read: as the report prints it, threads where they belong, and what is new first."""

from datetime import timedelta

import pytest
from django.contrib.admin.sites import site
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from projects.models import Card, Cooperation, Partner
from reporting.models import Memo
from submissions import corrections, presence, remarks, sections, workflow
from submissions.models import Answer, Event, Presence, Remark, Reply, Revision, Submission, Version
from tests import make
from tests.page import select, visible, words

TEXT = "<p>Vi reste till Hamburg.</p><p>Vi lärde oss om skyfall.</p>"


def page(submission):
    return reverse("admin:submissions_submission_change", args=[submission.pk])


def thread(client, remark, text="", action="reply"):
    url = reverse("admin:submission_thread", args=[remark.submission_id, remark.pk])
    return client.post(url, {"text": text, "action": action}, follow=True)


def remark(client, submission, text="Vem?", **fields):
    return client.post(reverse("admin:submission_remark", args=[submission.pk]), {"text": text, **fields}, follow=True)


def visitor(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def handed_in(cast):
    make.answer(cast.of_teknik, html=TEXT)
    make.card(cast.of_teknik, make.project())
    make.card(cast.of_teknik, make.project("gamla", "Gamla projektet"))
    make.card(cast.of_teknik, make.project("strive", "STRIVE"))
    make.handed_in(cast.of_teknik, cast.tova)
    return cast.of_teknik


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


def hand_in_again(cast):
    """The board mends, takes a card away, adds one, and hands in; what it has not touched is as it was."""
    workflow.give_back(cast.rut, cast.of_teknik, "Skriv mer.")
    cast.of_teknik.answers.update(html=TEXT.replace("Hamburg", "Kiel"))
    cast.of_teknik.cards.filter(project__key="brave").update(paid=200000)
    cast.of_teknik.cards.filter(project__key="gamla").delete()
    make.card(cast.of_teknik, make.project("nya", "Nya projektet"))
    workflow.submit(cast.tova, cast.of_teknik)


# As it is printed


def test_reads_as_the_check_page_prints_it(rut, cast, handed_in):
    mine = rut.get(page(handed_in))
    boards = visitor(cast.tova).get("/2025/tekniska-namnden/granska/")
    printed = ".paper__board, .paper .byline, .paper h2, .paper h3, .paper dd, .paper .rich"
    assert visible(mine, printed) == visible(boards, printed)


def _has(part, offered):
    return any(words(each).startswith(offered) for each in part.iter() if each.tag in ("a", "summary"))


def test_nothing_is_offered_of_what_is_not_written(rut, cast, handed_in):
    parts = select(rut.get(page(handed_in)), ".part")
    assert {
        part.get("id"): (_has(part, "Rätta språket"), _has(part, "Lägg i tjänsteskrivelsen")) for part in parts
    } == {
        "del-questions-1": (True, True),
        "del-questions-2": (False, False),
        "del-cards-brave": (True, True),
        "del-cards-gamla": (True, True),
        "del-cards-strive": (True, True),
    }


# Remarks where they stand


def test_leads_to_what_reconciliation_says_of_the_board(rut, cast, handed_in):
    page = rut.get(reverse("admin:submissions_submission_change", args=[cast.of_teknik.pk]))
    [link] = [each for each in select(page, "#content p > a") if words(each) == "Vad avstämningen säger om nämnden"]
    assert link.get("href") == f"{reverse('reconciliation', args=[2025])}?namnd=tekniska-namnden"
    assert rut.get(link.get("href")).status_code == 200


def test_a_remark_on_some_words_stands_beside_their_paragraph_and_marks_them(rut, handed_in):
    response = remark(rut, handed_in, section="questions", key="1", quote=" reste \r\n till ")
    assert Remark.objects.get().quote == "reste till"
    assert visible(response, ".paper mark") == ["reste till"]
    (rich,) = select(response, "#del-questions-1 .rich")
    assert [each.tag for each in rich] == ["p", "div", "p"]
    assert visible(response, ".remark__quote") == ["Om orden reste till"]


def test_where_the_words_no_longer_stand_the_remark_is_with_the_part(rut, cast, handed_in):
    remark(rut, handed_in, section="questions", key="1", quote="till Hamburg")
    hand_in_again(cast)
    response = rut.get(page(handed_in))
    assert visible(response, ".paper mark") == []
    assert len(visible(response, "#del-questions-1 .printed > .remark")) == 1


def test_too_many_words_are_refused_where_they_were_marked(rut, handed_in):
    response = remark(rut, handed_in, section="questions", key="1", quote="x" * 2001)
    assert (response.status_code, Remark.objects.count()) == (422, 0)
    assert visible(response, ".error-summary li") == ["Markera högst 2 000 tecken."]
    assert [each.get("href") for each in select(response, ".error-summary a")] == ["#quote-questions-1"]


def test_threads_are_answered_closed_and_opened_again(rut, cast, handed_in):
    remark(rut, handed_in, section="questions", key="1")
    workflow.give_back(cast.ada, handed_in, "Se anmärkningen.")
    made = Remark.objects.get()
    assert visible(thread(rut, made, "Med\r\nvem?"), ".reply .message") == ["Med vem?"]
    response = thread(rut, made, action="close")
    assert visible(response, ".remark__state")[0].startswith("Stängd av Rut Granskare")
    assert visible(response, "#oppna-anmarkningar") == []
    response = thread(rut, made, action="open")
    assert visible(response, "#oppna-anmarkningar") == ["Öppna anmärkningar (1)"]
    assert [each.text for each in Reply.objects.all()] == ["Med\nvem?"]


def test_what_cannot_be_said_now_is_shown_again(rut, cast, handed_in):
    remark(rut, handed_in, section="questions", key="1")
    made = Remark.objects.get()
    workflow.approve(cast.ada, handed_in)
    response = thread(rut, made, "En lång text.")
    assert (response.status_code, visible(response, ".typed"), Reply.objects.count()) == (409, ["En lång text."], 0)
    assert thread(rut, made, action="close").status_code == 200
    assert Remark.objects.get().closed_by == cast.rut
    assert thread(rut, made, action="open").status_code == 409


@pytest.mark.parametrize("text", ["", " \n", "x" * 10_001, "a\0b"])
def test_what_is_no_reply_is_refused(rut, handed_in, text):
    remark(rut, handed_in)
    assert thread(rut, Remark.objects.get(), text).status_code == 409
    assert Reply.objects.count() == 0


def where(response):
    """The page that a redirect ends at, with the place on it."""
    return response.redirect_chain[-1][0]


def test_ends_where_the_reviewer_was(rut, cast, handed_in):
    made = remark(rut, handed_in, section="questions", key="1")
    (written,) = handed_in.remarks.all()
    here = f"{page(handed_in)}#anmarkning-{written.pk}"
    assert where(made) == here
    assert [each.get("id") for each in select(made, ".remark[tabindex]")] == [f"anmarkning-{written.pk}"]
    assert where(thread(rut, written, "Nå?")) == here
    gone = rut.post(reverse("admin:submission_remove_remark", args=[handed_in.pk, written.pk]), follow=True)
    assert where(gone) == f"{page(handed_in)}#del-questions-1"
    assert select(gone, "#del-questions-1") != []


def test_what_is_read_in_order_is_read_so_after_a_remark(rut, cast, handed_in):
    rut.get(page(handed_in))
    hand_in_again(cast)
    rut.get(page(handed_in))
    response = rut.get(page(handed_in), {"visa": "allt"})
    form = select(response, ".remark-form form")[0].get("action")
    assert form == reverse("admin:submission_remark", args=[handed_in.pk]) + "?visa=allt"
    made = rut.post(form, {"text": "Vem?", "section": "questions", "key": "1"}, follow=True)
    assert where(made) == f"{page(handed_in)}?visa=allt#anmarkning-{handed_in.remarks.get().pk}"
    assert {form.get("action").partition("?")[2] for form in select(made, ".remark form")} == {"visa=allt"}


def test_the_pages_own_contents_list_every_card(rut, cast, handed_in):
    response = rut.get(page(handed_in))
    assert visible(response, ".contents a") == visible(response, ".paper h2, .paper h3")
    cast.of_teknik.cards.exclude(project__key="brave").delete()
    workflow.give_back(cast.rut, cast.of_teknik, "Skriv mer.")
    response = rut.get(page(handed_in))
    assert "BRAVE" in visible(response, ".contents a")


def test_a_thread_of_another_submission_is_not_there(rut, cast, handed_in):
    remark(rut, handed_in)
    made = Remark.objects.get()
    assert rut.post(reverse("admin:submission_thread", args=[cast.of_miljo.pk, made.pk])).status_code == 404


def test_open_remarks_stand_first_and_with_the_decision(rut, cast, handed_in):
    remark(rut, handed_in, "Vem?", section="questions", key="1")
    remark(rut, handed_in, "Hur mycket?", section="cards", key="brave", field="id_paid")
    remark(rut, handed_in, "Stängd.")
    remarks.reply(cast.rut, Remark.objects.last(), closed=True)
    response = rut.get(page(handed_in))
    told = [f"#anmarkning-{each.pk}" for each in Remark.objects.unclosed()]
    assert [each.get("href") for each in select(response, ".open-remarks a")] == told * 2
    assert "De här 2 anmärkningarna följer med i mejlet:" in visible(response, ".return p")
    assert visible(response, "#beslut ~ form .notice")[0].startswith("2 anmärkningar är öppna.")
    url = reverse("admin:submission_approve", args=[handed_in.pk])
    response = rut.post(url, {"version": 1}, follow=True)
    assert "2 anmärkningar är öppna." in visible(response, ".messagelist li")[0]
    assert Remark.objects.unclosed().count() == 2


# What is new


def kinds(response):
    """Each part in order: what became of it, whether it is folded, and its heading."""
    parts = select(response, ".paper .part")
    return [(_of(part, "changed") or _of(part, "quiet"), _heading(part)) for part in parts]


def _of(part, name):
    heads = [each for each in part if each.get("class") in ("part__head", "folded")]
    found = [each for each in heads[0].iter() if each.get("class") == name]
    return found[0].text if found else ""


def _heading(part):
    return next(each.text for each in part.iter("h3"))


def test_a_resubmission_opens_with_what_has_changed_first_and_the_rest_folded(rut, cast, handed_in):
    rut.get(page(handed_in))
    hand_in_again(cast)
    response = rut.get(page(handed_in))
    assert kinds(response) == [
        ("Ändrad", "1. Fråga nummer 1?"),
        ("Oförändrad", "2. Fråga nummer 2?"),
        ("Ändrad", "BRAVE"),
        ("Ny", "Nya projektet"),
        ("Borttagen", "Gamla projektet"),
        ("Oförändrad", "STRIVE"),
    ]
    assert visible(response, "#del-questions-1 ins, #del-questions-1 del") == [
        "[Borttaget: Hamburg.]",
        "[Tillagt: Kiel.]",
    ]
    assert visible(response, "#del-cards-brave ins") == ["[Tillagt: 200 000]"]
    assert "Ändrat sedan version 1" in visible(response, ".reading > .notice p")[0]


def test_all_in_order_is_one_link_away(rut, cast, handed_in):
    rut.get(page(handed_in))
    hand_in_again(cast)
    response = rut.get(f"{page(handed_in)}?visa=allt")
    assert [heading for _, heading in kinds(response)] == [
        "1. Fråga nummer 1?",
        "2. Fråga nummer 2?",
        "BRAVE",
        "STRIVE",
        "Nya projektet",
        "Gamla projektet",
    ]
    assert (select(response, ".folded"), len(visible(response, ".paper ins"))) == ([], 2)


def test_a_section_that_has_changed_stands_before_one_that_has_not(rut, cast, handed_in):
    rut.get(page(handed_in))
    workflow.give_back(cast.rut, handed_in, "Skriv mer.")
    handed_in.cards.filter(project__key="strive").update(paid=1)
    workflow.submit(cast.tova, handed_in)
    response = rut.get(page(handed_in))
    assert visible(response, ".paper h2") == [
        "Del 2. Internationellt finansierade projekt",
        "Del 1. Nämndens internationella arbete",
    ]


def test_a_part_with_an_open_remark_is_not_folded(rut, cast, handed_in):
    remark(rut, handed_in, section="cards", key="strive")
    hand_in_again(cast)
    assert visible(rut.get(page(handed_in)), ".folded h3") == ["2. Fråga nummer 2?"]
    remarks.reply(cast.rut, Remark.objects.get(), closed=True)
    assert visible(rut.get(page(handed_in)), ".folded h3") == ["2. Fråga nummer 2?", "STRIVE"]


def test_what_words_cannot_show_is_told(rut, cast, handed_in):
    rut.get(page(handed_in))
    workflow.give_back(cast.rut, handed_in, "Skriv mer.")
    handed_in.answers.update(html=TEXT.replace("Hamburg", "<strong>Hamburg</strong>"))
    workflow.submit(cast.tova, handed_in)
    response = rut.get(page(handed_in))
    assert kinds(response)[0] == ("Ändrad", "1. Fråga nummer 1?")
    assert visible(response, ".differences dd") == ["Bara formateringen eller en länk är ändrad."]


def test_a_changed_decision_is_marked_in_the_line_under_the_name(rut, cast, handed_in):
    rut.get(page(handed_in))
    workflow.give_back(cast.rut, handed_in, "Skriv mer.")
    Submission.objects.filter(pk=handed_in.pk).update(decision_paragraph="§ 8")
    workflow.submit(cast.tova, handed_in)
    response = rut.get(page(handed_in))
    assert visible(response, ".byline ins") == ["[Tillagt: 8,]"]
    assert "Inget i delarna är ändrat sedan version 1." in visible(response, ".reading > .notice p")[0]


def since(client, submission):
    """Which version the page compares with, as it says; nothing where with none."""
    return [words[:30] for words in visible(client.get(page(submission)), ".reading > .notice strong")]


def test_each_reviewer_has_read_what_they_have_read(rut, cast, handed_in):
    rut.get(page(handed_in))
    hand_in_again(cast)
    ada = visitor(cast.ada)
    ada.get(page(handed_in))
    workflow.give_back(cast.ada, handed_in, "Mer.")
    handed_in.answers.update(html="<p>Tredje.</p>")
    workflow.submit(cast.tova, handed_in)
    assert since(rut, handed_in) == since(rut, handed_in) == ["Ändrat sedan version 1"]  # she never read the second
    assert since(ada, handed_in) == ["Ändrat sedan version 2"]


def test_who_has_read_nothing_is_shown_what_is_new_since_the_office_decided(rut, cast, handed_in):
    hand_in_again(cast)
    assert since(rut, handed_in) == ["Ändrat sedan version 1"]


def test_another_reviewers_correction_is_new_and_ones_own_is_not(rut, cast, handed_in):
    rut.get(page(handed_in))
    place = (sections.named("questions"), "1", 0, {"html": "<p>Vi for.</p>"})
    made = corrections.correct(cast.ada, handed_in, *place, "00000000-0000-0000-0000-000000000001")
    presence.wrote(cast.ada, made)
    response = rut.get(page(handed_in))
    assert visible(response, ".notice strong") == ["Rättat av Ada Admin, stadskontoret, sedan version 1"]
    assert visible(response, ".changed") == ["Rättat av Ada Admin, stadskontoret"]
    assert since(visitor(cast.ada), handed_in) == []


def test_what_the_board_changed_and_the_office_corrected_is_told_apart(rut, cast, handed_in):
    rut.get(page(handed_in))
    hand_in_again(cast)
    place = (sections.named("questions"), "1", 0, {"html": "<p>Vi for till Kiel.</p>"})
    corrections.correct(cast.ada, handed_in, *place, "00000000-0000-0000-0000-000000000001")
    assert since(rut, handed_in) == ["Ändrat sedan version 1"]
    response = rut.get(page(handed_in))
    assert visible(response, ".changed") == ["Ändrad. Rättat av Ada Admin, stadskontoret", "Ändrad", "Ny", "Borttagen"]


def test_what_is_first_handed_in_is_compared_with_nothing(rut, handed_in):
    assert since(rut, handed_in) == []
    assert select(rut.get(page(handed_in)), ".changed, .folded") == []


# Who is here


def here(client, submission, **body):
    response = client.post(reverse("admin:submission_presence", args=[submission.pk]), body)
    return visible(response, ".presence__who")


def test_two_reviewers_see_each_other(rut, cast, handed_in):
    assert visible(rut.get(page(handed_in)), ".presence__who") == []
    ada = visitor(cast.ada)
    assert visible(ada.get(page(handed_in)), ".presence__who") == ["Rut Granskare har sidan öppen."]
    assert here(ada, handed_in, writing="yes") == ["Rut Granskare har sidan öppen."]
    assert here(rut, handed_in) == ["Ada Admin har sidan öppen och skriver."]
    assert visible(rut.get(page(cast.of_miljo)), ".presence__who") == []


def test_whoever_has_not_been_heard_of_has_left(rut, cast, handed_in):
    visitor(cast.ada).get(page(handed_in))
    Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=3))
    assert here(rut, handed_in) == []


def test_that_the_page_is_open_changes_nothing_of_what_is_read(rut, cast, handed_in):
    rut.get(page(handed_in))
    before = Presence.objects.values("version", "read_before").get()
    here(rut, handed_in, writing="no")
    rut.get(page(handed_in))
    assert Presence.objects.values("version", "read_before").get() == before == {"version": 1, "read_before": 0}


# What has happened


def happened(response):
    return list(zip(visible(response, ".timeline strong"), visible(response, ".timeline li > .quiet"), strict=True))


def test_every_event_stands_in_the_timeline_with_who(rut, cast, handed_in):
    workflow.take_back(cast.tova, handed_in, 1)
    workflow.submit(cast.tova, handed_in)
    made = remarks.write(cast.rut, handed_in, "Vem?", "Fråga 1", "questions", "1")
    workflow.give_back(cast.rut, handed_in, "Se anmärkningen.")
    remarks.respond(cast.tova, made, "Rut.", ticked=True)
    workflow.submit(cast.tova, handed_in)
    place = (sections.named("questions"), "1", 0, {"html": "<p>Vi for.</p>"})
    corrections.correct(cast.ada, handed_in, *place, "00000000-0000-0000-0000-000000000001")
    remarks.reply(cast.rut, made, "Tack!", closed=True)
    workflow.approve(cast.ada, handed_in)
    response = rut.get(page(handed_in))
    assert [(what, when.split(", ")[-1]) for what, when in happened(response)] == [
        ("Godkänd", "Ada Admin"),
        ("Anmärkning stängd", "Rut Granskare"),
        ("Stadskontorets svar på en anmärkning", "Rut Granskare"),
        ("Språket rättat av stadskontoret", "Ada Admin"),
        ("Granskningen har börjat", "Ada Admin"),
        ("Inlämnad", "Tova Teknik"),
        ("Anmärkning markerad som åtgärdad", "Tova Teknik"),
        ("Nämndens svar på en anmärkning", "Tova Teknik"),
        ("Återlämnad", "Rut Granskare"),
        ("Anmärkning", "Rut Granskare"),
        ("Granskningen har börjat", "Rut Granskare"),
        ("Inlämnad", "Tova Teknik"),
        ("Tillbakatagen av nämnden", "Tova Teknik"),
        ("Inlämnad", "Tova Teknik"),
        ("Utkast", "Tova Teknik"),
    ]
    changes = [each.get("href") for each in select(response, ".timeline a") if "andringar" in each.get("href")]
    assert changes == [f"/2025/tekniska-namnden/andringar/{n}/{n + 1}/" for n in (3, 2, 1)]


def test_what_was_read_in_as_approved_and_handed_in_again_leads_to_its_own_changes(cast):
    """The version that was read in was never handed in here, and so no event has frozen it."""
    make.answer(cast.of_teknik, html=TEXT)
    make.frozen(cast.of_teknik)
    make.decision(cast.of_teknik)
    for _ in range(2):
        workflow.give_back(cast.rut, cast.of_teknik, "Se anmärkningen.")
        workflow.submit(cast.tova, cast.of_teknik)
    changes = "/2025/tekniska-namnden/andringar"
    for person, address in ((cast.rut, page(cast.of_teknik)), (cast.tova, "/2025/tekniska-namnden/")):
        steps = select(visitor(person).get(address), ".timeline > li")
        assert [(words(step.find(".//strong")), [a.get("href") for a in step.iterfind(".//a")]) for step in steps] == [
            ("Inlämnad", [f"{changes}/2/3/"]),
            ("Återlämnad", []),
            ("Inlämnad", [f"{changes}/1/2/"]),
            ("Återlämnad", []),
        ]


def test_the_board_sees_what_it_may_know(rut, cast, handed_in):
    made = remarks.write(cast.rut, handed_in, "Vem?", "Fråga 1", "questions", "1")
    remarks.reply(cast.rut, made, "Mer.")
    tova = visitor(cast.tova)
    tasks = "/2025/tekniska-namnden/"
    assert visible(tova.get(tasks), ".timeline strong") == ["Granskningen har börjat", "Inlämnad", "Utkast"]
    workflow.give_back(cast.rut, handed_in, "Se anmärkningen.")
    assert visible(tova.get(tasks), ".timeline strong")[:2] == ["Anmärkning", "Återlämnad"]


# Speed, and what no form saves


def test_queries_do_not_grow(rut, cast, handed_in, django_assert_num_queries):
    made = remarks.write(cast.rut, handed_in, "Vem?", "Fråga 1", "questions", "1", quote="reste")
    remarks.reply(cast.ada, made, "Mer.")
    hand_in_again(cast)
    visitor(cast.ada).get(page(handed_in))
    rut.get(page(handed_in))
    with CaptureQueriesContext(connection) as few:
        rut.get(page(handed_in))
    counted = len(few)
    for number in range(3):
        more = remarks.write(cast.rut, handed_in, "Vem?", "BRAVE", "cards", "brave", quote="gick")
        remarks.reply(cast.ada, more, f"Svar {number}.")
    workflow.give_back(cast.rut, handed_in, "Mer.")
    for number in range(3):
        make.card(handed_in, make.project(f"p{number}", f"Projekt {number}"))
    workflow.submit(cast.tova, handed_in)
    rut.get(page(handed_in))
    with django_assert_num_queries(counted):
        rut.get(page(handed_in))


CONTENT = {Answer, Card, Cooperation, Event, Partner, Presence, Remark, Reply, Revision, Version}


def test_no_form_of_the_admin_saves_what_a_submission_holds(rf, cast):
    """Its own page reads; and no other page of the admin has a form for any of it, on its own or within another."""
    request = rf.get("/admin/")
    request.user = cast.rut
    for model, page in site._registry.items():
        inlines = {inline.model for inline in page.inlines}
        assert not CONTENT & {model, *inlines}, page
    office = site._registry[Submission]
    allowed = [office.has_add_permission, office.has_change_permission, office.has_delete_permission]
    assert [may(request) for may in allowed] == [False] * 3
    boards = Memo.objects.create(round=make.round(2031), board=make.board("Valnämnden"))
    assert boards not in site._registry[Memo].get_queryset(request)
