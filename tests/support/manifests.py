#!/usr/bin/env python3
"""manifests.py COMPOSE MANIFESTS: what the schemas of compose files, Kubernetes and KEDA say; a line a problem.

Runs in the environment that infra/validators/fetch makes. Models that let unknown keys pass are asked what they kept: what
is gone was a key nobody knows.
"""

import sys

import compose_spec
import kubernetes_validate
import yaml
from cloudcoil.models.keda.v1alpha1 import ScaledObject


def lost(given, kept, place):
    """Places of `given` that `kept` doesn't have."""
    if isinstance(given, dict) and isinstance(kept, dict):
        for key, value in given.items():
            if str(key).startswith("x-"):
                continue
            if key not in kept:
                yield f"{place}.{key}: no such key"
            else:
                yield from lost(value, kept[key], f"{place}.{key}")
    elif isinstance(given, list) and isinstance(kept, list):
        for i, (one, other) in enumerate(zip(given, kept)):
            yield from lost(one, other, f"{place}[{i}]")


def by_model(model, data, place):
    try:
        kept = model.model_validate(data)
    except ValueError as error:
        yield f"{place}: {error}"
        return
    yield from lost(data, kept.model_dump(mode="json", by_alias=True, exclude_unset=True), place)


def of_manifest(manifest):
    place = f"{manifest['kind']} {manifest['metadata']['name']}"
    if manifest["apiVersion"].startswith("keda.sh/"):
        yield from by_model(ScaledObject, manifest, place)
        return
    for version in ("1.30", "1.37"):
        try:
            kubernetes_validate.validate(manifest, version, strict=True)
        except (kubernetes_validate.ValidationError, kubernetes_validate.SchemaNotFoundError) as error:
            yield f"{place} (Kubernetes {version}): {getattr(error, 'message', error)}"


def main():
    problems, count = [], 0
    with open(sys.argv[1], encoding="utf-8") as file:
        problems += by_model(compose_spec.ComposeSpecification, yaml.safe_load(file), "compose")
    with open(sys.argv[2], encoding="utf-8") as file:
        for manifest in yaml.safe_load_all(file):
            count += 1
            problems += of_manifest(manifest)
    for problem in problems:
        print(problem)
    print(f"{count} manifests read", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
