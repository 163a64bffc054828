"""What a hostile program sends: files of every crooked kind, names for them, text for every box. Always the same."""

import random
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from tests.documents import files as made

SCRIPT = "<script>alert(1)</script>"
NAMES = (
    "", ".", "..", "/", "\\", "../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/shadow",
    "C:\\x\\a.exe", "CON", "nul.txt",
    ".htaccess", ".git/config", "a.php", "a.php.jpg", "a.jpg.exe", "a.html", "a.svg", "a.js",
    "a.pdf.scr", "a" * 4_000,
    "ক" * 4_000, "a." + "b" * 4_000, "photo\0.exe.jpg", "photo\r\nSet-Cookie: a=b.jpg",
    "photo\n.jpg", "\u202egpj.exe",
    "\u2066a\u2069.jpg", "\ufeffa.jpg", "a\u200b.jpg", f'"><{SCRIPT}.jpg', "' OR 1=1 --.jpg",
    "{{7*7}}.jpg", "%s%n%x.jpg",
    "%2e%2e%2fa.jpg", "a;b.jpg", "a|b.jpg", "$(reboot).jpg", "`reboot`.jpg",
    "=cmd|' /C calc'!A0.csv", "#sys.inputs.jpg",
    "👩‍👩‍👧‍👦.jpg", "Z̷̢̛͖a̷l̷g̷o̷.jpg", "ﷺ" * 50 + ".jpg", "\U0010ffff.jpg", "\ue000.jpg",
    "\u2028.jpg", "   .jpg", "....", "a" * 200 + ".tar.gz",
    "রহিমা.jpg", "صورة.jpg", "ｅｘｅ．exe", "aux.", "~", "-rf", "--help", "a//b///c.jpg",
    "file:///etc/passwd", "http://x.example/a.jpg",
)  # fmt: skip


def uploads(number: int) -> Iterator[tuple[str, bytes]]:
    """So many files with names."""
    chance, fixed = random.Random(7), list(_crooked())
    seeds = [
        made.photo(), made.photo(kind="PNG"), made.pdf(), made.hostile_pdf(), made.docx(), made.xlsx(), made.odt(),
        made.mp3(), made.mp4(), made.mp4(b"M4A "), made.mp4(b"qt  "), _ogg(), _wav(),
    ]  # fmt: skip
    for place in range(number):
        content = fixed[place] if place < len(fixed) else _spoilt(chance, chance.choice(seeds))
        yield NAMES[place % len(NAMES)], content


def texts(number: int) -> Iterator[str]:
    """So many pieces of text."""
    chance = random.Random(11)
    for place in range(number):
        if place < len(TEXTS):
            yield TEXTS[place]
        else:
            one, other = chance.sample(TEXTS, 2)
            yield f"{other[:200]}{chance.choice(('', ' ', chr(10), chr(0x202E)))}{one[:3_000]}"


def _spoilt(chance: random.Random, content: bytes) -> bytes:
    """Cut off, with bytes turned over, or with something before, inside or behind it."""
    place, tail = (
        chance.randrange(1, len(content)),
        chance.choice((SCRIPT.encode(), made.docx(), b"MZ\x90\0", b"<?php ?>")),
    )
    flipped = bytearray(content)
    for _ in range(chance.randrange(1, 20)):
        flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
    ways = (content[:place], bytes(flipped), content + tail, tail + content, content[:place] + tail + content[place:])
    return chance.choice(ways)


