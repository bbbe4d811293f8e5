"""Avstämning: what was found, worst first, and what the office does about it: mend, accept with a reason, remark."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import formats, timezone

from reporting import accepting, editions, reconciliation, roundfile, years
from reporting.models import Acceptance, Excerpt, Memo
from submissions.models import Remark, Round, Submission
from tests import make
from tests.page import select, visible, words
from tests.reporting import files

URL = reverse("reconciliation", args=[2025])


@pytest.fixture
def rut(client, cast):
    client.force_login(cast.rut)
    return client


@pytest.fixture
def code(cast):
    """Teknik's card is called by its grant number, which is a warning."""
    return make.card(cast.of_teknik, make.project(), title="2024-1-SE01-KA121")


def found(rule, round=None):
    """The finding that the rule makes of the round now."""
    now = years.draft(round or Round.objects.get(year=2025))
    return next(each for each in now.findings if each.rule == rule)


def of_code(action, text="", **more):
    return {"action": action, "identity": found("title_is_code").identity, "text": text, **more}


def listed(response, section):
    """The findings under a heading, each as its severity and message."""
    return visible(response, f"[aria-labelledby={section}] .finding h3")


# What is shown


def test_the_worst_stands_first_with_why_and_where(rut, cast, code):
    make.card(cast.of_miljo, make.project("hav", "Hav"), paid=None)
    response = rut.get(URL)
    assert visible(response, "#content h2")[:2] == [
        "Fel: måste rättas (1)",
        "Varningar: rätta eller godta (1)",
    ]
    assert listed(response, "fel") == ["Fel: Kortet saknar utbetalda medel."]
    assert listed(response, "varningar") == [f"Varning: {found('title_is_code').message}"]
    assert visible(response, ".lead") == [
        "1 fel stoppar publiceringen. 1 varning ska rättas eller godtas med ett skäl före publiceringen."
    ]
    rule = next(each for each in reconciliation.RULES if each.name == "title_is_code")
    assert visible(response, "#varningar ~ ul .quiet")[0] == f"{rule.why} Se efter: {rule.look}"


def test_leads_to_where_it_stands(rut, cast, code):
    Excerpt.objects.create(submission=cast.of_miljo, html="<p>Teknika nämnden och Miljönämden.</p>")
    sections = [{"heading": "Ärendet", "html": "<p>Miljönämden.</p>"}, make.CITY_MEMO["sections"][1]]
    make.city_memo(cast.round, summary="<p>Miljönämden.</p>", sections=sections)
    links = [(link.get("href"), words(link)) for link in select(rut.get(URL), ".spots a")]
    page = reverse("city_memo", args=[2025])
    submission = reverse("admin:submissions_submission_change", args=[cast.of_teknik.pk])
    assert links == [
        (f"{submission}#del-cards-brave", "Tekniska nämnden, 2024-1-SE01-KA121"),
        (f"{page}#id_summary", "Tjänsteskrivelsen, sammanfattningen"),
        (f"{page}#id_sections-0-html", "Tjänsteskrivelsen, ”Ärendet”"),
        (f"{page}#utdrag-miljonamnden", "Miljönämnden, utdraget"),
    ]
    targets = [link.get("id") for link in select(rut.get(page), "[id]")]
    assert {link.split("#")[1] for link, _ in links[1:]} <= set(targets)
    there = [each.get("id") for each in select(rut.get(submission), "[id]")]
    assert "del-cards-brave" in there


def test_of_two_sections_with_the_same_heading_both_pages_lead_to_the_first(rut, cast, code):
    sections = [{"heading": "Ärendet", "html": f"<p>{text}</p>"} for text in ("Miljönämden.", "Vi.")]
    make.city_memo(cast.round, summary="<p>Vi.</p>", sections=sections)
    page = reverse("city_memo", args=[2025])
    links = {words(link): link.get("href") for link in select(rut.get(URL), ".spots a")}
    assert links["Tjänsteskrivelsen, ”Ärendet”"] == f"{page}#id_sections-0-html"
    told = {words(link).partition(":")[0]: link.get("href") for link in select(rut.get(page), ".memo-todo a")}
    assert told["Varning"] == "#id_sections-0-html"


