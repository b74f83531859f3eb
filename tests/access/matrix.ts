import type { Row } from "./row";
import { bedrockRows } from "./rows/bedrock";
import { keysElsewhereRows, masterKeyRows, tenantKeyRows } from "./rows/kmsKeys";
import { createKeyRows, tagRows } from "./rows/kmsTags";
import { documentRows, listingRows } from "./rows/s3Documents";
import { elsewhereRows, encryptionRows, transportRows } from "./rows/s3Guards";
import { copyRows, keptRows, logPrefixRows } from "./rows/s3Kept";
import { monitoringRows, trustRows } from "./rows/trust";
import type { Site } from "./site";

/** The access matrix of a site: every grant with what needs it, every refusal with what tries it. */
export function matrix(site: Site): Row[] {
  return [
    ...[
      trustRows,
      listingRows,
      documentRows,
      keptRows,
      logPrefixRows,
      copyRows,
      transportRows,
      encryptionRows,
    ],
    ...[elsewhereRows, masterKeyRows, tenantKeyRows, createKeyRows, tagRows, keysElsewhereRows, bedrockRows],
    monitoringRows,
  ].flatMap((rowsOf) => rowsOf(site));
}
