"""Sharing out jobs so that as many as can be are done, at the least cost together."""

from collections.abc import Sequence

Costs = Sequence[Sequence[int | None]]


def assign(costs: Costs) -> list[int | None]:
    """For each job (row) the worker (column) who does it, or None; nobody does two.

    `None` for a cost: this worker cannot do this job. First as many jobs as possible are done, then
    the sum of the costs is least: no other way to share them out is better in both.
    """
    jobs, workers = len(costs), max((len(row) for row in costs), default=0)
    if not jobs or not workers:
        return [None] * jobs
    import numpy as np  # noqa: PLC0415  # 100 MB with the next that few processes ever need
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415  # the same

    known = [cost for row in costs for cost in row if cost is not None]
    # dearer than all jobs together could be, whichever way they are shared out
    unfilled = 1 + jobs * (max(known, default=0) - min(known, default=0))
    lowest = min(known, default=0)
    # each job has a place of its own where nobody does it; a place nobody can have costs two jobs
    matrix = np.full((jobs, workers + jobs), 2 * unfilled * (jobs + 1), dtype=np.int64)
    for job, row in enumerate(costs):
        matrix[job, workers + job] = unfilled
        for worker, cost in enumerate(row):
            if cost is not None:
                matrix[job, worker] = cost - lowest
    _rows, columns = linear_sum_assignment(matrix)
    return [int(column) if column < workers else None for column in columns]
