"""What several tests share."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def read():
    """Location -> the articles there, and what was skipped."""
    from quotestance.articles import read_articles
    from quotestance.languages import load_languages
    from quotestance.records import Article, Skipped

    languages = load_languages(ROOT / "conf" / "languages")

    def everything(location: object) -> tuple[list[Article], list[Skipped]]:
        records = list(read_articles(str(location), languages=languages))
        articles = [record for record in records if isinstance(record, Article)]
        return articles, [record for record in records if isinstance(record, Skipped)]

    return everything


@pytest.fixture(scope="session")
def extract():
    """The extractor without the tagger."""
    from quotestance.loading import known_extractor, known_languages

    return known_extractor(known_languages(), "none")


@pytest.fixture
def said(tmp_path: Path, extract):
    """Text and language -> speakers and what they say."""
    from quotestance.articles import read_articles
    from quotestance.loading import known_languages

    def of(text: str, code: str) -> list[tuple[str, str]]:
        (tmp_path / "a.txt").write_text(text, encoding="utf-8")
        (article,) = read_articles(tmp_path / "a.txt", languages=known_languages())
        assert article.language == code
        return [(quote.speaker, quote.hull.of(article.text)) for quote in extract(article)]

    return of


@pytest.fixture(scope="session")
def tiny_backbone(tmp_path_factory) -> Path:
    """A BERT of two narrow layers with a vocabulary of characters, as a Hugging Face folder."""
    return build_tiny_backbone(tmp_path_factory.mktemp("tiny"), seed=0)


def build_tiny_backbone(folder: Path, *, seed: int, family: str = "bert") -> Path:
    """Random weights from `seed`; reads any text, since its pieces are single characters.

    `family`: a model type of transformers.
    """
    import torch
    from tokenizers import Tokenizer
    from tokenizers.models import Unigram
    from tokenizers.pre_tokenizers import Metaspace
    from tokenizers.processors import TemplateProcessing
    from transformers import AutoConfig, AutoModel

    pieces = ["<s>", "<pad>", "</s>", "<unk>", "▁", *map(chr, range(33, 127)), *map(chr, range(0x430, 0x450))]
    words = ["▁open", "▁closed", "▁forever", "▁later", "▁text", "▁says", "▁weather", "▁status", "▁road"]
    tokenizer = Tokenizer(Unigram([(p, 0.0 if p in pieces[:4] else -3.0) for p in [*pieces, *words]], unk_id=3))
    tokenizer.pre_tokenizer = Metaspace()
    tokenizer.post_processor = TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(seed)
    sizes = {
        "vocab_size": len(pieces) + len(words),
        "hidden_size": 32,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 64,
        "max_position_embeddings": 128,
        "pad_token_id": 1,
    }
    if family == "distilbert":
        sizes = sizes | {"dim": 32, "n_layers": 2, "n_heads": 2, "hidden_dim": 64}
    AutoModel.from_config(AutoConfig.for_model(family, **sizes)).save_pretrained(folder)
    return folder
