"""Codes for a camera."""

import io


def qr_svg(text: str) -> bytes:
    """The text as a QR code: black on white, quiet zone included, no size of its own."""
    import segno  # noqa: PLC0415  # a tenth of a second that only this picture needs

    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        picture, kind="svg", xmldecl=False, omitsize=True, border=4, light="#fff", dark="#000"
    )
    return picture.getvalue()
