"""Metrics for Prometheus: memory, caches and the queue of questions."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.app import App
from bot.errors import SetupError
from bot.settings import EX_CONFIG

if TYPE_CHECKING:
    from prometheus_client import Metric

_log = logging.getLogger(__name__)

_NOT_INSTALLED = (
    "FACTDESK_METRICS_PORT is set, but the package prometheus-client is missing. Install it with "
    "pip install 'factdesk[metrics]', or remove the setting."
)


class AppCollector:
    """Collector of one app's figures, read at each request."""

    def __init__(self, app: App) -> None:
        self._app = app

    def collect(self) -> Iterator[Metric]:
        """Yield all metrics with their present values."""
        from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415 - an extra

        memory = self._app.memory()
        if memory.resident is not None:
            yield GaugeMetricFamily("factdesk_resident_memory_bytes", "Resident memory.", memory.resident)
        yield GaugeMetricFamily(
            "factdesk_questions_waiting", "Questions waiting for their turn.", self._app.question_queue.waiting()
        )
        entries = GaugeMetricFamily("factdesk_cache_entries", "Entries of a cache.", labels=["cache"])
        size = GaugeMetricFamily("factdesk_cache_size", "Size of a cache.", labels=["cache", "unit"])
        capacity = GaugeMetricFamily("factdesk_cache_capacity", "Limit of the size.", labels=["cache", "unit"])
        for use in memory.caches:
            entries.add_metric([use.name], use.entries)
            size.add_metric([use.name, use.unit], use.size)
            capacity.add_metric([use.name, use.unit], use.capacity)
        yield from (entries, size, capacity)


@contextmanager
def serve_metrics(app: App) -> Iterator[None]:
    """Serve the app's metrics during the block, if a port is set.

    Raises SetupError if the port can't be used or the extra is not installed.
    """
    port, host = app.settings.metrics_port, app.settings.metrics_host
    if port is None:
        yield
        return
    try:
        from prometheus_client import CollectorRegistry, start_http_server  # noqa: PLC0415 - an extra
    except ImportError:
        raise SetupError(_NOT_INSTALLED, exit_code=EX_CONFIG) from None
    registry = CollectorRegistry()
    registry.register(AppCollector(app))
    try:
        server, thread = start_http_server(port, host, registry)
    except OSError as error:
        raise SetupError(
            f"The metrics can't be served at {host}:{port} ({error.strerror or error}). Correct FACTDESK_METRICS_PORT "
            "or FACTDESK_METRICS_HOST.",
            exit_code=EX_CONFIG,
        ) from None
    _log.info("metrics are served at http://%s:%d/metrics", host, port)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
