# One machine: docker run -p 8080:8080 -v werkout:/srv/werkout/var -e TELEGRAM_TOKEN=… werkout
FROM python:3.13-slim AS build

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

FROM python:3.13-slim

RUN useradd --system --uid 10001 --no-create-home werkout \
    && install --directory --owner werkout --group werkout --mode 700 /srv/werkout/var
COPY --from=build /opt/werkout /opt/werkout
ENV PATH=/opt/werkout/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    # A cache folder that its user may write to; there is no home.
    MPLCONFIGDIR=/tmp/matplotlib \
    HOST=0.0.0.0 \
    PORT=8080
WORKDIR /srv/werkout
USER werkout
VOLUME /srv/werkout/var
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", \
    "import os, urllib.request as web; web.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/api/health', timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["werkout", "run"]
