"""One act of speech: its frame, and what it reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from quotestance.quotes.mentions import Mention
from quotestance.quotes.sites import Clause
from quotestance.quotes.tokens import Token
from quotestance.records import Span

_TELLING = frozenset(["act", "mark"])
"""Groups of verbs that are a part of what was expressed: without its verb "denied a blockade" would be a blockade."""
_WITH_VERB = frozenset(["negations", "auxiliaries"])


@dataclass(eq=False)
class Act:
    """One act of speech: its frame, and the pieces of text that it reports, by line of the paragraph."""

    basis: str
    """`cue`; `follow` (after an act in the paragraph), `carry` (after one in an earlier paragraph), `nested`,
    `beside` (a name), `lead` (words in which somebody must be known), `recap` (it points back at another paragraph),
    `heard` (by the tagger alone)."""
    line: int
    tokens: Sequence[Token] = ()
    mention: Mention | None = None
    cue: Span | None = None
    group: str = ""
    inherits: bool = False
    pieces: dict[int, list[Span]] = field(default_factory=dict)
    inner: bool = False
    """Reported inside what another act reports: whoever speaks here is not whom the next pronoun means."""
    plain_direct: bool = False
    """Direct speech without marks."""
    apart: bool = False
    """Sentences in marks behind a clause and a colon ("X said that A: “B.”"): units of their own."""
    source: Act | None = None
    """The act whose speaker this one takes over."""
    continues: frozenset[int] = frozenset()
    """Lines that belong to the act without a cue of their own."""
    verbs: tuple[Span, ...] = ()
    """The cue with its negation, where it says how the speaker stands to what is reported ("did not deny")."""

    def add(self, line: int, span: Span) -> None:
        """Count a piece of a line as reported by this act."""
        self.pieces.setdefault(line, []).append(span)

    def reports(self, span: Span) -> bool:
        """Whether words of its own line are a part of what it reports."""
        return any(piece.covers(span) for piece in self.pieces.get(self.line, ()))


def act_of(clause: Clause, tokens: Sequence[Token], number: int, basis: str = "cue") -> Act:
    """The act of a clause in line `number`, without its pieces."""
    cue = Span(tokens[clause.cue.first].start, tokens[clause.cue.last - 1].end)
    subject, first = clause.subject, clause.cue.first
    while first and not tokens[first - 1].tags.isdisjoint(_WITH_VERB):
        first -= 1
    verbs = [Span(tokens[first].start, cue.end)] if clause.cue.group in _TELLING else []
    if verbs and clause.cue.extra >= 0:
        verbs.append(Span(tokens[clause.cue.extra].start, tokens[clause.cue.extra].end))
    return Act(basis, number, tokens, subject.mention, cue, clause.cue.group, subject.inherits, verbs=tuple(verbs))
