"""kill -9 of the worker in the middle of a batch: what was kept stays, the rest goes on, nothing twice."""

import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from submissions.actions.open_rounds import open_round
from submissions.actions.receive_files import receive_files
from submissions.models import Batch, BatchFile, Draft, Submission, Upload
from tests.submissions.test_batches import filled, packed
from tests.submissions.workbooks.conftest import AT, FormWorld, blank, form_world, forms, layout
from tests.support.processes import Processes
from units.actions.create_unit import create_unit
from units.models import Event

__all__ = ["blank", "form_world", "forms", "layout"]
COMMUNES = 40


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_whole_files_and_the_next_one_does_the_rest(
    form_world: FormWorld, database_url: str, processes: Processes, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    cast, regime = form_world.cast, form_world.template.regime
    regime.lets_others_enter = True
    regime.save()
    more = {"kind": "xa", "parent": cast.province, "begins": cast.dong_hung.begins, "by": None, "at": AT}
    for number in range(COMMUNES):
        create_unit(code=f"9{number:04}", name=f"Số {number}", **more)
    asked = open_round(template=form_world.template, period_code="2026-6M", by=None, at=AT)
    reports = Submission.objects.filter(assignment__round=asked).order_by("pk")
    quan = cast.fresh("quan")  # reads everything: hands out every unit's blank
    archive = packed(
        *((f"{number}.xlsx", filled(one, quan, str(number + 1))) for number, one in enumerate(reports))
    )
    total, given = reports.count(), ("a.zip", BytesIO(archive), len(archive))
    batch = receive_files(files=[given], key="k", part=0, parts=1, by=cast.nga, at=timezone.now())

    def done() -> int:
        return batch.files.exclude(state=BatchFile.State.WAITING).count()

    for some in (3, 15, total):
        worker = processes.start_worker(database_url=database_url)
        deadline = time.monotonic() + 60
        while done() < some:
            assert time.monotonic() < deadline, worker.output
            time.sleep(0.02)
        if some < total:
            worker.kill()
            _is_whole(batch, done())
    worker.wait_for_output("SUCCESSFUL", timeout=30)
    batch.refresh_from_db()
    assert batch.finished_at is not None
    _is_whole(batch, total)
    assert set(batch.files.values_list("state", flat=True)) == {"saved"}


def _is_whole(batch: Batch, done: int) -> None:
    """So many files, drafts, originals and events: each file wholly, and once."""
    saved = Draft.objects.filter(version__gt=0)
    assert set(saved.values_list("version", flat=True)) <= {1}
    assert saved.count() == Upload.objects.count() == done
    filled_for = Event.objects.filter(kind="submission.filled_for").values_list("subject_id", flat=True)
    assert len(filled_for) == len(set(filled_for)) == done
    assert batch.files.filter(content__isnull=True).count() == done
