"""A run on a cluster of two machines, one of which is taken away: for test_cluster.py, as a program of its own.

    python -m tests.attribution.archive.on_cluster SOURCE TARGET

Machines are processes of this one, by Ray's own utility.
"""

import os
import sys

#: Ray would report its use to its makers; and tests reach nothing but this machine.
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"

from ray.cluster_utils import Cluster

from attribution.archive.cluster import actors
from attribution.archive.run import Request, Run
from tests.attribution.archive import engines
from tests.attribution.archive.runs import ENGINE

MACHINE = {"num_cpus": 1, "object_store_memory": 80_000_000, "include_dashboard": False}


def main(source: str, target: str) -> None:
    cluster = Cluster(initialize_head=True, head_node_args=MACHINE)
    machine = cluster.add_node(num_cpus=1, object_store_memory=80_000_000)
    run = Run(Request(source=source, target=target, part_bytes=20_000), ENGINE)
    with run.begin() as ledger, actors(cluster.address, None, engines.timed, run.recipe) as workers:
        assert len(workers) == 2
        for number, _ in enumerate(run.work(ledger, workers)):
            if number == 5:
                cluster.remove_node(machine, allow_graceful=False)
    cluster.shutdown()
    sys.stdout.write(f"{ledger.counts}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