def test_a_figure_of_a_table_leads_to_the_cards_that_it_is_counted_on(rut, cast):
    make.card(cast.of_teknik, make.project(), paid=1_239_146)
    make.card(cast.of_miljo, make.project("nord", "Nordiskt", "Nordplus"), paid=2_239_146, goals=(2,))
    links = {words(link): link.get("href") for link in select(rut.get(URL), ".spots a")}
    of_paid = reverse("figure_cards", args=[2025, "paid"])
    assert links == {
        "tabellen per nämnd, Miljönämnden": f"{of_paid}?namnd=Milj%C3%B6n%C3%A4mnden",
        "tabellen per nämnd, Tekniska nämnden": f"{of_paid}?namnd=Tekniska+n%C3%A4mnden",
        "tabellen per program, Övriga": f"{of_paid}?program=%C3%96vriga",
        "tabellen per program, Interreg": f"{of_paid}?program=Interreg",
        "tabellen per mål, Mål nummer 1": f"{of_paid}?huvudmal=1",
        "tabellen per mål, Mål nummer 2": f"{of_paid}?huvudmal=2",
    }
    told = [visible(rut.get(link), ".figure-cards tbody th a:first-child") for link in links.values()]
    assert told == [["Nordiskt"], ["BRAVE"], ["Nordiskt"], ["BRAVE"], ["BRAVE"], ["Nordiskt"]]


def test_it_leads_there_on_what_is_judged(rut, cast):
    for submission, person, paid in ((cast.of_teknik, cast.tova, 1_239_146), (cast.of_miljo, cast.mira, 2_239_146)):
        make.answer(submission)
        make.card(submission, make.project(submission.board.slug, str(submission.board)), paid=paid)
        make.approved(submission, person, cast.rut)
    boards = ("Milj%C3%B6n%C3%A4mnden", "Tekniska+n%C3%A4mnden")
    links = [link.get("href") for link in select(rut.get(URL, {"underlag": "godkanda"}), ".spots a")]
    of_paid = reverse("figure_cards", args=[2025, "paid"])
    assert links == [f"{of_paid}?namnd={board}&underlag=godkanda" for board in boards]


def test_what_may_be_one_project_leads_to_the_two_among_the_duplicates(rut, cast):
    make.card(cast.of_teknik, make.project(), paid=1_000)
    make.card(cast.of_miljo, make.project("brave-2", "BRAVE"), paid=2_000)
    (link,) = select(rut.get(URL), ".finding .quiet a")
    assert words(link) == "Möjliga dubbletter"
    page, _, place = link.get("href").partition("#")
    assert visible(rut.get(page), f"#{place}") == ["BRAVE och BRAVE"]


def test_says_why_the_goals_sum_to_more_than_there_are(rut, cast):
    make.card(cast.of_teknik, make.project(), goals=(1, 2))
    (told,) = visible(rut.get(URL), "caption .quiet")
    assert told.startswith(
        "Ett projekt räknas under varje mål som det arbetar för, så kolumnens summa kan vara större"
    )


def test_many_places_are_folded(rut, cast):
    for n in range(7):
        make.card(cast.of_teknik, make.project(f"p{n}", f"Projekt {n}"), paid=None)
    response = rut.get(URL)
    assert len(select(response, ".finding > .spots .spot")) == 5
    assert visible(response, ".finding > .fold summary") == [f"2 ställen till: {found('facts_are_missing').message}"]


def test_very_many_findings_are_shown_when_they_are_asked_for(rut, cast, code, monkeypatch):
    monkeypatch.setattr("reporting.reconciliation_views.MOST", 1)
    make.card(cast.of_miljo, make.project("slut", "Avslutat", ends="2023-06"))
    response = rut.get(URL)
    assert (len(select(response, ".finding")), visible(response, "#varningar")) == (
        1,
        ["Varningar: rätta eller godta (2)"],
    )
    [more] = select(response, "[aria-labelledby=varningar] > p a")
    assert (more.get("href"), words(more)) == ("?visa=allt#varningar", "Visa alla 2 varningar")
    assert len(select(rut.get(f"{URL}?visa=allt"), ".finding")) == 2
    assert len(select(rut.post(URL, of_code("accept", "")), ".finding")) == 2


