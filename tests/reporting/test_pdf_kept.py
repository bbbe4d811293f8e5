"""Sections are rendered once, kept in the process and on disk, and rendered again where what is kept is lost."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool

import pytest
from django.core.cache import caches

from reporting import pdf
from reporting.pdf import kept, workers


@pytest.fixture(autouse=True)
def _empty(settings, tmp_path):
    """Nothing is kept when a test begins, and it keeps its own."""
    caches["sections"].clear()
    caches["sections-on-disk"]._dir = str(tmp_path / "sections")


def document(*texts, title="Prov", style=""):
    sections = "".join(f'<section><h1 id="s{n}">{n}</h1><p>{text}</p></section>' for n, text in enumerate(texts))
    contents = '<nav class="contents"><ol><li><a href="#s0">Första</a></li></ol></nav>'
    head = f'<title>{title}</title><meta name="dcterms.date" content="2025-03-01"><style>{style}</style>'
    return f'<html lang="sv"><head>{head}</head><body>{contents}{sections}</body></html>'


def rendered(html):
    """The PDF, and how many of its sections were rendered for it."""
    told = []
    made = pdf.render(html, on_section=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1]
    return made, told[-1][1] - told[0][0]


def test_only_what_has_changed_is_rendered():
    texts = ["a", "b", "c"]
    assert [rendered(document(*texts))[1] for _ in "12"] == [4, 0]
    assert rendered(document("a", "ny", "c"))[1] == 1
    assert rendered(document(*texts, title="Ny titel"))[1] == 0
    assert rendered(document(*texts, style="p { color: red }"))[1] == 4


def test_each_section_is_told_of_when_it_is_ready():
    told = []
    pdf.render(document("a", "b"), on_section=lambda *each: told.append(each))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_compiling_can_be_stopped_and_taken_up_again():
    class Stop(Exception):
        pass

    def stop(done, total):
        if done == 1:
            raise Stop

    with pytest.raises(Stop):
        pdf.render(document("a", "b", "c"), on_section=stop)
    assert rendered(document("a", "b", "c"))[1] < 4


def test_the_same_input_makes_the_same_bytes_whoever_renders_what_first():
    html = document("a", "b", "c " * 3000, "d")
    files = [pdf.Attachment("siffror.json", b"{}", "application/json", "Siffrorna")]
    first = pdf.render(html, files)
    assert pdf.render(html, files) == first
    caches["sections"].clear()
    caches["sections-on-disk"].clear()
    rendered(document("d", "a"))
    assert pdf.render(html, files) == first


def test_another_process_finds_what_is_kept_on_disk():
    html = document("a", "b")
    first, _ = rendered(html)
    caches["sections"].clear()
    assert rendered(html) == (first, 0)


@pytest.mark.parametrize("damage", [b"", b"skr\xe4p", None])
def test_a_damaged_file_is_rendered_again(damage, tmp_path, caplog):
    html = document("a", "b")
    first, _ = rendered(html)
    for file in (tmp_path / "sections").iterdir():
        file.write_bytes(file.read_bytes()[:-20] if damage is None else damage)
    caches["sections"].clear()
    assert rendered(html) == (first, 3)
    caches["sections"].clear()
    assert rendered(html) == (first, 0)


def test_a_font_that_is_lost_is_made_again(tmp_path):
    html = document("a")
    first, _ = rendered(html)
    fonts = {key for section in sections(html) for key in section.programs}
    for key in fonts:
        caches["sections"].delete(key)
        caches["sections-on-disk"].delete(key)
    assert rendered(html) == (first, 2)


def sections(html):
    from reporting.pdf.sections import cut

    return [kept.get(kept.key(each.html, kept.current_version())) for each in cut(html, 2)]


def test_where_nothing_can_be_written_it_is_kept_in_the_process(tmp_path, caplog):
    (tmp_path / "sections").write_text("no folder")
    assert [rendered(document("a"))[1] for _ in "12"] == [2, 0]
    assert "Sections cannot be kept on disk" in caplog.text


def test_a_changed_stylesheet_makes_another_version(settings, tmp_path):
    (tmp_path / "static" / "css").mkdir(parents=True)
    settings.STATICFILES_DIRS = [tmp_path / "static"]
    versions = [kept.current_version()]
    for text in ("a", "b", "b"):
        (tmp_path / "static" / "css" / "print.css").write_text(text)
        versions.append(kept.current_version())
    assert len(set(versions)) == 3
    assert versions[2] == versions[3]


def test_a_killed_worker_is_answered_by_another():
    rendered(document("a"))
    killed = []

    def kill(done, total):
        if not killed:
            killed.extend(workers._pools[os.getpid()]._processes)
            for number in killed:
                os.kill(number, signal.SIGKILL)

    made = pdf.render(document("x", "y", "z"), on_section=kill)
    assert killed
    assert made == pdf.render(document("x", "y", "z"))


def test_workers_that_always_die_are_given_up(monkeypatch):
    monkeypatch.setattr(workers, "_render", _die)
    with pytest.raises(BrokenProcessPool):
        pdf.render(document("a"))
    monkeypatch.undo()
    assert rendered(document("a"))[1] == 2


def _die(page, version):
    os._exit(1)


ALONE = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django
django.setup()
from reporting import pdf
from reporting.pdf import workers
pdf.render('<html lang="sv"><head><title>a</title></head><body><p>' + sys.argv[1] + '</p></body></html>')
print(*workers._pools[os.getpid()]._processes, flush=True)
time.sleep(60 * (sys.argv[2] == "wait"))
"""


@pytest.mark.parametrize("way", ["wait", "end"])
def test_no_worker_is_left_when_the_process_ends_or_is_killed(way, tmp_path):
    environment = {**os.environ, "SECTIONS_ROOT": str(tmp_path / "own"), "DATABASE_URL": "sqlite://"}
    command = [sys.executable, "-c", ALONE, str(tmp_path), way]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        numbers = [int(number) for number in process.stdout.readline().split()]
        assert numbers
        if way == "wait":
            process.kill()
    assert gone(numbers)


def gone(numbers):
    for _ in range(100):
        if not any(is_running(number) for number in numbers):
            return True
        time.sleep(0.1)
    return False


def is_running(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True
