"""A small writer of ONNX graphs: named constants, nodes, and the model made of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

OPSET = 20
IR_VERSION = 10
LARGE = 1024
"""Bytes from which a constant stands in the second file."""


class GraphWriter:
    """Collects constants and nodes in the order in which they are computed."""

    def __init__(self) -> None:
        """Start an empty graph."""
        self._nodes: list[Any] = []
        self._constants: dict[str, Any] = {}

    def constant(self, name: str, value: NDArray[Any] | np.uint8 | Sequence[int] | float) -> str:
        """Store a constant and return its name; whole numbers become int64, others float32."""
        from onnx import numpy_helper

        array = np.asarray(value)
        if array.dtype == np.float64:
            array = array.astype(np.float32)
        self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(array), name)
        return name

    def node(self, operator: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        """Add a node with one output and return the output's name."""
        self.split(operator, inputs, (output,), **attributes)
        return output

    def split(
        self, operator: str, inputs: Sequence[str], outputs: Sequence[str], **attributes: Any
    ) -> None:
        """Add a node with several outputs."""
        from onnx import helper

        self._nodes.append(
            helper.make_node(operator, list(inputs), list(outputs), outputs[0], **attributes)
        )

    def save(self, path: Path, *, inputs: Sequence[str], output: str, dim: int) -> None:
        """Write the model as two files: the graph, and beside it the large constants.

        onnxruntime maps the second file instead of copying it (39 MB in memory, not 68), and
        processes that serve the same folder share it.

        Args:
            path: where to, ending in ``.onnx``; the constants get the ending ``.bin``.
            inputs: names of int64 inputs of shape (batch, length).
            output: name of the float32 output of shape (batch, dim).
            dim: number of its columns.
        """
        from onnx import TensorProto, helper, save_model

        graph = helper.make_graph(
            self._nodes,
            "sentence-encoder",
            [
                helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"])
                for name in inputs
            ],
            [helper.make_tensor_value_info(output, TensorProto.FLOAT, ["batch", dim])],
            list(self._constants.values()),
        )
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", OPSET)],
            ir_version=IR_VERSION,
            producer_name="faultkb",
        )
        save_model(
            model,
            str(path),
            save_as_external_data=True,
            location=path.with_suffix(".bin").name,
            size_threshold=LARGE,
        )
