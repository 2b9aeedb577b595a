# The tracker as a container: see compose.yaml. On its own it wants DATABASE_URL, SECRET_KEY and BASE_URL.

FROM python:3.13-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/tracker/.venv
COPY requirements/run.txt /tmp/run.txt
RUN /opt/tracker/.venv/bin/pip install --require-hashes -r /tmp/run.txt
WORKDIR /opt/tracker
COPY config.py wsgi.py ./
COPY tracker tracker
COPY templates templates
COPY migrations migrations
COPY docs/import docs/import
RUN .venv/bin/pybabel compile --directory tracker/translations \
    && .venv/bin/python -m compileall -q tracker config.py wsgi.py

FROM python:3.13-slim-trixie
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin tracker
COPY --from=build /opt/tracker /opt/tracker
WORKDIR /opt/tracker
ENV PATH=/opt/tracker/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 WEB_CONCURRENCY=2
USER tracker
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "wsgi:app"]
