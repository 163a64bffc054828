"""Photos and images: drawn anew, so that nothing but the picture is kept (no place, no device, nothing appended)."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from casework.documents.kinds import JPEG, FileKind, Unfit, Why

MOST_PIXELS = 40_000_000
MOST_PIXELS_JPEG = 64_000_000
"""More than the largest that phones take without being asked to (50 million); a JPEG is read at a part of its size."""
LONGEST_SIDE = 3_000
"""Points. A sheet of A4 at 250 points an inch: what is written in a photo can still be read, and a copy is small."""
BROKEN = "We cannot open this picture. It may be damaged. Save it again and send that"


def redrawn(content: bytes, kind: FileKind) -> bytes:
    """The picture alone, turned the right way up.

    :raises Unfit: damaged, or more than 40 million points (64 million in a JPEG).
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _redraw(content, kind)
    except Unfit:
        raise
    except Exception as fault:  # a decoder may fail in any way on hostile content
        raise Unfit(BROKEN, Why.BROKEN_PICTURE) from fault


def _redraw(content: bytes, kind: FileKind) -> bytes:
    wanted = "JPEG" if kind is JPEG else "PNG"
    with Image.open(BytesIO(content), formats=[wanted]) as picture:
        most = MOST_PIXELS_JPEG if kind is JPEG else MOST_PIXELS
        if picture.width * picture.height > most:
            words = (
                f"This picture is too large. Make it smaller ({most // 1_000_000} million points at most) and send that"
            )
            raise Unfit(words, Why.LARGE_PICTURE)
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    plain = upright.convert("RGB" if wanted == "JPEG" else _mode(upright))
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    out = BytesIO()
    bare.save(out, wanted, **({"quality": 90} if wanted == "JPEG" else {"optimize": False}))
    return out.getvalue()


def _mode(picture: Image.Image) -> str:
    transparent = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    return "RGBA" if transparent else "RGB"
