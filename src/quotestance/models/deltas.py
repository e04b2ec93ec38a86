"""What training changed, in a few megabytes: differences to the backbone in eight bits, a scale per row.

The differences are small beside the weights, so that eight bits lose less than half-precision weights would (the
idea of Liu et al. 2024, BitDelta, with more bits). A model is scored after packing: what ships is what was measured.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

_SCALE = ".scale"
_STEPS = 127.0


def pack(state: Mapping[str, Tensor], base: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """`state` as differences to `base` where it holds a matrix of that name; all else as it is."""
    packed: dict[str, Tensor] = {}
    for name, tensor in state.items():
        if name in base and tensor.ndim == 2:
            difference = tensor - base[name]
            scale = (difference.abs().amax(dim=1, keepdim=True) / _STEPS).clamp(min=torch.finfo(torch.float32).tiny)
            packed[name] = torch.round(difference / scale).to(torch.int8)
            packed[name + _SCALE] = scale
        else:
            packed[name] = tensor
    return packed


def unpack(packed: Mapping[str, Tensor], base: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """What `pack` made of a state, as that state; ValueError where a difference has no base of its shape."""
    state: dict[str, Tensor] = {}
    for name, tensor in packed.items():
        if name.endswith(_SCALE):
            continue
        scale = packed.get(name + _SCALE)
        if scale is None:
            state[name] = tensor
        elif name not in base or base[name].shape != tensor.shape:
            raise ValueError(f"{name}: expected a matrix of the backbone of shape {tuple(tensor.shape)}; found another")
        else:
            state[name] = base[name] + tensor.float() * scale
    return state
