"""What is vendored is what the lock says, with a licence beside it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]


def vendor() -> ModuleType:
    spec = importlib.util.spec_from_file_location("vendor", ROOT / "tools" / "vendor.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["vendor"] = module
    spec.loader.exec_module(module)
    return module


def test_the_tree_is_the_lock() -> None:
    assert vendor().differences() == []


def test_every_package_keeps_its_licence() -> None:
    module = vendor()
    for package in module.PACKAGES:
        assert list(module.folder(package).glob("LICENSE*")), package.name


def test_a_changed_file_is_told(tmp_path: Path, monkeypatch) -> None:
    module = vendor()
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "SHIPPED", tmp_path / "a")
    monkeypatch.setattr(module, "TESTS", tmp_path / "b")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.js").write_text("1")
    lines = module.differences()
    assert "a/x.js: in the tree, not in the lock" in lines
    assert any("in the lock, not in the tree" in line for line in lines)
