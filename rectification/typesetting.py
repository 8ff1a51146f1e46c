"""Papers as PDF, set by typst with the fonts of a package: the same on a machine without fonts of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import typst
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "rectification"
# Noto Sans SC and Noto Serif SC.
FONTS = Path(pylopdf_fonts_zh_cn.sans_path()).parent


def typeset(template: str, content: dict[str, Any]) -> bytes:
    """Set a template under templates/rectification; the content goes in as data, so that nothing can become markup."""
    pdf = typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(content, ensure_ascii=False)},
    )
    assert isinstance(pdf, bytes)
    return pdf
