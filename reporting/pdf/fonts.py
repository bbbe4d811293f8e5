"""Font programs shared by all sections.

WeasyPrint embeds the glyphs that a document uses, so each section would bring its own program of each font. Here every
section has the whole font without what only layout needs, which therefore is the same, and is put in once, at joining.
"""

import zlib
from functools import cache
from hashlib import sha256
from io import BytesIO

from fontTools.ttLib import TTFont

from .rendered import Program

HYPHEN, SOFT_HYPHEN = "\u2010", "\u00ad"
ALWAYS = "0123456789 "  # what is painted after WeasyPrint is done: numbers of pages, spaces where lines end
_wholes = {}  # a font's hash: its whole program, and {character: (glyph, width)} of ALWAYS


def subset(font, used, hinting):
    """Stands in for `weasyprint.pdf.fonts.Font.subset`: keeps all glyphs, and knows those that may be painted later.

    The hyphen of a divided word is told to be a soft one, so that the word is read and found whole (ISO 32000-1,
    14.8.2.2.3). No text has that character itself (characters.py).
    """
    if font.hash not in _wholes:
        font._harfbuzz_subset(dict.fromkeys(range(font.glyph_count)), hinting=False)
        _wholes[font.hash] = font.file_content, _always(font.file_content, font.index)
    font.file_content, always = _wholes[font.hash]
    font.always = {character: glyph for character, (glyph, _) in always.items()}
    for character, (glyph, width) in always.items():
        font.widths.setdefault(glyph, width)
        font.to_unicode.setdefault(glyph, character)
    font.to_unicode.update({glyph: SOFT_HYPHEN for glyph, text in font.to_unicode.items() if text == HYPHEN})


def _always(program, index):
    font = TTFont(BytesIO(program), fontNumber=index)
    names, unit = font.getBestCmap(), 1000 / font["head"].unitsPerEm
    found = {each: names[ord(each)] for each in ALWAYS if ord(each) in names}
    return {each: (font.getGlyphID(name), round(font["hmtx"][name][0] * unit)) for each, name in found.items()}


def take_out(pdf):
    """Take the programs out of a section's PDF, where their keys stand instead. Returns each `Program`."""
    programs = []
    descriptors = [each for each in pdf.objects if isinstance(each, dict) and each.get("Type") == "/FontDescriptor"]
    for descriptor in descriptors:
        for name in {"FontFile2", "FontFile3"} & descriptor.keys():
            stream = pdf.objects[int(descriptor[name].split()[0])]
            if stream.stream:
                programs.append(_program(stream.stream[0], stream.extra.get("Subtype", "")))
                stream.stream, stream.extra, stream.compress = [], {"Program": f"/{programs[-1].key}"}, False
    return programs


@cache
def _program(content, kind):
    return Program(sha256(content).hexdigest(), kind.removeprefix("/"), len(content), zlib.compress(content, 9))
