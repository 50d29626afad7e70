import { Download } from "lucide-react";
import type { RunFile } from "../api/types";
import { bytesText } from "../format/quantity";

/** What a run read, kept as it was: to be looked at, or handed to an auditor. */
export function RunFiles({ files }: { files: RunFile[] }) {
  if (files.length === 0) return null;
  return (
    <ul className="files card-body" aria-label="Files as they were read">
      {files.map((file) => (
        <li key={file.name}>
          <a href={file.href} download>
            <Download aria-hidden /> {file.name}
          </a>{" "}
          <span className="muted">
            {bytesText(file.bytes)}, as it was read; SHA-256{" "}
            <span title={file.sha256}>{file.sha256.slice(0, 12)}…</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
