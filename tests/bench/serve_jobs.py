"""The worker's side of the conversation in messages.ts, for workers in Python."""

import json
import sys
import time

# Libraries print where they like; the conversation keeps standard output to itself.
_answers = sys.stdout
sys.stdout = sys.stderr


def read_settings():
    """The first line: what messages.ts calls WorkerSettings."""
    return json.loads(sys.stdin.readline())


def serve_jobs(jobs, versions, n_parameters):
    """Says that the worker is warm, then runs the jobs as they are asked for.

    jobs: functions by name; each returns the number of pictures that went through.
    """
    _answer({"versions": versions, "nThreads": _count_threads(), "nParameters": n_parameters})
    for line in sys.stdin:
        started = time.perf_counter()
        n_images = jobs[line.strip()]()
        _answer({"nImages": n_images, "seconds": time.perf_counter() - started})


def _answer(message):
    _answers.write(json.dumps(message) + "\n")
    _answers.flush()


def _count_threads():
    """Linux alone tells."""
    if sys.platform != "linux":
        return None
    with open("/proc/self/status") as status:
        return int(next(line for line in status if line.startswith("Threads:")).split()[1])
