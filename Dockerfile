# Closer Look in a container: no root, nothing written outside /data and /tmp, no shell needed to run.
# To pin the image to the byte, put @sha256: and its digest behind the version in both places.

FROM python:3.11.14-slim-bookworm AS built

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    UV_NO_CACHE=1

WORKDIR /build
COPY requirements/bootstrap.txt requirements/run.txt requirements/

# The installer has an environment of its own, so that the one that runs holds only what it needs.
RUN python -m venv tools \
    && tools/bin/pip install --no-cache-dir --require-hashes --requirement requirements/bootstrap.txt \
    && python -m venv --without-pip /opt/closer-look \
    && VIRTUAL_ENV=/opt/closer-look tools/bin/uv pip sync --no-build --require-hashes requirements/run.txt

WORKDIR /app
COPY content content
COPY conversations conversations
COPY reports reports
COPY storage storage
COPY web web
COPY bot bot
RUN python -m compileall -q --invalidation-mode unchecked-hash .


FROM python:3.11.14-slim-bookworm

LABEL org.opencontainers.image.title="Closer Look" \
      org.opencontainers.image.description="A chat bot that leads people through a self-evaluation guide"

ENV PATH=/opt/closer-look/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONSAFEPATH=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    CLOSER_LOOK_DATA_DIR=/data \
    CLOSER_LOOK_WEB_HOST=0.0.0.0 \
    CLOSER_LOOK_WEB_PORT=8080

COPY --from=built /opt/closer-look /opt/closer-look
COPY --from=built /app /app
RUN install -d -o 10001 -g 10001 -m 0700 /data

WORKDIR /app
USER 10001:10001
VOLUME ["/data"]
EXPOSE 8080

HEALTHCHECK --interval=30s --timeout=20s --start-period=90s --retries=3 CMD ["python", "-m", "bot", "health"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
