"""`manage.py export_round`: a year as a round file."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from projects.models import Programme
from reporting import roundfile
from tests.reporting.files import canonical, example, keys_in_order, small


def export_round(*args):
    out, err = StringIO(), StringIO()
    call_command("export_round", *map(str, args), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.mark.django_db
def test_to_the_screen():
    roundfile.read(example(2024))
    out, err = export_round(2024)
    assert canonical(json.loads(out)) == canonical(example(2024))
    assert roundfile.faults(json.loads(out)) == []
    assert keys_in_order(json.loads(out))
    assert err == ""


@pytest.mark.django_db
def test_to_a_file_that_reads_as_the_example_does(tmp_path):
    roundfile.read(example(2024))
    out, err = export_round(2024, tmp_path / "2024.json")
    assert (out, err) == ("", f"2024 är skrivet till {tmp_path / '2024.json'}.\n")
    written, original = (tmp_path / "2024.json").read_text(), json.dumps(example(2024), ensure_ascii=False, indent=2)
    assert sorted(line.rstrip(",") for line in written.splitlines()) == sorted(
        line.rstrip(",") for line in original.splitlines()
    )


@pytest.mark.django_db
@pytest.mark.parametrize("order", [(2023, 2024), (2024, 2023)])
def test_two_years_in_one_database_come_out_as_they_went_in(order):
    for year in order:
        roundfile.read(example(year))
    for year in order:
        written = json.loads(export_round(year)[0])
        assert canonical(written) == canonical(example(year))
        assert written["boards"] == example(year)["boards"]
        assert written.get("submissions") == example(year).get("submissions")
        assert written.get("projects") == example(year).get("projects")


@pytest.mark.django_db
def test_a_year_that_is_not_there():
    with pytest.raises(CommandError, match=r"Året 2030 finns inte\."):
        export_round(2030)


@pytest.mark.django_db
def test_a_year_that_could_not_be_read_in_again_is_not_written(tmp_path):
    roundfile.read(small())
    Programme.objects.all().delete()
    with pytest.raises(CommandError, match='projects.0. brave › programme: "Interreg North Sea" finns inte'):
        export_round(2024, tmp_path / "2024.json")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_a_folder_that_is_not_there(tmp_path):
    roundfile.read(small())
    with pytest.raises(CommandError, match="går inte att skriva"):
        export_round(2024, tmp_path / "saknas" / "2024.json")
