"""Rows of a register that moves in: the columns of the contract, in order, with what matters overridden."""

from __future__ import annotations

import csv
import io

from rectification.register_words import COLUMNS

BEIJING, ZHEJIANG, GUANGDONG = "91110000XTXT000105", "91330000XTXT00010T", "91440000XTXT00010M"


def row(**changed: str) -> dict[str, str]:
    return {
        "credit_code": BEIJING,
        "name": "北京云杉远航教育科技有限公司",
        "brand": "云杉网校",
        "province": "北京",
        "list": "white",
        "listed_on": "2019-12-20",
        "reason": "",
        "platform_kind": "website",
        "platform_name": "云杉网校",
        "address": "https://www.yunshan.example",
        "icp_number": "京ICP备19054321号-1",
    } | changed


def black(**changed: str) -> dict[str, str]:
    told = {
        "credit_code": ZHEJIANG,
        "name": "杭州甲乙丙教育科技有限公司",
        "brand": "甲乙丙课堂",
        "province": "浙江",
        "list": "black",
        "reason": "逾期未整改",
        "platform_name": "甲乙丙课堂",
        "address": "https://www.jiayibing.example",
        "icp_number": "",
    }
    return row(**told | changed)


def gray(**changed: str) -> dict[str, str]:
    told = {
        "credit_code": GUANGDONG,
        "name": "广州丁戊教育科技有限公司",
        "brand": "丁戊学堂",
        "province": "44",
        "list": "gray",
        "reason": "超时授课",
        "platform_name": "丁戊学堂",
        "address": "https://www.dingwu.example",
        "icp_number": "",
    }
    return row(**told | changed)


def register(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS, encoding: str = "utf-8") -> bytes:
    """The file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)