def _crooked() -> Iterator[bytes]:
    page = f"<html><body onload=alert(1)>{SCRIPT}</body></html>".encode()
    drawing = f'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">{SCRIPT}</svg>'.encode()
    yield from (b"", b"\0", b"\0" * 5_000, b"\xff" * 99, b"\xef\xbb\xbf", page, b"\xef\xbb\xbf" + page, b"\n \t" + page)
    yield from (drawing, b"\xef\xbb\xbf" + drawing, drawing.decode().encode("utf-16"), b"<!-- a -->" + page, b"<a/>")
    yield from (
        b"MZ\x90\0" + b"\0" * 99,
        b"\x7fELF" + b"\0" * 99,
        b"\xca\xfe\xba\xbe" + b"\0" * 99,
        b"#!/bin/sh\nreboot\n",
    )
    yield from (
        b"L\0\0\0\x01\x14\x02\0" + b"\0" * 99,
        b"{\\rtf1 \\object}",
        b"%!PS\nquit",
        b"GIF89a" + page,
        b"BM" + b"\0" * 99,
    )
    yield from (
        b"II*\0" + b"\0" * 99,
        b"RIFF\x10\0\0\0WEBPVP8 ",
        b"\0asm\x01\0\0\0",
        b"CWS\x09" + b"\0" * 99,
        b"7z\xbc\xaf'\x1c",
    )
    yield from (
        b"Rar!\x1a\x07\0",
        zlib.compress(b"a" * 99),
        b"\x1f\x8b\x08" + b"\0" * 99,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    )
    yield from (
        b"From: a\nMIME-Version: 1.0\nContent-Type: text/html\n\n" + page,
        b"=cmd|' /C calc'!A0,1\n",
        b"alert(1)",
    )
    yield from (
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        b"[InternetShortcut]\nURL=x",
    )
    yield from (made.hostile_pdf(), made.locked_pdf(), made.owner_locked_pdf(), made.pdf()[:99], b"%PDF-1.7\n" + page)
    yield from (
        b"%PDF-",
        b"%PDF-1.4\n%%EOF",
        made.pdf().replace(b"/Pages", b"/Pagez"),
        b"GIF89a" + made.pdf(),
        _looped_pdf(),
    )
    yield from (
        made.photo(),
        made.photo() + page,
        made.photo() + made.docx(),
        made.photo()[:40],
        b"\xff\xd8\xff" + page,
    )
    yield from (
        _huge_jpeg(),
        _png(60_000, 60_000),
        _png(1, 2**31 - 1),
        _png(0, 0),
        _png(8, 8, crc=1),
        _png(8, 8, text=10_000_000),
    )
    yield from (
        made.docx(**{"word/vbaProject.bin": b"x"}),
        made.docx(**{"../../x": b"x"}),
        made.packed({"a.exe": b"MZ"}),
    )
    yield from (
        made.docx()[:-9],
        made.docx(**{"word/a.xml": b"\0" * 9_000_000}),
        _lying_zip(),
        _twice_named(),
        _many_parts(),
    )
    yield from (made.packed({"a.zip": made.packed({"b.zip": b"x"})}), _entities(), made.docx(**{"word/a\0b.xml": b"x"}))
    yield from (
        _ogg(),
        _wav(),
        _ogg()[:30] + page,
        b"OggS" + page,
        b"RIFF" + page,
        _wav()[:20] + b"MZ\x90\0",
        made.mp3() + page,
    )
    yield from (
        made.mp4(b"heic"),
        made.mp4(b"evil"),
        made.mp4() + page,
        b"\0\0\0\x18ftyp",
        b"ID3" + b"\xff" * 20,
        b"ID3" + page,
    )


def _ogg() -> bytes:
    return b"OggS\0\x02" + b"\0" * 8 + b"abcd" + b"\0" * 8 + b"\x01\x13OpusHead\x01\x01" + b"\0" * 60


def _wav() -> bytes:
    return (
        b"RIFF"
        + struct.pack("<I", 36)
        + b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, 8_000, 8_000, 1, 8)
        + b"data\0\0\0\0"
    )


def _png(width: int, height: int, *, crc: int = 0, text: int = 0) -> bytes:
    def part(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content) ^ crc)

    head = part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    bomb = part(b"zTXt", b"a\0\0" + zlib.compress(b"a" * text)) if text else b""
    rows = zlib.compress((b"\0" + b"\1\2\3" * 8) * 8)
    return b"\x89PNG\r\n\x1a\n" + head + bomb + part(b"IDAT", rows) + part(b"IEND", b"")


def _huge_jpeg() -> bytes:
    content = bytearray(made.photo(gps=False))
    place = content.index(b"\xff\xc0") + 5
    content[place : place + 4] = b"\xff\xff\xff\xff"
    return bytes(content)


def _looped_pdf() -> bytes:
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    body += b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>endobj\n"
    return body + b"trailer<</Root 1 0 R>>\n%%EOF"


