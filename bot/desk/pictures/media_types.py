"""Types of files that are kept, with the ending that tells them to Discord."""

from __future__ import annotations

PDF = "application/pdf"
SUFFIXES = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/webm": "webm",
    PDF: "pdf",
}


def may_be_kept(declared: str) -> bool:
    """Check whether a declared type is worth fetching: an image, a video or a PDF."""
    return declared.startswith(("image/", "video/")) or declared.split(";", maxsplit=1)[0].strip() == PDF