def test_what_found_nothing_is_told_with_why(rut, cast, code):
    response = rut.get(URL)
    told = [rule for rule in reconciliation.RULES if rule.name != "title_is_code"]
    assert visible(response, "[aria-labelledby=kontroller] summary") == [f"{len(told)} kontroller hittade inget"]
    assert visible(response, ".checks dt") == [rule.title for rule in told]
    assert visible(response, ".checks dd") == [rule.why for rule in told]


def test_where_nothing_is_found_nothing_stops(rut, cast):
    response = rut.get(URL)
    assert visible(response, ".lead") == ["Inget hindrar publiceringen."]
    assert visible(response, "#content h2") == ["Siffrorna", "Kontroller"]


def test_notes_stand_last_and_cannot_be_accepted(rut, cast, code):
    make.card(cast.of_miljo, make.project("hav", "Hav")).cooperating_boards.add(cast.fritid)
    response = rut.get(URL)
    assert [each.get("id") for each in select(response, "#content h2")] == [
        "varningar",
        "upplysningar",
        "siffror",
        "kontroller",
    ]
    note = found("takes_part_without_card")
    assert (note.severity, select(response, f"#f-{note.identity} form")) == ("note", [])
    answer = rut.post(URL, {"action": "accept", "identity": note.identity, "text": "Så är det."})
    assert (answer.status_code, Acceptance.objects.count()) == (409, 0)


# Accepting


def test_a_warning_is_accepted_with_a_reason_that_is_kept(rut, cast, code):
    response = rut.post(URL, of_code("accept", "  Projektet heter så.\r\nVerkligen. ", seen=0), follow=True)
    assert visible(response, ".messagelist li") == ["Varningen är godtagen."]
    kept = Acceptance.objects.get()
    told = (kept.identity, kept.rule, kept.reason, kept.created_by)
    assert told == (found("title_is_code").identity, "title_is_code", "Projektet heter så.\nVerkligen.", cast.rut)
    assert visible(response, ".lead") == ["Inget hindrar publiceringen."]
    assert visible(response, "#godtagna > summary") == ["Godtagna varningar (1)"]
    assert visible(response, "#godtagna .message") == ["Projektet heter så. Verkligen."]
    assert visible(response, "#godtagna .quiet")[0].startswith("Rut Granskare, ")


def test_without_a_reason_nothing_is_accepted(rut, cast, code):
    response = rut.post(URL, of_code("accept", "  "))
    assert (response.status_code, Acceptance.objects.count()) == (422, 0)
    [link] = select(response, ".error-summary a")
    assert words(link) == "Skriv varför varningen kan stå kvar."
    [field] = select(response, link.get("href"))
    assert (field.get("aria-invalid"), field.tag) == ("true", "textarea")
    assert visible(response, "title")[0].startswith("Fel: Avstämning 2025")
    assert len(select(response, "details.do[open]")) == 1


def test_an_error_cannot_be_accepted(rut, cast):
    make.card(cast.of_miljo, make.project(), paid=None)
    error = found("facts_are_missing")
    assert select(rut.get(URL), f"#f-{error.identity} form") == []
    response = rut.post(URL, {"action": "accept", "identity": error.identity, "text": "Det är känt."})
    assert response.status_code == 409
    assert "Bara varningar kan godtas. Ett fel måste rättas." in visible(response, ".error-summary p")


def test_an_acceptance_is_withdrawn(rut, cast, code):
    accepting.accept(cast.rut, cast.round, found("title_is_code"), "Så heter det.")
    response = rut.post(URL, of_code("withdraw"), follow=True)
    assert (Acceptance.objects.count(), listed(response, "varningar")) == (
        0,
        [f"Varning: {found('title_is_code').message}"],
    )
    assert rut.post(URL, of_code("withdraw")).status_code == 302


# An earlier reason


@pytest.fixture
def codes(cast):
    """Three of Teknik's cards are called by the same grant number, which is one warning."""
    projects = [make.project(key, key.title()) for key in ("brave", "hav", "lek")]
    return [make.card(cast.of_teknik, each, title="2024-1-SE01-KA121") for each in projects]


def offered(response):
    """What stands in the box of the warning about titles, and what is said of it."""
    identity = found("title_is_code").identity
    about = visible(response, f"#accept-help-{identity}")[0].removesuffix(
        "Skälet publiceras i arbetsboken, utan ditt namn."
    )
    return visible(response, f"#accept-{identity}"), about.strip()


