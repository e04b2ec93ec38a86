"""Bytes to text: UTF-8, UTF-16 with a byte order mark, a declared encoding, or one that is beyond doubt."""

from __future__ import annotations

import codecs

import regex
from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 64 * 1024
"""Bytes from which an encoding is told."""
_LEAST_COHERENCE = 0.5
"""Share of a decoded sample that must look like a known language before a legacy encoding is believed."""
_MOST_ZEROS = 0.01
"""Share of zero bytes above which a file is binary."""
_NOT_TEXT = regex.compile(r"[\x00\ud800-\udfff]")


class NotTextError(ValueError):
    """The bytes are not text in an encoding that can be told."""


def decode(data: bytes, declared: str = "") -> str:
    """The text in `data`, as it is but for zero bytes and lone surrogates; NotTextError says why there is none.

    `declared` names an encoding that the document claims; it is tried after UTF-8.
    """
    return well_formed(_decoded(data, encoding_of(data[:_SAMPLE], declared)))


def well_formed(text: str) -> str:
    """`text` with U+FFFD for each character that UTF-8 cannot carry and for zeros; the length stays the same."""
    return _NOT_TEXT.sub("\ufffd", text)


def encoding_of(sample: bytes, declared: str = "", fallback: str = "") -> str:
    """Name of the encoding of `sample`, the start of a file.

    NotTextError if it is binary, or cannot be told and there is no `fallback`.
    """
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    if sample.count(0) > 1 + _MOST_ZEROS * len(sample):
        raise NotTextError("binary file, or UTF-16 without a byte order mark")
    for encoding in ("utf-8", declared):
        if encoding and _decodes(sample, encoding):
            return encoding
    best = from_bytes(sample).best()
    if best is not None and best.coherence >= _LEAST_COHERENCE:
        return best.encoding
    if not fallback:
        raise NotTextError("neither UTF-8 nor clearly in another encoding")
    return fallback


def _decodes(sample: bytes, encoding: str) -> bool:
    """Whether `sample` is valid; a character cut off at its end does not count against it."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(sample)
    except (UnicodeError, LookupError):
        return False
    return True


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeError as error:
        raise NotTextError(f"not {encoding} throughout: {error}") from error
