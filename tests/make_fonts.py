"""Makes the fonts of other scripts again: ``python -m tests.make_fonts FOLDER``.

FOLDER is where Debian's packages fonts-noto-core and fonts-noto-cjk were unpacked, as with
``apt-get download`` and ``dpkg -x``. Each font is cut down to what names and replies need: one weight, the
letters of its script with all that joins them, and no hints for screens. Of Chinese there are the characters
of the national standards that names and everyday texts are written in, simplified and traditional.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from reports.layout.typeface import FONT_FOLDER

SCRIPTS = {
    # The font, and the ranges of its script in Unicode.
    "Arabic": ((0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFE)),
    "Bengali": ((0x0980, 0x09FF),),
    "Devanagari": ((0x0900, 0x097F), (0xA8E0, 0xA8FF)),
    "Ethiopic": ((0x1200, 0x137F),),
    "Gujarati": ((0x0A80, 0x0AFF),),
    "Gurmukhi": ((0x0A00, 0x0A7F),),
    "Malayalam": ((0x0D00, 0x0D7F),),
    "Sinhala": ((0x0D80, 0x0DFF),),
    "Tamil": ((0x0B80, 0x0BFF),),
    "Telugu": ((0x0C00, 0x0C7F),),
    "Thai": ((0x0E00, 0x0E7F),),
}
SHARED = (0x0020, 0x00A0, 0x0964, 0x0965, 0x200C, 0x200D, 0x25CC)
"""The space, the ends of a sentence, what joins and parts letters, the circle under a sign alone."""

KANA_AND_SIGNS = ((0x3000, 0x303F), (0x3040, 0x30FF), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE5))
OF_NAMES = (
    "喆堃赟囧媄湉瑄淼珺玥琪璟煊焜燊犇甯畇皓睿祎禛翀翊茗莀菡萱蔓薇蘅懿彧忞怡恺惇昀昉昊昕昱晔晗晞晟晢晧暄暐暻曈曦枋栩桢梓棽榕榛"
    "沁沐沅泓泠泽洺洛浠浥涵淇淳湲溦滢漪潆澍澔濛瀚炅炜烨焓焱熠燚玗玘玚玟玠玢玦玭玹珂珈珝珣珩珪琀琇琎琛琤琬琮琯琰琳瑀瑛瑜瑶瑾璇璐璠璞"
    "祐祺禤秾笪笙筠簃筱綦缦翾翯苡苒荏荞莘莳菁菀葳蓁蔚蕤蕴藜蘭谞谧赟轶逄郗郦鄞鋆鎏钊钰铄铖锘镕闫阚陟隗雎霁霂霖靓靖韫颀颉馨骁骅骞鸢麒黇黛龑"
)
"""Characters of given names and surnames that the standards leave out or that are rare in them."""

KOREAN_FACE, CHINESE_FACE = 1, 2
"""The Korean and the simplified Chinese of the collection."""
HANGUL = ((0x3131, 0x318E), (0xAC00, 0xD7A3))
"""All syllables, as any may stand in a name, and the letters on their own."""
UNSEEN_LETTER = 0x3164
"""One of them that nobody sees."""


def made_from(folder: Path) -> Iterator[Path]:
    """Make every font; their files, each as soon as it is written."""
    for script, ranges in SCRIPTS.items():
        wanted = {code for first, last in ranges for code in range(first, last + 1)}
        found = next(folder.rglob(f"NotoSans{script}-Regular.ttf"))
        yield _cut(TTFont(found), wanted | set(SHARED), f"NotoSans{script}.ttf")
    collection = next(folder.rglob("NotoSansCJK-Regular.ttc"))
    yield _cut(TTFont(collection, fontNumber=CHINESE_FACE), chinese(), "NotoSansSC.otf")
    korean = {code for first, last in HANGUL for code in range(first, last + 1)} - {UNSEEN_LETTER}
    yield _cut(TTFont(collection, fontNumber=KOREAN_FACE), korean, "NotoSansKR.otf")


def chinese() -> set[int]:
    """The characters of GB 2312, of the common part of Big5, and of Japanese syllables."""
    simplified = _of_codec("gb2312", range(0xB0, 0xF8))
    traditional = _of_codec("big5", range(0xA4, 0xC7))
    signs = {code for first, last in KANA_AND_SIGNS for code in range(first, last + 1)}
    return simplified | traditional | signs | {0x0020} | set(map(ord, OF_NAMES))


def _of_codec(codec: str, leads: range) -> set[int]:
    pairs = (bytes((lead, trail)).decode(codec, "ignore") for lead in leads for trail in range(0x40, 0xFF))
    return {ord(character) for character in pairs if len(character) == 1 and ord(character) > 0x7F}


def _cut(font: TTFont, wanted: set[int], name: str) -> Path:
    options = subset.Options()
    options.hinting = False
    options.layout_features = ["*"] if len(wanted) < 2000 else ["kern", "locl", "palt"]
    options.drop_tables += ["DSIG", "vhea", "vmtx", "VORG", "BASE"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    # The same bytes whenever it is made.
    font.recalcTimestamp = False
    path = FONT_FOLDER / name
    font.save(path)
    return path


if __name__ == "__main__":
    for made in made_from(Path(sys.argv[1])):
        sys.stdout.write(f"{made.name}: {made.stat().st_size // 1024} KiB\n")
