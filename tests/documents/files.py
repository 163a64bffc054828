"""Small files of every kind, sound and hostile."""

import zipfile
from io import BytesIO

import pikepdf
from PIL import Image

from casework.documents.kinds import DOCX, ODT


def photo(*, kind: str = "JPEG", size: tuple[int, int] = (60, 40), gps: bool = True) -> bytes:
    out = BytesIO()
    picture = Image.new("RGB", size, (20, 90, 120))
    exif = Image.Exif()
    if gps:
        exif[0x010F] = "CanaryPhone"
        exif[0x0112] = 6
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (51.0, 30.0, 26.0)
    picture.save(out, kind, exif=exif.tobytes())
    return out.getvalue()


def pdf(**changes: object) -> bytes:
    """A page with a link; ``changes`` are put into the document's root."""
    made = pikepdf.new()
    made.add_blank_page()
    made.docinfo["/Author"] = "Canary Author"
    for key, value in changes.items():
        made.Root["/" + key] = value
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def hostile_pdf() -> bytes:
    """Scripts on opening, by name, on a page and behind a chain; a launch; a file inside; form actions."""
    made = pikepdf.new()
    page = made.add_blank_page().obj
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('canary')")
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="canary.exe")
    link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org", Next=pikepdf.Array([script]))
    made.Root.OpenAction = script
    made.Root.AA = pikepdf.Dictionary(WC=script)
    made.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["a", script])),
    )
    made.attachments["canary.txt"] = b"canary inside"
    page.AA = pikepdf.Dictionary(O=launch)
    field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="a", AA=pikepdf.Dictionary(K=script))
    made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), XFA="canary xfa")
    corner = pikepdf.Array([0, 0, 10, 10])
    page.Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=corner, A=link),
            made.make_indirect(
                pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=corner, A=launch)
            ),
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=corner, FS="canary.exe"
            ),
        ]
    )
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    out = BytesIO()
    made.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


def owner_locked_pdf() -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    out = BytesIO()
    made.save(out, encryption=pikepdf.Encryption(owner="o", user=""))
    return out.getvalue()


def packed(parts: dict[str, bytes | str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def docx(**more: bytes | str) -> bytes:
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f"<Types><Override ContentType='{DOCX.content_type}.main+xml'/></Types>",
        "word/document.xml": "<w:document/>",
    }
    return packed(parts | more)


def xlsx() -> bytes:
    return packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})


def odt() -> bytes:
    return packed({"mimetype": ODT.content_type, "content.xml": "<office:document-content/>"})


def mp3() -> bytes:
    frame = b"\xff\xfb\x90\x00" + b"\0" * 413
    return b"ID3\x03\x00\x00\x00\x00\x00\x0a" + b"\0" * 10 + frame * 8


def mp4(brand: bytes = b"isom") -> bytes:
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\x02\0isomiso2" + b"\0\0\0\x08free" + b"\0" * 64
