"""Files inside a PDF, as PDF/A-3 wants them (ISO 19005-3, 6.8)."""

from dataclasses import dataclass
from hashlib import md5

from pikepdf import Array, Dictionary, Name, String

from .metadata import pdf_date


@dataclass(frozen=True)
class Attachment:
    """`description` is Swedish, for whoever opens it; `relationship` is Data, Source, Alternative or Supplement."""

    name: str
    content: bytes
    mime: str
    description: str
    relationship: str = "Data"


def attach(pdf, attachments, dated):
    """Put the attachments into a pikepdf `Pdf`; `dated` is the day that they are of, or None."""
    if not attachments:
        return
    files = {each.name: _file(pdf, each, dated) for each in sorted(attachments, key=lambda each: each.name)}
    names = Array([part for name, file in files.items() for part in (String(name), file)])
    pdf.Root.Names.EmbeddedFiles = pdf.make_indirect(Dictionary(Names=names))
    pdf.Root.AF = Array(list(files.values()))


def _file(pdf, attachment, dated):
    checksum = md5(attachment.content, usedforsecurity=False).digest()  # which the format demands
    parameters = Dictionary(Size=len(attachment.content), CheckSum=checksum)
    if dated:
        parameters.ModDate = String(pdf_date(dated))
    kind = Name("/" + attachment.mime)
    stream = pdf.make_stream(attachment.content, Type=Name.EmbeddedFile, Subtype=kind, Params=parameters)
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(attachment.name),
            UF=String(attachment.name),
            Desc=String(attachment.description),
            AFRelationship=Name("/" + attachment.relationship),
            EF=Dictionary(F=stream, UF=stream),
        )
    )
