from hypothesis import example, given
from hypothesis import strategies as st

from submissions.workbooks.escaping import escape, unescape


@given(st.text(alphabet="'=+-@\t\ra1", max_size=6))
@example("-")
@example("'-")
@example("''=x")
def test_what_goes_out_escaped_comes_back_the_same(text: str) -> None:
    assert unescape(escape(text)) == text


@given(st.text(max_size=20))
def test_nothing_goes_out_that_could_become_a_formula(text: str) -> None:
    assert escape(text) == "-" or not escape(text).startswith(("=", "+", "-", "@", "\t", "\r"))
