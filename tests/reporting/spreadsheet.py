"""LibreOffice, as the spreadsheet that opens what the program has written."""

import shutil
import subprocess

from openpyxl import load_workbook

# Semicolons, quotation marks, UTF-8, Swedish, and formulas worked out where there are any: what is least safe.
SWEDISH_CSV = "--infilter=CSV:59,34,76,1,,1053,false,true,false,false,false,-1,true"


def reopened(folder, files, *options):
    """The files (name: bytes) as LibreOffice reads them, in one run: workbooks of values, by the names' stems."""
    sources = [folder / name for name in files]
    for source in sources:
        source.write_bytes(files[source.name])
    out = folder / "reopened"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    into = ("--headless", *options, "--convert-to", "xlsx", "--outdir", str(out))
    command = [shutil.which("soffice"), profile, *into, *map(str, sources)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return {source.stem: load_workbook(out / f"{source.stem}.xlsx", data_only=True) for source in sources}
