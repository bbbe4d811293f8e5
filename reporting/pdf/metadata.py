"""What a document says of itself: in its head (HTML), and then in the PDF, twice as PDF/A demands."""

from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

import lxml.html
from pikepdf import Dictionary, Name, String

from config.html import legal

CREATOR = "Internationell redovisning"
PRODUCER = "WeasyPrint, pikepdf"

# PDF/A-3a (ISO 19005-3, 6.6) and PDF/UA-1 (ISO 14289-1, 5), whose own property must be described for the former.
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>3</pdfaid:part>\
<pdfaid:conformance>A</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>\
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">\
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>{author}{subject}\
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">\
{date}<xmp:CreatorTool>{creator}</xmp:CreatorTool><pdf:Producer>{producer}</pdf:Producer></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
_AUTHOR = "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>"
_SUBJECT = '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:description>'
_DATE = "<xmp:CreateDate>{0}T00:00:00Z</xmp:CreateDate><xmp:ModifyDate>{0}T00:00:00Z</xmp:ModifyDate>"


@dataclass(frozen=True)
class Metadata:
    """`dated` is the day that the document gives (`dcterms.date`), never of the clock: the same makes the same."""

    title: str
    language: str
    author: str = ""
    subject: str = ""
    dated: date | None = None


def of(html):
    """What the head of an HTML page says. Raises ValueError where its date is none."""
    root = lxml.html.document_fromstring(legal(html.partition("<body")[0] or html))
    said = {each.get("name"): each.get("content", "") for each in root.iter("meta")}
    day = said.get("dcterms.date")
    return Metadata(
        title=" ".join((root.findtext(".//title") or "").split()),
        language=root.get("lang", ""),
        author=said.get("author", ""),
        subject=said.get("description", ""),
        dated=date.fromisoformat(day[:10]) if day else None,
    )


def write(pdf, metadata):
    """Put it in a pikepdf `Pdf`: as XMP, in the information dictionary, and as the document's language."""
    pdf.Root.Metadata = pdf.make_stream(_xmp(metadata).encode(), Type=Name.Metadata, Subtype=Name.XML)
    for key, value in _information(metadata).items():
        if value:
            pdf.docinfo[f"/{key}"] = value
    pdf.Root.Lang = String(metadata.language)
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def _information(metadata):
    day = pdf_date(metadata.dated)
    return {
        "Title": metadata.title,
        "Author": metadata.author,
        "Subject": metadata.subject,
        "Creator": CREATOR,
        "Producer": PRODUCER,
        "CreationDate": day,
        "ModDate": day,
    }


def pdf_date(day):
    return f"D:{day:%Y%m%d}000000Z" if day else ""


def _xmp(metadata):
    return _XMP.format(
        title=escape(metadata.title),
        author=_AUTHOR.format(escape(metadata.author)) if metadata.author else "",
        subject=_SUBJECT.format(escape(metadata.subject)) if metadata.subject else "",
        language=escape(metadata.language),
        date=_DATE.format(metadata.dated) if metadata.dated else "",
        creator=CREATOR,
        producer=PRODUCER,
    )
