# The web, worker and scheduler of docker-compose.yml: one image, three commands.
FROM python:3.12-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN useradd --uid 10001 --create-home --home-dir /app filing
WORKDIR /app
COPY requirements.txt ./
RUN pip install -r requirements.txt
COPY --chown=filing:filing . ./
USER filing
# The address names no server that is there: the files are made without a database.
RUN DATABASE_URL=postgres://none/none REDIS_URL=redis://none SECRET_KEY=build PII_KEY=build \
    python manage.py prepare --only files \
    && mkdir -p var/keys var/media var/mail
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "filing_platform.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--preload", "--no-control-socket"]
