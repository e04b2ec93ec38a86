"""Text of strangers as HTML: escaped, its language said, and classes and attributes put together."""

from __future__ import annotations

import re
from html import escape

from quotestance.records import UNDETERMINED, Article

_SURROGATES = re.compile("[\ud800-\udfff]")


def safe(text: str) -> str:
    """Text for element content or a quoted attribute, so that the browser reads back the very same characters.

    NUL and lone surrogates, which HTML cannot hold, become U+2400 and U+FFFD: one character for one.
    """
    shown = _SURROGATES.sub("\ufffd", text).replace("\0", "\u2400")
    return escape(shown).replace("\r", "&#13;")


def attributes(**values: str) -> str:
    """`name="value"` of all values that are not empty, escaped; underscores in names become hyphens."""
    given = ((name.rstrip("_").replace("_", "-"), value) for name, value in values.items() if value)
    return "".join(f' {name}="{safe(value)}"' for name, value in given)


def language(article: Article) -> str:
    """The attribute for the language of the text; empty where it is not known, lest it be taken for the page's."""
    return f' lang="{safe("" if article.language == UNDETERMINED else article.language)}"'
