"""Articles: read from files, their language named, their body marked."""

from quotestance.articles.body import Body, find_body
from quotestance.articles.language import identify_language
from quotestance.articles.reading import article_of, read_articles

__all__ = ["Body", "article_of", "find_body", "identify_language", "read_articles"]
