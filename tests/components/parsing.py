"""Reading what a macro wrote."""

from xml.etree.ElementTree import Element

import html5lib


def tree(html: str) -> Element:
    return html5lib.parseFragment(html, namespaceHTMLElements=False)


def words(html: str) -> str:
    return " ".join("".join(tree(html).itertext()).split())


def drawn_in(html: str, kind: str) -> list[Element]:
    """The elements of a drawing; the parser puts them in the namespace of SVG."""
    return [element for element in tree(html).iter() if str(element.tag).endswith(f"}}{kind}")]


def by_id(html: str, wanted: str) -> Element:
    found = [element for element in tree(html).iter() if element.get("id") == wanted]
    assert len(found) == 1, f"{len(found)} elements have the id {wanted}"
    return found[0]
