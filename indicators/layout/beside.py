"""What a form asks for beside its tables: sections of free text, documents, lists of lines units add."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Section:
    """Words that the form asks for, below its tables: "Đánh giá chung", "Kiến nghị".

    `hint` says what to write. Its answer stands under `section/key` among the texts of a report.
    """

    key: str
    title: str
    hint: str = ""
    is_required: bool = False

    @property
    def address(self) -> str:
        return f"section/{self.key}"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A document that is to come with the report ("Danh sách kèm theo có chữ ký"), in one or more files.

    `hint` says which. Its files stand under `enclosure/key`.
    """

    key: str
    title: str
    hint: str = ""
    is_required: bool = False

    @property
    def address(self) -> str:
        return f"enclosure/{self.key}"


@dataclass(frozen=True, slots=True)
class ListColumn:
    """kind "text", "number" (with `decimals`) or "date" (a day); `is_required` in every line."""

    key: str
    label: str
    kind: Literal["text", "number", "date"] = "text"
    decimals: int = 0
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class RowList:
    """Lines that the unit adds itself (danh sách), below the tables: as many as there are.

    Its lines stand under `list/key` among the texts of a report (`submissions/lists.py`).
    """

    key: str
    title: str
    hint: str = ""
    is_required: bool = False
    columns: tuple[ListColumn, ...] = ()

    @property
    def address(self) -> str:
        return f"list/{self.key}"
