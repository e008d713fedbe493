#!/usr/bin/env python3
"""Reads YAML files as an editor does and judges them by a JSON Schema.

    check_schema.py SCHEMA FILE...      one line of JSON a file: {"file": ..., "faults": [...]}
    check_schema.py --examples SCHEMA   likewise, of every example in the schema by its own property

Editors read YAML 1.2: dates, 9:30, 036, yes and no are texts; integers, decimals, true, false and
null are not. PyYAML reads 1.1, so its rules for plain values are replaced here.
"""

import json
import re
import sys

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    yaml_implicit_resolvers = {}


def resolve(tag, pattern, first):
    Loader.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile(pattern), list(first))


resolve("bool", r"^(true|True|TRUE|false|False|FALSE)$", "tTfF")
resolve("null", r"^(~|null|Null|NULL|)$", ["~", "n", "N", ""])
resolve("int", r"^[-+]?(0|[1-9][0-9]*)$", "-+0123456789")
resolve("float", r"^[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?$", "-+.0123456789")
resolve("float", r"^[-+]?[0-9]+[eE][-+]?[0-9]+$", "-+0123456789")
# PyYAML makes numbers of a leading 0 or of `1e5` its own way
Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))
Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value))


def faults(validator, value):
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def judge(validator, path):
    try:
        with open(path, encoding="utf-8") as file:
            return faults(validator, yaml.load(file, Loader))
    except yaml.YAMLError as error:
        return [f"not YAML: {error}"]


def judge_examples(validator):
    definitions = validator.schema["definitions"]
    for section, definition in definitions.items():
        for key, schema in definition.get("properties", {}).items():
            own = validator.evolve(schema=schema)
            for example in schema.get("examples", []):
                yield f"{section}.{key}", faults(own, example)


def main():
    examples = sys.argv[1] == "--examples"
    path, *files = sys.argv[2:] if examples else sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    judged = judge_examples(validator) if examples else ((f, judge(validator, f)) for f in files)
    for name, found in judged:
        print(json.dumps({"file": name, "faults": found}))


main()
