"""docs/sources.schema.json for editors: `python -m monitor.config.schema` writes it anew."""

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from monitor.config.masked import masked
from monitor.config.model import Config, SourceConfig
from monitor.config.shape import Root

PATH = Path(__file__).parents[2] / "docs" / "sources.schema.json"


class _ForEditors(GenerateJsonSchema):
    """No `null` beside each type: that a key may be left out is said by its not being required."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])


def _defaults() -> dict[str, Any]:
    """What holds for a source that says nothing, in the notation of the file."""
    bare = SourceConfig(id="bare", url="https://bare", name="bare")
    shown: dict[str, Any] = masked(Config(sources=(bare,)))["sources"][0]
    return {
        k: v for k, v in shown.items() if v not in (None, []) and k not in {"id", "url", "name"}
    }


def generate() -> str:
    """The schema as it is kept: indented, with a line break at its end."""
    schema = Root.model_json_schema(by_alias=True, schema_generator=_ForEditors)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "sources.yaml",
        "description": "The pages readout watches, and whom it tells.",
        **{key: value for key, value in schema.items() if key not in {"title", "description"}},
    }
    return json.dumps(_finished(schema), ensure_ascii=False, indent=2) + "\n"


def _finished(schema: dict[str, Any]) -> dict[str, Any]:
    """Without the titles pydantic makes of names, with defaults, with sections left empty."""
    for shape in (schema, *schema["$defs"].values()):
        for field in shape["properties"].values():
            field.pop("title", None)
    for name in ("Source", "Defaults", "Listing"):
        properties = schema["$defs"][name]["properties"]
        for key, value in _defaults().items():
            properties.get(key, {})["default"] = value
    for section in ("defaults", "channels", "sources", "listings"):
        kept = schema["properties"][section]
        description = kept.pop("description")
        schema["properties"][section] = {
            "description": description,
            "anyOf": [kept, {"type": "null"}],
        }
    return schema


if __name__ == "__main__":
    PATH.write_text(generate(), encoding="utf-8")
