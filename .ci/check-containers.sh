#!/bin/sh
# The container files: the Dockerfile always, docker-compose.yml where its tool is there.
set -e
dockerfile-utils lint Dockerfile || { echo 'Fix: correct the Dockerfile at the line above' >&2; exit 1; }
if docker compose version >/dev/null 2>&1; then
  docker compose config --quiet
elif command -v docker-compose >/dev/null 2>&1; then
  docker-compose config --quiet
else
  echo 'docker-compose.yml was not checked: Docker Compose is not installed.'
fi