def today():
    return formats.date_format(timezone.localdate(), "j F Y")


def test_the_reason_for_a_warning_that_has_become_another_is_offered(rut, client, cast, codes):
    accepting.accept(cast.rut, cast.round, found("title_is_code"), "Så heter det.")
    type(codes[0]).objects.filter(pk=codes[0].pk).update(title="Brave")
    response = rut.get(URL)
    end = f"den {today()}, för en varning som såg annorlunda ut. Gäller det fortfarande kan du godta direkt."
    assert offered(response) == (["Så heter det."], f"Skälet skrev du {end}")
    assert len(select(response, "[aria-labelledby=varningar] details.do[open]")) == 1
    assert visible(response, ".lead")[0].startswith("1 varning ska rättas eller godtas")
    client.force_login(cast.ada)
    assert offered(client.get(URL))[1] == f"Skälet skrev Rut Granskare {end}"
    rut.post(URL, of_code("accept", "Så heter det.", seen=0))
    assert visible(rut.get(URL), ".lead") == ["Inget hindrar publiceringen."]


def test_a_reason_is_not_offered_elsewhere(rut, cast, codes):
    accepting.accept(cast.rut, cast.round, found("title_is_code"), "Så heter det.")
    type(codes[0]).objects.update(title="Brave")
    make.card(cast.of_miljo, make.project("ka", "Utbyte"), title="2024-1-SE01-KA121")
    assert offered(rut.get(URL)) == ([""], "")
    assert select(rut.get(URL), "[aria-labelledby=varningar] details.do[open]") == []


def test_a_reason_is_not_offered_while_its_own_warning_stands(rut, cast):
    Memo.objects.create(round=cast.round, summary="<p>Miljönämden. Fritidsnämden.</p>")
    one, other = (each for each in years.draft(cast.round).findings if each.rule == "board_spelt_otherwise")
    assert one.places == other.places
    accepting.accept(cast.rut, cast.round, one, "Ett citat.")
    assert visible(rut.get(URL), f"#accept-{other.identity}") == [""]


def test_the_newest_reason_is_offered_again_when_it_has_been_withdrawn(rut, cast, codes):
    for reason in ("Vet ej.", "Så heter det."):
        accepting.accept(cast.rut, cast.round, found("title_is_code"), reason)
    rut.post(URL, of_code("withdraw"))
    when = f"Skälet skrev du den {today()}, innan varningen slutade vara godtagen."
    assert offered(rut.get(URL)) == (["Så heter det."], f"{when} Gäller det fortfarande kan du godta direkt.")


def test_a_reason_among_all_that_is_written_is_offered_among_what_is_approved(rut, shared):
    accepting.accept(shared.rut, shared.round, found("title_is_code"), "Så heter det.")
    response = rut.get(f"{URL}?underlag=godkanda")
    assert visible(response, f"#accept-{of_approved().identity}") == ["Så heter det."]


def test_what_is_accepted_and_no_longer_stands_in_the_rounds_history(client, cast, code):
    message = found("title_is_code").message
    accepting.accept(cast.rut, cast.round, found("title_is_code"), "Så heter det.")
    accepting.withdraw(cast.rut, cast.round, found("title_is_code").identity)
    client.force_login(cast.ada)
    response = client.get(reverse("admin:submissions_round_history", args=[cast.round.pk]))
    told = visible(response, "#change-history tbody td:last-child")
    assert told == [
        f"Lade till godtagen varning “{message}”.",
        "Tog bort godtagen varning “Så heter det.”.",
    ]


def test_two_officials_who_accept_at_once_see_each_others_reasons(rut, cast, code):
    accepting.accept(cast.ada, cast.round, found("title_is_code"), "Adas skäl.")
    response = rut.post(URL, of_code("accept", "Ruts skäl.", seen=0))
    assert (response.status_code, Acceptance.objects.get().reason) == (409, "Adas skäl.")
    assert visible(response, ".error-summary p")[0] == (
        "Ada Admin har redan godtagit varningen, med ett annat skäl: ”Adas skäl.” Låt det stå, eller byt ut det mot "
        "ditt."
    )
    assert visible(response, "#godtagna[open] textarea") == ["Ruts skäl."]
    [seen] = select(response, "#godtagna input[name=seen]")
    rut.post(URL, of_code("accept", "Ruts skäl.", seen=seen.get("value")))
    assert Acceptance.objects.get().reason == "Ruts skäl."


