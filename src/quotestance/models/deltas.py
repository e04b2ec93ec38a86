"""What training changed, in a few megabytes: differences to the backbone in four bits, a scale per 128 of a row.

The differences are small beside the weights, so that four bits lose less than half-precision weights would (the idea
of Liu et al. 2024, BitDelta, with more bits). A model is scored after packing: what ships is what was measured.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

_SCALE = ".scale"
_GROUP = 128
_STEPS = 7


def pack(state: Mapping[str, Tensor], base: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """`state` as differences to `base` where it holds a matrix of that name; all else as it is.

    A difference of shape (rows, columns) becomes one byte per two values, and scales of shape (rows, groups).
    """
    packed: dict[str, Tensor] = {}
    for name, tensor in state.items():
        if name in base and tensor.ndim == 2 and tensor.numel() % 2 == 0:
            groups = _grouped(tensor - base[name])
            scale = (groups.abs().amax(dim=2) / _STEPS).clamp(min=torch.finfo(torch.float16).tiny).half()
            steps = torch.round(groups / scale[..., None].float()).clamp(-_STEPS, _STEPS) + _STEPS
            low, high = steps.to(torch.uint8).flatten().view(-1, 2).unbind(dim=1)
            packed[name] = low | (high << 4)
            packed[name + _SCALE] = scale
        else:
            packed[name] = tensor
    return packed


def unpack(packed: Mapping[str, Tensor], base: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """What `pack` made of a state, as that state; ValueError where a difference has no base of its size."""
    state: dict[str, Tensor] = {}
    for name, tensor in packed.items():
        if name.endswith(_SCALE):
            continue
        scale = packed.get(name + _SCALE)
        if scale is None:
            state[name] = tensor
        elif name not in base or base[name].numel() != 2 * tensor.numel():
            raise ValueError(f"{name}: expected differences to a matrix of the backbone of {2 * tensor.numel()} values")
        else:
            steps = torch.stack([tensor & 15, tensor >> 4], dim=1).view(base[name].shape).float() - _STEPS
            state[name] = base[name] + (_grouped(steps) * scale[..., None].float()).view(base[name].shape)
    return state


def _grouped(matrix: Tensor) -> Tensor:
    """(rows, columns) -> (rows, groups, values of a group); one group where the columns do not divide."""
    rows, columns = matrix.shape
    return matrix.view(rows, -1, _GROUP) if columns % _GROUP == 0 else matrix.view(rows, 1, columns)
