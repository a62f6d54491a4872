"""`prov`: where every mention and incident comes from, as PROV-JSON. Export only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from situate import __version__
from situate.export.dataset import Dataset, Wish, Written, stamp
from situate.knowledge.digest import knowledge_digest


def write(data: Dataset, folder: Path, wish: Wish) -> list[Written]:
    """prov.json: documents are entities, mentions derive from them, incidents from mentions."""
    entities: dict[str, Any] = {}
    derived: dict[str, Any] = {}
    for ident, document in sorted(data.documents.items()):
        entities[f"document:{ident}"] = _without_none(
            {
                "prov:type": "situate:Document",
                "prov:label": document.title,
                "situate:outlet": document.outlet,
                "situate:url": document.url,
                "situate:published": stamp(document.published),
            }
        )
    for ident, mention in sorted(data.mentions.items()):
        entities[f"mention:{ident}"] = {
            "prov:type": "situate:Mention",
            "situate:event": mention.type,
            "situate:start": mention.trigger.start,
            "situate:end": mention.trigger.end,
        }
        derived[f"_:m{ident}"] = _derivation(f"mention:{ident}", f"document:{mention.document}")
    for incident in sorted(data.incidents, key=lambda i: i.id):
        entities[f"incident:{incident.id}"] = {"prov:type": "situate:Incident"}
        for mention_id in incident.mentions:
            derived[f"_:i{incident.id}{mention_id}"] = _derivation(
                f"incident:{incident.id}", f"mention:{mention_id}"
            )
    run = "activity:situate"
    bundle = {
        "prefix": {
            "situate": "urn:situate:",
            "document": "urn:sha256:",
            "mention": "urn:situate:mention:",
            "incident": "urn:situate:incident:",
            "activity": "urn:situate:run:",
            "agent": "urn:situate:agent:",
        },
        "entity": entities,
        "activity": {
            run: {"situate:version": __version__, "situate:knowledge": knowledge_digest()}
        },
        "agent": {"agent:rules": {"prov:type": "prov:SoftwareAgent", "prov:label": "situate"}},
        "wasAssociatedWith": {"_:a": {"prov:activity": run, "prov:agent": "agent:rules"}},
        "wasDerivedFrom": derived,
        "wasGeneratedBy": {
            f"_:g{ident}": {"prov:entity": f"mention:{ident}", "prov:activity": run}
            for ident in sorted(data.mentions)
        },
    }
    path = folder / "prov.json"
    path.write_bytes(orjson.dumps(bundle))
    return [Written(path, "prov", len(entities))]


def _derivation(made: str, source: str) -> dict[str, str]:
    return {"prov:generatedEntity": made, "prov:usedEntity": source}


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