def test_the_same_reason_sent_twice_is_one(rut, cast, code):
    for _ in range(2):
        assert rut.post(URL, of_code("accept", "Så heter det.", seen=0)).status_code == 302
    assert Acceptance.objects.get().reason == "Så heter det."


def test_a_finding_that_has_changed_meanwhile_is_not_accepted_and_the_reason_not_lost(rut, cast, code):
    sent = of_code("accept", "Projektet heter så.", seen=0)
    type(code).objects.update(title="2024-2-SE01-KA122")
    response = rut.post(URL, sent)
    assert (response.status_code, Acceptance.objects.count()) == (409, 0)
    assert visible(response, ".error-summary p")[0].startswith("Det som iakttagelsen gäller har ändrats")
    assert visible(response, ".error-summary .typed") == ["Projektet heter så."]


def test_a_reason_whose_warning_is_gone_is_still_to_be_read(rut, cast, code):
    accepting.accept(cast.rut, cast.round, found("title_is_code"), "Så heter det.")
    type(code).objects.update(title="Brave")
    response = rut.get(URL)
    assert visible(response, "#godtagna > summary") == ["Godtagna varningar (0) och tidigare skäl (1)"]
    assert visible(response, ".outlived li")[0].startswith("Rubrik som bara är en kod: Så heter det. Rut Granskare")


def test_whoever_was_logged_out_gets_the_reason_back(client, cast, code):
    response = client.post(URL, of_code("accept", "Ett långt och välskrivet skäl.", seen=0))
    assert "Ett långt och välskrivet skäl." in visible(response, ".typed, textarea, pre, blockquote, .rich")[0]
    assert Acceptance.objects.count() == 0


# What is approved, and one board


@pytest.fixture
def shared(cast):
    """Two approved boards and one that has only begun share what is a warning; the grouping differs by basis."""
    project = make.project("ka", "Utbyte")
    for each in (cast.of_teknik, cast.of_miljo, cast.of_fritid):
        make.answer(each)
        make.card(each, project, title="2024-1-SE01-KA121")
    make.approved(cast.of_teknik, cast.tova, cast.rut)
    make.approved(cast.of_miljo, cast.mira, cast.rut)
    make.city_memo(cast.round, summary="<p>{antal_projekt} EU-projekt</p>")
    return cast


def of_approved():
    return next(each for each in years.approved(Round.objects.get(year=2025)).findings if each.rule == "title_is_code")


def test_what_stops_publication_is_accepted_where_publishing_leads(rut, shared):
    """What is accepted among all that is written is another warning among what is approved, and is accepted there."""
    publish = reverse("round_publish", args=[2025])
    assert found("title_is_code").identity != of_approved().identity
    rut.post(URL, of_code("accept", "Så heter det.", seen=0))
    page = rut.get(publish)
    assert select(page, "form[data-compile]") == []
    address = f"{URL}?underlag=godkanda&visa=allt#f-{of_approved().identity}"
    assert (address, "Godta eller rätta") in [
        (link.get("href"), words(link).split(":")[0]) for link in select(page, "[aria-labelledby=varningar] td a")
    ]
    judged = rut.get(address)
    assert [each.get("id") for each in select(judged, "[aria-labelledby=varningar] > ul .finding")] == [
        f"f-{each.identity}" for each in editions.proposed(shared.round).unhandled
    ]
    for each in editions.proposed(shared.round).unhandled:
        sent = {"action": "accept", "identity": each.identity, "text": "Så heter det.", "seen": 0}
        assert rut.post(address, sent).url == f"{URL}?underlag=godkanda"
    page = rut.get(publish)
    [fingerprint] = select(page, "[name=seen]")
    rut.post(publish, {"seen": fingerprint.get("value"), "missing_reason": "Fritid dröjer."})
    shared.round.refresh_from_db()
    assert shared.round.published


