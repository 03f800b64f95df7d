"""docs/workflow.md, drawn from the table of transitions."""

from submissions.models import Status
from submissions.transitions import TRANSITIONS, Action, Step

_HEAD = """# The workflow of a report

Drawn by `manage.py draw_transitions` from `submissions/transitions.py`; do not edit.

A signature comes before sending, after it, or not at all, as the regime says. Figures are provisional from
the sending on. They count from the acceptance on; where the signature comes after, acceptance waits for it.
Where acceptance is automatic, the system accepts at once: when the report is sent, or when it is signed if
that comes after. What somebody else entered for a unit that is cut off is marked as such and waits for no
signature.

One's own work (one asked for the signature, or typed every figure) is signed by somebody else, unless the
unit lets one person do both.

After a first acceptance the figures of the accepted revision count until the next one is accepted, whatever
the status says: such a report goes back to `correcting` where another goes back to `draft`.
"""


def workflow_page() -> str:
    """The whole page: a diagram and the table beside it."""
    steps = [(status, action, step) for (status, action), step in TRANSITIONS.items()]
    lines = [_HEAD, "```mermaid", "stateDiagram-v2", f"    [*] --> {Status.DRAFT.value}"]
    for status, action, step in steps:
        if action is Action.EDIT:
            continue
        lines.append(f"    {status.value} --> {step.to.value}: {action.value}")
        if step.to_corrected:
            lines.append(f"    {status.value} --> {step.to_corrected.value}: {action.value} (a correction)")
    lines += [
        "```",
        "",
        "| status | action | permission | new status | event | only |",
        "|---|---|---|---|---|---|",
    ]
    lines += [_row(*line) for line in steps]
    return "\n".join(lines) + "\n"


def _row(status: Status, action: Action, step: Step) -> str:
    to = f"`{step.to.value}`" + (f" or `{step.to_corrected.value}`" if step.to_corrected else "")
    event = f"`{step.event}`" if step.event else "none"
    only = step.where.value if step.where else ""
    who = step.permission.value + (", not one's own work" if step.by_another else "")
    return f"| `{status.value}` | `{action.value}` | {who} | {to} | {event} | {only} |"
