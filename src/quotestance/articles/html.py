"""One HTML page to the text of its article and what the page states about it; trafilatura does the extraction."""

from __future__ import annotations

import regex
from trafilatura import bare_extraction

from quotestance.articles.decoding import NotTextError, decode

_HEAD = 4096
_MOST_TAGS = 200_000
"""More tags than this are no article; trafilatura's time grows faster than their number."""
_CHARSET = regex.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{3,20})", regex.IGNORECASE)
_LEGACY = regex.compile(r"(iso-?8859|windows-|cp\d|koi8|latin|gb|big5|shift|euc|us-ascii|mac)", regex.IGNORECASE)
_LANG = regex.compile(r"<html\b[^>]{0,2000}?\s(?:xml:)?lang\s*=\s*[\"']?\s*([a-z]{2})(?![a-z])", regex.IGNORECASE)
_TAG = regex.compile(r"<(?:meta|time)\b[^<>]{0,2000}+>", regex.IGNORECASE)
_PUBLISHED = regex.compile(
    r"[\"']?(?:article:published_time|og:published_time|datePublished|pubdate|publication_date|DC\.date\.issued"
    r"|dc\.date|dcterms\.date|parsely-pub-date|sailthru\.date|date)[\"']?(?=[\s/>])",
    regex.IGNORECASE,
)
_STATED = regex.compile(r"\b(?:content|datetime)\s*=\s*[\"']?\s*(\d{4}-\d\d-\d\d)", regex.IGNORECASE)
_JSON_DATE = regex.compile(r"\"datePublished\"\s*:\s*\"(\d{4}-\d\d-\d\d)")


def read_page(data: bytes) -> dict[str, str]:
    """Text, title, date, outlet and language of a page, as far as it states them; NotTextError without a text."""
    declared = _CHARSET.search(data[:_HEAD])
    name = declared.group(1).decode("ascii", "replace") if declared else ""
    html = decode(data, name if _LEGACY.match(name) else "")
    if html.count("<") > _MOST_TAGS:
        raise NotTextError(f"more than {_MOST_TAGS:,} tags")
    page = bare_extraction(html, include_comments=False, include_tables=False, with_metadata=True)
    if page is None or isinstance(page, dict) or not (page.text or "").strip():
        raise NotTextError("HTML without an article's text")
    stated = {"title": page.title, "outlet": page.sitename, "date": stated_date(html), "language": _language(html)}
    return {"text": page.text} | {key: value for key, value in stated.items() if value}


def stated_date(html: str) -> str:
    """The day of publication that the page's metadata name, or its one time tag; "" where there is none."""
    tags = _TAG.findall(html)
    named = [tag for tag in tags if _PUBLISHED.search(tag)]
    times = [tag for tag in tags if tag[1:5].lower() == "time"]
    for source in (named, times):
        days = {found.group(1) for tag in source if (found := _STATED.search(tag))}
        if len(days) == 1:
            return days.pop()
    found = _JSON_DATE.search(html)
    return found.group(1) if found else ""


def _language(html: str) -> str:
    found = _LANG.search(html[:_HEAD])
    return found.group(1).lower() if found else ""