def _lying_zip() -> bytes:
    content = bytearray(made.docx(**{"word/big.xml": b"\0" * 300_000}))
    size = struct.pack("<I", 300_000)
    for _ in range(2):
        place = content.find(size)
        content[place : place + 4] = struct.pack("<I", 10)
    return bytes(content)


def _twice_named() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made_of, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for content in ("<Types/>", "<Types/>"):
            made_of.writestr("[Content_Types].xml", content)
    return out.getvalue()


def _many_parts() -> bytes:
    return made.docx(**{f"word/{number}": b"" for number in range(3_001)})


def _entities() -> bytes:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return made.docx(**{"word/a.xml": f"<!DOCTYPE a [<!ENTITY l0 'ha'>{laughs}]><a>&l9;</a>"})


TEXTS = [
    SCRIPT, '"><img src=x onerror=alert(1)>', "<svg/onload=alert(1)>", "javascript:alert(1)",
    "<iframe src=//x.example>",
    "</textarea><script>alert(1)</script>", "</title><h1>x</h1>", "<!--", "-->", "<![CDATA[",
    "&lt;&amp;&#0;&#x1F600;",
    "<h1>Second heading</h1>", "</dd></dl></main>", "' OR '1'='1", "'; DROP TABLE referral; --",
    '" OR ""="', "1); DELETE FROM x",
    "{{7*7}}", "{% raise %}", "${7*7}", "#{7*7}", "<%= 7 %>", "{0.__class__}", "%s%s%s%n",
    "%(number)s", "%", "%%", "%d",
    "#sys.inputs", "#import \"x.typ\"", "#panic(1)", "$x^2$", "*bold* _it_ `raw`", "= Heading",
    "- list\n+ list", "@label <label>",
    "#while true {}", "\\u{41}", "\\", "\\\\", "//", "/* ", "*/", "[", "]", "#[",
    "\\documentclass{a}", "=1+1", "=cmd|' /C calc'!A0",
    "+1", "-1", "@SUM(A1)", "\t=1", "../../etc/passwd", "C:\\CON", "file:///etc/passwd",
    "\r\nSet-Cookie: a=b", "\n\nHTTP/1.1 200",
    "\0", "a\0b", "\x07\x08\x1b[31m", "\x7f", "\x85", "\ufeff", "\ufffe", "\uffff", "\U0010ffff",
    "\ue000", "\u200b", "\u200d", "\u00ad",
    "\u202eabc\u202c", "\u2066x", "\u2028", "\u2029", "Z̷̢̛͖a̷l̷g̷o̷" * 20, "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "ﷺ" * 50, "꧅" * 50, "ক্ষ্ম" * 40, "রাতে চিৎকার", "আমি ঘুমাতে পারি না",
    "صباح الخير", "עברית", "中文", "ཨོཾ", "Ĳĳ ſ ﬁ", "İı", "ß", "Ω≈ç√", "ⅷ", "①", "١٢٣",
    "৩ আগস্ট ২০২৬", "3 August 99999", "31/02/2026", "99/99/9999",
    "0000-00-00", "-1", "1e400", "NaN", "Infinity", "null", "undefined", "None", "true", "[]",
    "{}", '{"a":1}', "9" * 400, "0x41", "1,000",
    "last last summer", "tomorrow", "the day before", "yesterday at 25:61",
    "a" * 300, "a" * 4_000, "a" * 12_000, "ক" * 3_000,
    "a " * 2_000, "\n" * 500, " " * 500, "word" * 500, "020 7946 0181; rm -rf /", "a@b", "@",
    "a@b.c\nBcc: x@example.org", "x" * 70 + "@example.org",
    "E1 4AB'", "<E1>", "?lang=bn", "/leave", "http://x.example", "//x.example", "data:text/html,x",
    "vbscript:x", "expression(1)", "csrf_token", "once",
    "\N{COMBINING ACUTE ACCENT}", "\N{VARIATION SELECTOR-16}", "\N{LEFT-TO-RIGHT MARK}",
    "\N{TAG LATIN SMALL LETTER A}", "not_known", "self", "yes",
]  # fmt: skip
