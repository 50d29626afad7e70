import type { StoredDocument } from "../api/types";

/** What the pages show of a Source document; the rest is the importer's own. */
export interface SourceSpec {
  supplier?: string;
  plugin: string;
  time_zone?: string;
  schedule?: string;
}

export function specOf(document: StoredDocument) {
  const metadata = document.metadata as unknown as { id: string; name?: string };
  return {
    id: metadata.id,
    name: metadata.name ?? metadata.id,
    spec: document.spec as unknown as SourceSpec,
  };
}
