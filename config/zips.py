"""Zip files, which Word's and Excel's are, that are the same to the byte for the same content."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def steady(made):
    """The bytes of a zip file with its parts dated alike, since they otherwise tell when each was made."""
    steady = BytesIO()
    with ZipFile(BytesIO(made)) as source, ZipFile(steady, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name), source.read(name), ZIP_DEFLATED)
    return steady.getvalue()
