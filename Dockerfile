# The program in a container, for a machine without Python:
#   docker build --tag zhicheng .
#   docker run --rm --volume "$PWD:/registry" zhicheng validate        (in the folder of the registry)
# Whoever publishes an image pins the base by digest: docker buildx imagetools inspect python:3.12-slim-bookworm
FROM python:3.12-slim-bookworm

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore PYTHONDONTWRITEBYTECODE=1
# Git reads the history. The folder that is mounted belongs to whoever mounts it, which Git would refuse.
RUN apt-get update && apt-get install --yes --no-install-recommends git && rm -rf /var/lib/apt/lists/* \
 && git config --system --add safe.directory /registry

WORKDIR /program
COPY requirements requirements
RUN python -m pip install --require-hashes --requirement requirements/run.txt
COPY pyproject.toml README.md LICENSE mkdocs.yml guard.yaml ./
COPY scripts scripts
COPY schemas schemas
COPY docs docs
COPY .github .github
COPY .gitea .gitea
COPY registry/reference registry/reference
COPY registry/rulebooks registry/rulebooks
COPY registry/wording.yaml registry/wording.yaml
RUN python -m pip install --no-deps --no-build-isolation .

RUN useradd --create-home --uid 1000 zhicheng
USER zhicheng
WORKDIR /registry
ENTRYPOINT ["zhicheng"]
CMD ["--help"]
