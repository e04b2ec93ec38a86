"""Quotes: marks, cues, speakers, and the function that composes them."""

from quotestance.quotes.extraction import extract_quotes

__all__ = ["extract_quotes"]
