"""How many threads numpy's linear algebra may use.

The engine's matrices are small: a second thread costs two thirds more processor time and saves none
of the wait. Programs that run the engine in a process a core therefore keep each to one thread.
"""

import os

#: What the usual builds of numpy read when they are loaded, and not again.
VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def one_thread_each() -> None:
    """Keep this process, and those that it starts, to one thread, unless the environment says otherwise.

    Has to be called before numpy is first imported.
    """
    for name in VARIABLES:
        os.environ.setdefault(name, "1")
