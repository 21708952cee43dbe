"""What is counted for Prometheus. Labels are routes, jobs and outcomes: never a person, never an address.

Several processes count: `yidu serve` gives them a folder in common (PROMETHEUS_MULTIPROC_DIR), and one place adds up
(`yidu.cli.watching`). The folder must be known before this module is imported.
"""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

requests = Counter("yidu_requests", "Requests answered.", ["route", "method", "status"])
request_seconds = Histogram("yidu_request_seconds", "Time to answer a request.", ["route"], buckets=SECONDS)
queries = Counter("yidu_queries", "Statements sent to the database by requests.", ["route"])
query_seconds = Counter("yidu_query_seconds", "Time that requests waited for the database.", ["route"])
pool = Gauge("yidu_pool_connections", "Connections of the web processes.", ["state"], multiprocess_mode="livesum")

job_runs = Counter("yidu_job_runs", "Runs of background jobs.", ["job", "outcome"])
job_seconds = Counter("yidu_job_seconds", "Time that background jobs took.", ["job"])
job_done = Gauge(
    "yidu_job_last_success_timestamp_seconds", "When a background job last went well.", ["job"], multiprocess_mode="max"
)
