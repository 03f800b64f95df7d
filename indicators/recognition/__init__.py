"""An agency's existing form, recognised from the layout of its workbook. Pure: knows no Django, no files."""

from indicators.recognition.desk import Choice, Doubt, Spot
from indicators.recognition.found import FoundCell, FoundColumn, FoundForm, FoundRow, FoundTable, Recognised
from indicators.recognition.grid import Grid, GridCell, Span
from indicators.recognition.grid import from_data as grid_from_data
from indicators.recognition.grid import to_data as grid_to_data
from indicators.recognition.recognise import recognise

__all__ = [
    "Choice",
    "Doubt",
    "FoundCell",
    "FoundColumn",
    "FoundForm",
    "FoundRow",
    "FoundTable",
    "Grid",
    "GridCell",
    "Recognised",
    "Span",
    "Spot",
    "grid_from_data",
    "grid_to_data",
    "recognise",
]
