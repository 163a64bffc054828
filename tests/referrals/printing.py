"""The words of a PDF, read as a screen reader would: through each font's table from glyphs to characters."""

import io
import re
from typing import Any

import pikepdf


def printed_words(content: bytes) -> str:
    """All text of the file with single spaces."""
    found = []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            fonts = {name: _characters(font) for name, font in page.resources.get("/Font", {}).items()}
            found.append(_page_words(page, fonts))
    return " ".join(" ".join(found).split())


def _page_words(page: Any, fonts: dict[str, dict[str, str]]) -> str:
    text, characters = "", {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                characters = fonts[str(operands[0])]
            case "Tj" | "TJ":
                parts = operands[0] if str(operator) == "TJ" else operands
                for part in parts:
                    if isinstance(part, pikepdf.String):
                        codes = bytes(part).hex()
                        text += "".join(characters.get(codes[n : n + 4], "") for n in range(0, len(codes), 4))
            case "ET" | "Td" | "Tm" | "BDC":
                text += " " if str(operator) == "ET" else ""
    return text


def _characters(font: Any) -> dict[str, str]:
    table = bytes(font.ToUnicode.read_bytes()).decode("ascii")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for code, char in re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>", block):
            found[code.lower()] = bytes.fromhex(char).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        for first, last, char in re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]{4})>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[f"{int(first, 16) + step:04x}"] = chr(int(char, 16) + step)
    return found
