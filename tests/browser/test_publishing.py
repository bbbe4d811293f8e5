"""A reviewer publishes, opens again, publishes a second edition and compares them: each page fit for everybody."""

from reporting.models import Edition
from tests.reporting.published import WHY, mend, ready

from .axe import look, opened

ROUND = "/admin/omgang/2025/"


def test_two_editions(cast, enter, seen, quick):
    year = ready(cast)
    page = enter(year.rut)
    opened(page, f"{ROUND}publicera/", seen)
    publish(page)
    seen += look(page)  # no reason is given for those that are missing
    assert page.title().startswith("Fel: ")
    page.get_by_label("Skäl till att nämnder saknas").fill(WHY)
    publish(page)
    page.get_by_text("Kontrollerad: alla filer stämmer").wait_for()
    seen += look(page)
    for url in (ROUND, f"{ROUND}publicera/", f"{ROUND}oppna/"):
        opened(page, url, seen)
    page.get_by_role("button", name="Öppna för en ny utgåva").click()
    page.get_by_label("Skäl till en ny utgåva").fill("Ett belopp var fel.")
    page.get_by_role("button", name="Öppna för en ny utgåva").click()
    page.get_by_text("Inlämningar går att återlämna igen").wait_for()
    mend(year)
    opened(page, f"{ROUND}publicera/", seen)
    page.get_by_label("Skäl till en ny utgåva").fill("Beloppet är rättat.")
    page.get_by_label("Skäl till att nämnder saknas").fill(WHY)
    publish(page)
    page.get_by_role("link", name="Utgåva 1").click()
    page.get_by_role("heading", name="Siffror").wait_for()
    seen += look(page)
    first = Edition.objects.get(number=1)
    (first.folder / "siffror-2025.json").unlink()
    opened(page, f"{ROUND}utgava/{first.pk}/", seen)


def publish(page):
    page.get_by_role("button", name="Publicera utgåva").click()
    page.wait_for_load_state()
