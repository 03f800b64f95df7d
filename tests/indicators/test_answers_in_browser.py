"""The browser's twin reads and writes every case of the table as Python does."""

import json
from pathlib import Path
from typing import Any

from indicators import answers
from tests.support.javascript import JavaScript

CASES: dict[str, list[Any]] = json.loads((Path(answers.__file__).parent / "cases.json").read_text("utf-8"))
MODULE = "reporting/static/js/answers.js"

READ = """
([call, cases]) => cases.map(({ text, decimals }) => {
  try {
    const answer = window.subject[call](text, decimals);
    return answer && { ...answer, scaled: answer.scaled === null ? null : String(answer.scaled) };
  } catch (error) {
    return { code: error.code, params: error.params };
  }
})
"""
WRITE = """
(cases) => cases.map(({ sign, scaled, decimals }) => {
  const answer = { sign, scaled: scaled === null ? null : BigInt(scaled), decimals };
  return { text: window.subject.formatAnswer(answer), plain: window.subject.plain(answer) };
})
"""


def as_text(scaled: int | None) -> str | None:
    return None if scaled is None else str(scaled)


def test_the_browser_reads_every_case_as_the_table_says(javascript: JavaScript) -> None:
    page = javascript.page(MODULE)
    for call, accepted, refused in [
        ("parseAnswer", "typed", "refused"),
        ("parsePlain", "plain", "plain_refused"),
    ]:
        said = page.evaluate(READ, [call, CASES[accepted]])
        assert said == [
            {"sign": c["sign"], "scaled": as_text(c["scaled"]), "decimals": c["decimals"]}
            for c in CASES[accepted]
        ]
        said = page.evaluate(READ, [call, CASES[refused]])
        assert said == [{"code": c["code"], "params": c["params"]} for c in CASES[refused]]
    blanks = [{"text": text, "decimals": 2} for text in CASES["blank"]]
    assert page.evaluate(READ, ["parseAnswer", blanks]) == [None] * len(blanks)


def test_the_browser_writes_every_case_as_the_table_says(javascript: JavaScript) -> None:
    page = javascript.page(MODULE)
    cases = [{**c, "scaled": as_text(c["scaled"])} for c in CASES["written"]]
    assert page.evaluate(WRITE, cases) == [{"text": c["text"], "plain": c["plain"]} for c in CASES["written"]]
    assert page.evaluate("window.subject.formatAnswer(null)") == ""
