import type { Row } from "./row";
import { bedrockRows } from "./rows/bedrock";
import { identityRows } from "./rows/identities";
import { keysElsewhereRows, masterKeyRows, tenantKeyRows } from "./rows/kmsKeys";
import { listKeyRows } from "./rows/kmsTags";
import { provisioningRows } from "./rows/provisioning";
import { documentRows, listingRows } from "./rows/s3Documents";
import { elsewhereRows, encryptionRows, takenNameRows, transportRows, uploadRows } from "./rows/s3Guards";
import { copyRows, keptRows, logPrefixRows } from "./rows/s3Kept";
import { abortRows } from "./rows/s3Uploads";
import { secretsRows } from "./rows/secrets";
import { tenantRows } from "./rows/tenants";
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
      uploadRows,
      abortRows,
    ],
    ...[encryptionRows, elsewhereRows, takenNameRows, masterKeyRows, tenantKeyRows, provisioningRows],
    ...[listKeyRows, keysElsewhereRows, bedrockRows, secretsRows, monitoringRows, tenantRows, identityRows],
  ].flatMap((rowsOf) => rowsOf(site));
}
