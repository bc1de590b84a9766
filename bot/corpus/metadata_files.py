"""Metadata files beside articles: sidecars, and defaults of folders.

`article.pdf.toml` describes `article.pdf`. `factdesk.toml` gives defaults for all articles below its folder.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from bot.corpus.metadata import merge, metadata_from_fields
from bot.corpus.parsed_article import Metadata
from bot.errors import FactdeskError

SIDECAR = ".toml"
FOLDER_DEFAULTS = "factdesk.toml"
LARGEST = 64_000  # bytes
_FOLDER_KEYS = ("outlet", "language", "rights")
_SIDECAR_KEYS = ("title", "outlet", "date", "authors", "url", "language", "rights")
_LONGEST = 1_000  # characters of one value


class MetadataFileError(FactdeskError):
    """An unusable metadata file; the message ends the sentence "<file> ..."."""


@dataclass(frozen=True, slots=True)
class FileMetadata:
    """Metadata from outside an article's file.

    `stated` comes from the sidecar and replaces the article's own. `default_outlet` fills a gap. `files` are the paths
    of the metadata files.
    """

    stated: Metadata = field(default_factory=Metadata)
    default_outlet: str | None = None
    language: str | None = None
    rights: str | None = None
    files: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Return a hash of all values; empty without metadata files."""
        return hashlib.sha256(repr(self).encode("utf-8", "surrogatepass")).hexdigest()[:16] if self.files else ""

    def complete(self, own: Metadata) -> Metadata:
        """Return the article's metadata with those of the files."""
        return merge(merge(self.stated, own), Metadata(outlet=self.default_outlet))


NO_FILE_METADATA = FileMetadata()


def with_folder_defaults(inherited: FileMetadata, data: bytes, path: str) -> FileMetadata:
    """Return a folder's defaults, completed from the folders above.

    Raises MetadataFileError.
    """
    fields = _fields(data, _FOLDER_KEYS)
    return replace(
        inherited,
        default_outlet=_text(fields, "outlet") or inherited.default_outlet,
        language=_text(fields, "language") or inherited.language,
        rights=_text(fields, "rights") or inherited.rights,
        files=(path, *inherited.files),
    )


def with_sidecar(inherited: FileMetadata, data: bytes, path: str) -> FileMetadata:
    """Return the metadata of one article: its sidecar's, and its folder's defaults.

    Raises MetadataFileError.
    """
    fields = _fields(data, _SIDECAR_KEYS)
    for key in ("title", "outlet", "url"):
        _text(fields, key)
    stated = metadata_from_fields(fields)
    _check_values(fields, stated)
    return replace(
        inherited,
        stated=stated,
        language=_text(fields, "language") or inherited.language,
        rights=_text(fields, "rights") or inherited.rights,
        files=(path, *inherited.files),
    )


def _fields(data: bytes, keys: Collection[str]) -> Mapping[str, object]:
    if len(data) > LARGEST:
        raise MetadataFileError(f"is larger than {LARGEST // 1_000} KB. Shorten it; it is ignored until then.")
    try:
        fields = tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        raise MetadataFileError("isn't UTF-8 text. Save it as UTF-8; it is ignored until then.") from None
    except tomllib.TOMLDecodeError as error:
        raise MetadataFileError(f"is not valid TOML ({_fault(error)}). Correct it; it is ignored until then.") from None
    except (ValueError, RecursionError):  # a date such as 2025-02-31, or brackets nested too deeply
        raise MetadataFileError("is not valid TOML. Correct it; it is ignored until then.") from None
    for key in fields:
        if key not in keys:
            raise MetadataFileError(
                f"has the unknown key {key[:40]!r}. Use only {', '.join(keys)}; it is ignored until then."
            )
    return fields


def _fault(error: tomllib.TOMLDecodeError) -> str:
    text = str(error)
    return text[0].lower() + text[1:] if text.isprintable() and len(text) < 200 else "a syntax error"


def _text(fields: Mapping[str, object], key: str) -> str | None:
    """Return a text value on one line; None for an absent one."""
    value = fields.get(key)
    if value is None:
        return None
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if not text or len(text) > _LONGEST or not text.isprintable():
        raise MetadataFileError(f"gives no usable text for {key}. Correct it; it is ignored until then.")
    return text


def _check_values(fields: Mapping[str, object], stated: Metadata) -> None:
    if "date" in fields and stated.published is None:
        raise MetadataFileError("has a date that isn't understood. Write date = 2025-05-03; it is ignored until then.")
    if "url" in fields and stated.url is None:
        raise MetadataFileError("has a url that doesn't begin with https://. Correct it; it is ignored until then.")
    if "authors" in fields and not stated.authors:
        raise MetadataFileError('has unusable authors. Write authors = ["Jane Roe"]; it is ignored until then.')
