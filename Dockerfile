# A server with the shipped models: docker build -t copydesk . && docker compose up
FROM python:3.12-slim-bookworm AS build
WORKDIR /src
COPY requirements.lock ./
# The lock's torch has no local version, so that the CPU's build satisfies it.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
RUN python -m venv /opt/copydesk \
    && torch="$(grep -E '^torch==' requirements.lock)" \
    && /opt/copydesk/bin/pip install --no-cache-dir --index-url "$TORCH_INDEX" "$torch" \
    && /opt/copydesk/bin/pip install --no-cache-dir -r requirements.lock
COPY . .
RUN /opt/copydesk/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12-slim-bookworm
RUN useradd --create-home --uid 10001 --user-group copydesk \
    && install -d -o copydesk -g copydesk /data
COPY --from=build /opt/copydesk /opt/copydesk
ENV PATH=/opt/copydesk/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HF_HUB_OFFLINE=1 \
    COPYDESK_LIBRARY=/data/library.copydesk \
    COPYDESK_AUTH_FILE=/data/users.json
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 7860
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:7860/health/ready', timeout=4)"]
# Nobody is let in before `copydesk user add NAME` has made the file of users.
CMD ["copydesk", "serve", "--host", "0.0.0.0", "--log"]
