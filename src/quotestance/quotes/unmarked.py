"""Speech without marks: in the first person, after a dash, after a name and a colon, in the reporting mood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from quotestance.quotes.acts import Act
from quotestance.quotes.borders import LEADS, TERMINAL
from quotestance.quotes.cues import find_cues
from quotestance.quotes.frames import COMMAS, DASHES, full_name_at, is_oblique, joined_name
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.mentions import Mention, mentions_in
from quotestance.quotes.paragraphs import Line, Paragraph
from quotestance.quotes.tokens import WHOLE, Token
from quotestance.records import Span

_OWN = frozenset(["first_person", "complementizers", "introducers", WHOLE])
_WHETHER = frozenset(["subordinators", "complementizers"])
_AS_FOLLOWS = frozenset(["şu", "şunları", "şunu", "şunlar", "şöyle", "belə", "bunları"])
_ENDS = frozenset([*".?!…։", ""])
"""Of a sentence, or a quotation."""
_HIGHLIGHTS = frozenset(["başları", "başlıklar", "başlıkları"])
"""Turkish: what of a speech follows ("Demir'in konuşmasından satır başları:")."""
MAX_NOTE = 6
"""Tokens of what stands in brackets after a name."""
MIN_WORDS = 3
"""Words after a name and a colon that count as speech."""


def colon_speech(line: Line, number: int, lexicon: Lexicon) -> list[Act]:
    """ "Petrosyan: We agree." without marks, where a name or title alone stands before the colon.

    After a name with a title a few words may say where ("Our man Al Berg in Bath: ...").
    """
    tokens = line.tokens[_after_time(line.tokens) :]
    mention = next(mentions_in(tokens, 0, min(len(tokens), 12), lexicon), None)
    if (closing := _closing_name(line, number, lexicon)) is not None:
        return [closing]
    if (
        mention is None
        or mention.first
        or mention.kind not in ("name", "title", "body")
        or mention.last + MIN_WORDS >= len(tokens)
    ):
        return []
    colon, turn = mention.last, _is_turn(tokens, mention)
    if tokens[colon].word == "(":
        colon = next((n + 1 for n in range(colon, min(colon + MAX_NOTE, len(tokens) - 1)) if tokens[n].word == ")"), 0)
    elif 0 < mention.name[0] < mention.name[1] - 1 and "prepositions" in tokens[colon].tags:
        near = range(colon, min(colon + MAX_NOTE, len(tokens) - 1))
        colon = next((n for n in near if tokens[n].kind != "word"), colon)
    spoken = tokens[colon + 1 :]
    if not (tokens[colon].word == ":" or turn) or not spoken:
        return []
    act = Act("cue", number, tokens, mention, None, "say", plain_direct=True)
    act.add(number, Span(spoken[0].start, spoken[-1].end))
    return [act]


def _is_turn(tokens: Sequence[Token], mention: Mention) -> bool:
    """ "Ada Stone (mayor) - We agree.": a full name, what its bearer is in brackets, a dash and a sentence."""
    last = next(
        (n for n in range(mention.last, min(mention.last + MAX_NOTE + 1, len(tokens))) if tokens[n].word == ")"), 0
    )
    told = last and tokens[mention.last].word == "(" and tokens[-1].word in TERMINAL | LEADS
    titled = any("titles" in token.tags for token in tokens[mention.last : last])
    dashed = bool(told) and last + 1 < len(tokens) and tokens[last + 1].word in DASHES
    return dashed and titled and mention.name[1] - mention.name[0] > 1


def _after_time(tokens: Sequence[Token]) -> int:
    """Past the time that a line of a live report begins with ("14.37 Uhr:", "22.14 |")."""
    digits = next((n for n, t in enumerate(tokens[:5]) if not t.word[:1].isdigit() and t.word not in ".:"), 0)
    digits -= digits > 0 and tokens[digits - 1].word == ":"
    end = digits + (digits > 0 and tokens[digits].kind == "word")
    return end + 1 if digits and end < len(tokens) and tokens[end].word in ":|–-—" else 0


def _name_at(tokens: Sequence[Token], lead: int, lexicon: Lexicon) -> Mention | None:
    """A full name that is all there is after `lead`."""
    mention = next(mentions_in(tokens, lead, len(tokens), lexicon), None)
    alone = mention is not None and (mention.first, mention.last) == (lead, len(tokens))
    return mention if alone and mention is not None and mention.name[1] - mention.name[0] > 1 else None


def closing_name(paragraph: Paragraph, lexicon: Lexicon) -> Iterator[Act]:
    """ "We are ready. Ada Stone": a sentence and a full name alone, as headlines in Armenian have it."""
    said, line = paragraph.lines
    mention = _name_at(line.tokens, 0, lexicon)
    if mention is None or said.tokens[-1].word not in LEADS or len(said.tokens) <= MIN_WORDS or paragraph.marks:
        return
    act = Act("cue", 0, line.tokens, mention, None, "say")
    act.add(0, Span(said.span.start, said.tokens[-1].start))
    yield act


def _closing_name(line: Line, number: int, lexicon: Lexicon) -> Act | None:
    """ "We are ready: Ada Stone", as headlines have it: a full name alone between a colon and the end."""
    tokens = line.tokens
    lead = next(
        (n for n in range(len(tokens) - 2, max(MIN_WORDS, len(tokens) - MAX_NOTE), -1) if tokens[n].word == ":"), 0
    )
    mention = _name_at(tokens, lead + 1, lexicon) if lead else None
    if mention is None or any(token.kind == "quote" for token in tokens):
        return None
    act = Act("cue", number, tokens, mention, None, "say", plain_direct=True)
    act.add(number, Span(tokens[0].start, tokens[lead - 1].end))
    return act


def first_subject(line: Line, last: int, lexicon: Lexicon) -> Mention | None:
    """Who does something before a verb without a subject of its own ("X agreed but said that ...")."""
    found = mentions_in(line.tokens, 0, last, lexicon)
    plain = (m for m in found if not m.governed and m.kind != "other" and not is_oblique(line.tokens, m, lexicon))
    return next(plain, None)


def first_person_speech(paragraph: Paragraph, acts: Sequence[Act]) -> None:
    """Speech in the first person without marks, closed by its frame at the end of the paragraph."""
    last = len(paragraph.lines) - 1
    closing = [act for act in acts if act.line == last and act.basis == "cue" and not act.inherits]
    if paragraph.marks or len(acts) != 1 or not closing or not _ends_paragraph(paragraph.lines[last]):
        return
    spoken = [*closing[0].pieces.get(last, ()), *(line.span for line in paragraph.lines[:last])]
    words = (word for line in paragraph.lines for word in line.words if "first_person" in word.tags)
    if any(span.start <= word.start < span.end for word in words for span in spoken):
        closing[0].plain_direct = True
        for number, line in enumerate(paragraph.lines[:last]):
            closing[0].add(number, line.span)


def _ends_paragraph(line: Line) -> bool:
    return len(line.clauses) == 1 and line.clauses[0].shape == "before"


def dash_speech(paragraph: Paragraph, acts: Sequence[Act]) -> None:
    """A paragraph that a dash begins is speech without marks; a frame in it is followed by more speech after a dash."""
    first = paragraph.lines[0].tokens
    framing = [act for act in acts if act.basis == "cue" and act.line == 0]
    late = next((act for act in acts if act.basis == "cue"), None)
    if late is not None and late.line and first[:1] and first[0].word in DASHES and late.cue is not None:
        spoken = late.pieces.get(late.line, [])
        if not paragraph.marks and spoken and spoken[0].start == paragraph.lines[late.line].span.start < late.cue.start:
            late.plain_direct = True
            for number in range(late.line):
                late.add(number, paragraph.lines[number].span)
    if not first or len(framing) != 1 or any(token.kind == "quote" for token in first):
        return
    lead = (n for n in range(1, len(first)) if first[n - 1].word == ":" and framing[0].plain_direct)
    resumed = first[next(lead, 0)].word in DASHES and first[0].word not in DASHES  # "X: — We agree. And gladly."
    resumed = resumed or (framing[0].plain_direct and framing[0].mention is not None)  # "X: We agree. Gladly."
    if first[0].word not in DASHES and not resumed:
        return
    framing[0].plain_direct = True
    turn = first[0].word in DASHES and all(token.word not in DASHES for token in first[1:])
    for number, line in enumerate(paragraph.lines[1:], 1):
        own = turn and any("first_person" in token.tags for token in line.tokens)  # "– No, she said. I saw it."
        resumed = resumed or own or (bool(line.tokens) and line.tokens[0].word in DASHES)
        inner = [act for act in acts if act.line == number]
        told = (own or line.tokens[0].word in DASHES) and all(n.shape == "after" for n in line.clauses)
        if inner and not told:
            break
        for act in inner:  # "— I wrote, — she said. — They answered: no."
            act.basis, act.mention, act.inherits = "nested", None if act.inherits else act.mention, False
        framing[0].add(number, line.span)


def led_turn(
    paragraph: Paragraph, before: Paragraph | None, said: Act | None, acts: list[Act], lexicon: Lexicon
) -> list[Act]:
    """The acts of a paragraph that a dash begins, behind one that leads to speech ("Stone answered:") or a turn.

    A list behind a colon is no speech: a cue stands before it, or the first person in it.
    """
    first = [p.lines[0].tokens[:1] for p in (paragraph, before) if p is not None]
    dashed = [bool(tokens) and tokens[0].word in DASHES for tokens in first]
    framed = any(act.plain_direct or not act.line for act in acts)
    if before is None or framed or not before.lines[-1].tokens:
        return acts
    lead, end = before.lines[-1], before.lines[-1].tokens[-1].word
    highlights = lexicon.has("final") and lead.tokens[max(0, len(lead.tokens) - 2)].word in _HIGHLIGHTS
    if paragraph.marks and not (highlights and first[0] and first[0][0].kind == "word"):
        return acts
    words = [token for line in paragraph.lines for token in line.tokens]
    own = any("first_person" in word.tags for word in words)
    told = lexicon.has("final") and any(token.word in _AS_FOLLOWS for token in lead.tokens[-MAX_NOTE - 1 :])
    told = told or highlights
    end = ":" if told and end == ";" else end
    going_on = own and lexicon.has("final") and said is not None and said.cue is None and said.plain_direct
    led = end == ":" and not dashed[1] and (told or (own and len(before.lines) == 1))
    if not dashed[0] and not going_on and not led:
        return acts
    if dashed[1] or going_on:
        asks = any(word.word in "?՞؟" for line in before.lines for word in line.words)
        if said is None or said.cue is not None or not said.plain_direct or (asks and not going_on):
            return acts
        turn = Act("follow", 0, inherits=True, plain_direct=True, source=said)
    else:
        cues = [] if lead.clauses and not told else find_cues(lead.tokens, lexicon)
        closing = any(cue.last >= len(lead.tokens) - 2 for cue in cues)
        named = any(cue.group == "say" for cue in cues) and _speaks_of(lead, lexicon)
        cued = bool(cues) or highlights or (own and dashed[0])
        whole = any(word.capital for word in words[1:3]) and words[-1].word in _ENDS  # no item of a list
        if not whole and not (end == ":" and cued) and not (end in LEADS and (closing or named)):
            return acts
        turn = Act("cue", 0, inherits=True, plain_direct=True)
    for act in acts:
        act.basis, act.mention, act.inherits = "nested", None if act.inherits else act.mention, False
    for number, line in enumerate(paragraph.lines):
        turn.add(number, line.span)
    return [turn, *acts]


def _speaks_of(lead: Line, lexicon: Lexicon) -> bool:
    """Whether a sentence with a verb of speech begins with a full name ("Trainer Al Berg commented on the match.")."""
    mention = first_subject(lead, len(lead.tokens), lexicon)
    mention = mention and full_name_at(lead.tokens, mention, len(lead.tokens), lexicon)
    return mention is not None and not mention.first and mention.name[1] - mention.name[0] > 1


def mood_speech(paragraph: Paragraph, acts: list[Act], lexicon: Lexicon) -> None:
    """Sentences in the reporting mood go on with the speech before them (German: "Er sei bereit.").

    Without any they are the speech of whoever the sentence before is about; after a colon, of whom the words before
    it are about ("Die Stadt gab Entwarnung: Das Wasser sei sauber").
    """
    speaking: Act | None = None
    for number, line in enumerate(paragraph.lines):
        here = [act for act in acts if number in act.pieces and act.basis != "nested"]
        if here:
            speaking = here[-1]
        elif not line.clauses and (_in_mood(line.tokens) or (speaking is not None and _is_heard(line.tokens, lexicon))):
            begin = _after_time(line.tokens)
            colon = next((n for n, t in enumerate(line.tokens) if t.word == ":" and n > begin), 0)
            if colon and any("mood" in t.tags for t in line.tokens[colon:]):
                mention = first_subject(line, colon, lexicon)
                mention = mention and joined_name(line.tokens, mention, mention.last, colon, lexicon)
                speaking = Act("cue", number, line.tokens, mention, None, "say", mention is None)
                speaking.add(number, Span(line.tokens[colon + 1].start, line.span.end))
                acts.append(speaking)
                continue
            if speaking is None:
                if not number or any(t.tags & _OWN for t in line.tokens):
                    continue
                speaking = Act("follow", number, line.tokens, inherits=True)
                acts.append(speaking)
            heard = next((n for n, t in enumerate(line.tokens[:-1]) if "hearsay" in t.tags and n), 0)
            if heard:
                speaking.add(number, Span(line.span.start, line.tokens[heard - 1].end))
            speaking.add(number, Span(line.tokens[heard + 1].start if heard else line.span.start, line.span.end))
            speaking.continues |= {number}
        else:
            speaking = None


def _in_mood(tokens: Sequence[Token]) -> bool:
    """Whether the main clause is in the reporting mood (not "Ob er gehe, ließ er offen")."""
    moods = [n for n, token in enumerate(tokens) if "mood" in token.tags]
    stops = [n for n, token in enumerate(tokens) if token.kind != "word"]
    left = len(stops) == 2 and tokens[stops[0]].word in COMMAS and tokens[0].tags >= _WHETHER
    return bool(moods) and not (left and moods[-1] < stops[0])


def _is_heard(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """A word such as Russian "мол"; a German verb that only the mood ends in "-e" ("Er rede nicht")."""
    if any("hearsay" in token.tags for token in tokens):
        return all(token.word != ":" for token in tokens)
    pairs = pairwise(tokens) if lexicon.speech.mood else ()
    ended = ((v, after) for v, after in pairs if v.word.endswith("e") and not (v.word.endswith("te") or v.capital))
    plain = ((v, after.tags) for v, after in ended if len(v.word) > MIN_WORDS and v.tags <= {"bridges", "verbal"})
    return any(tags & {"pronouns", "negations"} and not tags & {"first_person", "determiners"} for _, tags in plain)
