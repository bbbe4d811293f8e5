"""Zip files, which Word's and Excel's are, that are the same to the byte for the same content."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def steady(made, changed=lambda name, content: content):
    """The bytes of a zip file with its parts dated alike, since they otherwise tell when each was made.

    `changed` gives, by a part's name and content, what it is to hold.
    """
    steady = BytesIO()
    with ZipFile(BytesIO(made)) as source, ZipFile(steady, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name), changed(name, source.read(name)), ZIP_DEFLATED)
    return steady.getvalue()