def test_says_what_is_judged_and_leads_to_the_other(rut, shared):
    for query, chosen, other in (
        ("", "Allt som är skrivet", "?underlag=godkanda"),
        ("?underlag=godkanda", "Godkända inlämningar", "?"),
    ):
        response = rut.get(f"{URL}{query}")
        assert visible(response, "[aria-label=Underlag] [aria-current]") == [chosen]
        assert select(response, ".lead + .quiet a")[0].get("href") == other
    assert visible(response, ".lead + .quiet")[0].startswith("Kontrollerna går igenom det som publiceras:")
    figure = select(response, "[aria-labelledby=siffror] td a")[0].get("href")
    assert figure == f"{reverse('figure_cards', args=[2025, 'eu_projects'])}?underlag=godkanda"


def test_a_reason_that_holds_in_the_other_is_not_said_to_be_outlived(rut, shared):
    accepting.accept(shared.rut, shared.round, of_approved(), "Så heter det.")
    assert select(rut.get(URL), ".outlived") == []
    assert visible(rut.get(f"{URL}?underlag=godkanda"), "#godtagna > summary") == ["Godtagna varningar (1)"]


def test_mends_what_is_found_among_the_approved_and_comes_back_there(rut, shared):
    Memo.objects.update(summary="<p>Miljönämden.</p>")
    [link] = select(rut.get(f"{URL}?underlag=godkanda"), ".finding__actions a.button")
    assert link.get("href").endswith("/?underlag=godkanda")
    page = rut.get(link.get("href"))
    assert select(page, ".actions a")[0].get("href") == f"{URL}?underlag=godkanda"
    [token] = select(page, "input[name=seen]")
    assert rut.post(link.get("href"), {"seen": token.get("value")}).url == f"{URL}?underlag=godkanda"
    assert Memo.objects.get().summary == "<p>Miljönämnden.</p>"


def test_one_boards_findings_alone(rut, cast, code):
    make.card(cast.of_miljo, make.project("hav", "Hav"), paid=None)
    response = rut.get(f"{URL}?namnd=miljonamnden")
    assert visible(response, ".finding h3") == ["Fel: Kortet saknar utbetalda medel."]
    assert visible(response, "h1") == ["Avstämning 2025, Miljönämnden"]
    assert [link.get("href") for link in select(response, "#content a") if words(link) == "Visa alla nämnders"] == [
        "?"
    ]
    assert visible(rut.get(f"{URL}?namnd=fritidsnamnden"), ".lead") == ["Inget hos nämnden hindrar publiceringen."]
    assert rut.get(f"{URL}?namnd=hittepa").status_code == 404
    identity = found("title_is_code").identity
    answer = rut.post(
        f"{URL}?namnd=tekniska-namnden", {"action": "accept", "identity": identity, "text": "Ja.", "seen": 0}
    )
    assert answer.url == f"{URL}?namnd=tekniska-namnden"


# Remarks


@pytest.fixture
def handed_in(cast, code):
    make.answer(cast.of_teknik)
    make.handed_in(cast.of_teknik, cast.tova)
    return cast


def test_a_finding_becomes_a_remark_where_it_stands(rut, handed_in):
    message = found("title_is_code").message
    [proposed] = visible(rut.get(URL), "textarea[id^=remark-]")
    assert proposed == message
    response = rut.post(URL, of_code("remark", message, place="0"), follow=True)
    assert visible(response, ".messagelist li") == ["1 anmärkning är skriven."]
    made = Remark.objects.get()
    assert (made.submission, made.section, made.key, made.text) == (handed_in.of_teknik, "cards", "brave", message)
    assert (made.created_by, made.about) == (handed_in.rut, "2024-1-SE01-KA121")
    [link] = select(response, ".remarked")
    assert link.get("href").endswith(f"/{handed_in.of_teknik.pk}/change/#anmarkning-{made.pk}")
    assert select(response, "input[name=place][checked]") == []


def test_a_remark_is_not_written_twice(rut, handed_in):
    for _ in range(2):
        rut.post(URL, of_code("remark", "Skriv projektets namn.", place="0"))
    assert Remark.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"text": "", "place": "0"}, "Skriv vad nämnden behöver ändra."),
        ({"text": "Skriv om."}, "Välj var anmärkningen ska stå."),
    ],
)
def test_a_remark_needs_a_text_and_a_place(rut, handed_in, sent, told):
    response = rut.post(URL, {**of_code("remark"), **sent})
    assert (response.status_code, visible(response, ".error-summary a"), Remark.objects.count()) == (422, [told], 0)
    assert visible(response, "textarea[id^=remark-]") == [sent["text"]]


