# One machine: docker run --read-only --tmpfs /tmp -p 8080:8080 -v werkout:/srv/werkout/var \
#     -e TELEGRAM_TOKEN=… werkout
# Any other command: docker run … werkout doctor. Many machines: compose.yaml, deploy/kubernetes.
FROM python:3.13-slim-trixie AS build

# The version that the Makefile names.
RUN pip install --no-cache-dir uv==0.13.8
RUN uv venv /opt/werkout
WORKDIR /build
# What changes seldom comes first, so that a change of the code installs the code alone.
COPY constraints.txt pyproject.toml README.md LICENSE ./
RUN uv pip install --no-cache --compile-bytecode --python /opt/werkout --constraints constraints.txt \
        --requirements pyproject.toml
COPY bot bot
COPY core core
COPY integrations integrations
COPY migrations migrations
RUN uv pip install --no-cache --compile-bytecode --python /opt/werkout --no-deps .

FROM python:3.13-slim-trixie

# For backups: pg_dump and its kin must not be older than the server. Debian's own are.
ADD --chmod=644 https://www.postgresql.org/media/keys/ACCC4CF8.asc /usr/share/keyrings/postgresql.asc
RUN echo "deb [signed-by=/usr/share/keyrings/postgresql.asc] https://apt.postgresql.org/pub/repos/apt trixie-pgdg main" \
        > /etc/apt/sources.list.d/postgresql.list \
    && apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-18 \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --system --gid 10001 werkout \
    && useradd --system --uid 10001 --gid werkout --no-create-home werkout \
    && install --directory --owner werkout --group werkout --mode 700 /srv/werkout/var
COPY --from=build /opt/werkout /opt/werkout
ENV PATH=/opt/werkout/bin:/usr/lib/postgresql/18/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    # A cache folder that its user may write to; there is no home.
    MPLCONFIGDIR=/tmp/matplotlib \
    HOST=0.0.0.0 \
    PORT=8080
# Writes go to two places alone, so the rest may be read-only: `var` here (a SQLite database with
# its key, and backups) and /tmp (matplotlib's cache).
WORKDIR /srv/werkout
# By number, so that a cluster sees that it is not root.
USER 10001:10001
VOLUME /srv/werkout/var
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", \
    "import os, urllib.request as web; web.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/api/health', timeout=4)"]
# Stops calmly at the first signal, at once at the second.
STOPSIGNAL SIGTERM
ENTRYPOINT ["werkout"]
CMD ["run"]
