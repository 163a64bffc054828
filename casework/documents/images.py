"""Photos and images: drawn anew, so that nothing but the picture is kept (no place, no device, nothing appended)."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from casework.documents.kinds import JPEG, FileKind, Unfit

MOST_PIXELS = 40_000_000
BROKEN = "We cannot open this picture. It may be damaged. Save it again and send that"


def redrawn(content: bytes, kind: FileKind) -> bytes:
    """The picture alone, turned the right way up.

    :raises Unfit: damaged, or more than 40 million points.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _redraw(content, kind)
    except Unfit:
        raise
    except Exception as fault:  # a decoder may fail in any way on hostile content
        raise Unfit(BROKEN) from fault


def _redraw(content: bytes, kind: FileKind) -> bytes:
    wanted = "JPEG" if kind is JPEG else "PNG"
    with Image.open(BytesIO(content), formats=[wanted]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Unfit("This picture is too large. Make it smaller (40 million points at most) and send that")
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    plain = upright.convert("RGB" if wanted == "JPEG" else _mode(upright))
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    out = BytesIO()
    bare.save(out, wanted, **({"quality": 90} if wanted == "JPEG" else {"optimize": False}))
    return out.getvalue()


def _mode(picture: Image.Image) -> str:
    transparent = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    return "RGBA" if transparent else "RGB"