def test_remarks_at_several_boards_are_all_written_or_none(rut, cast):
    cards = [
        make.card(each, make.project(key, key), paid=None)
        for each, key in ((cast.of_teknik, "alfa"), (cast.of_miljo, "beta"))
    ]
    Submission.objects.filter(pk=cast.of_teknik.pk).update(status="returned")
    error = found("facts_are_missing")
    response = rut.post(URL, {"action": "remark", "identity": error.identity, "text": "Fyll i.", "place": ["0", "1"]})
    assert (response.status_code, Remark.objects.count(), len(cards)) == (409, 0, 2)
    Submission.objects.filter(pk=cast.of_miljo.pk).update(status="returned")
    error = found("facts_are_missing")
    rut.post(URL, {"action": "remark", "identity": error.identity, "text": "Fyll i.", "place": ["0", "1"]})
    assert set(Remark.objects.values_list("submission", "key")) == {
        (cast.of_teknik.pk, "alfa"),
        (cast.of_miljo.pk, "beta"),
    }


def test_a_board_that_has_not_handed_in_is_not_remarked_on(rut, cast, code):
    assert select(rut.get(URL), "input[value=remark]") == []
    response = rut.post(URL, of_code("remark", "Skriv om.", place="0"))
    assert (response.status_code, Remark.objects.count()) == (409, 0)
    assert visible(response, ".error-summary .typed") == ["Skriv om."]


# Mending


@pytest.fixture
def misspelt(cast):
    """The office has misspelt a board's name, in three places; and so has the board itself."""
    make.answer(cast.of_teknik, html="<p>Miljönämden reste med oss.</p>")
    memo = Memo.objects.create(round=cast.round, summary="<p>Miljönämden och Miljönämden.</p>", version=3)
    Excerpt.objects.create(submission=cast.of_miljo, html="<p>I Miljönämden.</p>")
    return memo


def mending():
    return reverse("finding_mend", args=[2025, found("board_spelt_otherwise").identity])


def test_shows_what_a_mending_changes(rut, misspelt):
    [link] = select(rut.get(URL), ".finding__actions a.button")
    assert (link.get("href"), words(link)) == (
        mending(),
        "Rätta till ”Miljönämnden” i tjänsteskrivelsen och utdragen …",
    )
    response = rut.get(mending())
    assert visible(response, "h1") == ["Rätta till ”Miljönämnden”"]
    assert visible(response, ".lead") == [
        "”Miljönämden” blir ”Miljönämnden” på 3 ställen i stadskontorets texter. Inget annat ändras."
    ]
    assert visible(response, ".panel h2") == ["Sammanfattning", "Utdrag, Miljönämnden"]
    assert visible(response, ".panel del")[-1] == "[Borttaget: Miljönämden.]"
    assert visible(response, ".notice") == [
        "Namnet står också i nämndens text, som inte ändras: Tekniska nämnden, fråga 1."
    ]


def test_mends_everywhere_and_says_in_how_many_places(rut, cast, misspelt):
    response = rut.post(mending(), {"seen": seen(rut)}, follow=True)
    assert visible(response, ".messagelist li") == ["”Miljönämden” är rättat till ”Miljönämnden” på 3 ställen."]
    misspelt.refresh_from_db()
    assert (misspelt.summary, misspelt.version) == ("<p>Miljönämnden och Miljönämnden.</p>", 4)
    assert Excerpt.objects.get().html == "<p>I Miljönämnden.</p>"
    assert cast.of_teknik.answers.get().html == "<p>Miljönämden reste med oss.</p>"


def seen(client):
    [field] = select(client.get(mending()), "input[name=seen]")
    return field.get("value")


def test_what_another_writes_elsewhere_meanwhile_stays(rut, misspelt):
    token, address = seen(rut), mending()
    Memo.objects.update(recipients=["Kommunfullmäktige"], version=4)
    rut.post(address, {"seen": token})
    misspelt.refresh_from_db()
    assert (misspelt.summary, misspelt.recipients) == ("<p>Miljönämnden och Miljönämnden.</p>", ["Kommunfullmäktige"])


