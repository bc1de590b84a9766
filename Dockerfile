# factdesk in a container: data under /data, articles under /corpus, the token in a file (see compose.yaml).
ARG BASE_IMAGE=python:3.13-slim

FROM ghcr.io/astral-sh/uv:0.13.9 AS uv

FROM ${BASE_IMAGE} AS build
COPY --from=uv /uv /usr/local/bin/uv
ENV UV_PYTHON_DOWNLOADS=never \
    UV_PYTHON=python3 \
    UV_PROJECT_ENVIRONMENT=/opt/factdesk \
    UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    UV_CACHE_DIR=/var/cache/uv
WORKDIR /src
# The dependencies have a layer of their own: it stays while only the project's code changes. pip and setuptools serve
# parts of sqlite-utils and spaCy that build and install packages, and huggingface-hub with what it brings serves the
# part of tokenizers that downloads models; nothing here does either.
ARG UNNEEDED="--no-install-package pip --no-install-package setuptools --no-install-package huggingface-hub \
    --no-install-package hf-xet --no-install-package httpx2 --no-install-package httpcore2 \
    --no-install-package fsspec --no-install-package filelock --no-install-package truststore"
# Such as "--extra postgresql --extra opensearch" (compose.cluster.yaml).
ARG EXTRAS=""
RUN --mount=type=cache,target=/var/cache/uv \
    --mount=type=bind,source=uv.lock,target=/src/uv.lock \
    --mount=type=bind,source=pyproject.toml,target=/src/pyproject.toml \
    uv sync --frozen --no-dev --no-install-project ${EXTRAS} ${UNNEEDED}
COPY pyproject.toml uv.lock README.md LICENSE ./
COPY seeds seeds
COPY commands commands
COPY bot bot
RUN --mount=type=cache,target=/var/cache/uv \
    uv sync --frozen --no-dev --no-editable ${EXTRAS} ${UNNEEDED} \
 && find /opt/factdesk -type d -name tests -prune -exec rm -rf {} +

FROM ${BASE_IMAGE}
RUN echo 'factdesk:x:10001:10001:factdesk:/data:/usr/sbin/nologin' >> /etc/passwd \
 && echo 'factdesk:x:10001:' >> /etc/group \
 && mkdir -p /data /corpus /site /reading \
 && chown 10001:10001 /data /site /reading
COPY --from=build /opt/factdesk /opt/factdesk
COPY seeds /corpus
ENV PATH=/opt/factdesk/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/data \
    FACTDESK_DATA=/data \
    FACTDESK_CACHE=/data/cache \
    FACTDESK_CORPUS=/corpus \
    FACTDESK_LOG_FORMAT=json \
    FACTDESK_BACKUP_HOURS=24
WORKDIR /data
USER 10001:10001
VOLUME ["/data"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=90s --retries=3 CMD ["factdesk", "healthcheck"]
ENTRYPOINT ["factdesk"]
CMD ["bot"]