def test_where_another_has_written_there_the_page_is_shown_anew(rut, misspelt):
    token, address = seen(rut), mending()
    Memo.objects.update(summary="<p>Adas text om Miljönämden.</p>", version=4)
    response = rut.post(address, {"seen": token})
    assert (response.status_code, visible(response, ".error-summary p")) == (
        409,
        ["Texterna har ändrats sedan du öppnade sidan. Här är hur det blir nu."],
    )
    misspelt.refresh_from_db()
    assert misspelt.summary == "<p>Adas text om Miljönämden.</p>"
    [again] = select(response, "input[name=seen]")
    rut.post(address, {"seen": again.get("value")})
    misspelt.refresh_from_db()
    assert misspelt.summary == "<p>Adas text om Miljönämnden.</p>"


def test_what_another_has_mended_is_said_to_be_gone(rut, misspelt):
    token, address = seen(rut), mending()
    Memo.objects.update(summary="<p>Miljönämnden.</p>", version=4)
    Excerpt.objects.all().delete()
    response = rut.post(address, {"seen": token}, follow=True)
    assert visible(response, ".messagelist li")[0].startswith("Det som iakttagelsen gäller har ändrats")


def test_a_finding_that_cannot_be_mended_has_no_such_page(rut, cast, code):
    assert rut.get(reverse("finding_mend", args=[2025, found("title_is_code").identity])).status_code == 404
    assert rut.get(reverse("finding_mend", args=[2025, "hittepa"])).status_code == 404


# Published, and who may


def test_a_published_round_is_only_read(rut, cast, misspelt, code):
    token, address, sent = seen(rut), mending(), of_code("accept", "Så heter det.", seen=0)
    Round.objects.filter(year=2025).update(published=timezone.localdate())
    response = rut.get(URL)
    assert select(response, ".finding form, .finding a.button") == []
    assert rut.post(URL, sent).status_code == 409
    assert rut.post(address, {"seen": token}).status_code == 409
    misspelt.refresh_from_db()
    assert (Acceptance.objects.count(), misspelt.version) == (0, 3)


def test_only_reviewers(client, cast, misspelt):
    for url in (URL, mending()):
        assert client.get(url).url == f"/admin/login/?next={url}"
        client.force_login(cast.tova)
        assert client.get(url, follow=True).status_code == 403
        cast.rut.groups.remove(Group.objects.get(name="Handläggare"))
        client.force_login(cast.rut)
        assert client.get(url).status_code == 403
        assert client.post(url, {"action": "accept"}).status_code == 403
        client.logout()


def test_wrong_method_and_wrong_year(rut, misspelt):
    assert (rut.put(URL).status_code, rut.put(mending()).status_code) == (405, 405)
    assert rut.get(reverse("reconciliation", args=[1999])).status_code == 404


def test_the_real_year_is_shown_and_the_page_before_publishing_leads_here(rut, cast):
    for year in (2023, 2024):
        roundfile.read(files.example(year))
    response = rut.get(reverse("reconciliation", args=[2024]))
    now = years.draft(Round.objects.get(year=2024))
    assert len(select(response, ".finding")) == len(now.findings)
    [link] = select(rut.get(URL.replace("2025/avstamning", "2024/publicera")), "#varningar ~ p a")
    assert link.get("href") == f"{reverse('reconciliation', args=[2024])}?underlag=godkanda"


def test_as_many_queries_for_many_findings_as_for_few(rut, cast, misspelt, code):
    make.answer(cast.of_miljo)
    Acceptance.objects.create(round=cast.round, identity="borta", rule="title_is_code", reason="Så var det.")

    def fetched():
        rut.get(URL)
        with CaptureQueriesContext(connection) as queries:
            rut.get(URL)
        return len(queries)

    few = fetched()
    for n in range(6):
        submission = make.submission(cast.round, make.board(f"Nämnd {n}"))
        make.answer(submission, html="<p>Miljönämden</p>")
        make.card(submission, make.project(f"p-{n}", f"Projekt {n}"), title=f"2024-{n}-SE01-KA12{n}", paid=None)
        finding = found("title_is_code")
        accepting.accept(cast.rut, cast.round, finding, f"Skäl {n}")
    assert fetched() == few
