import { Refused } from "./errors";
import type { Incoming } from "./incoming";
import type { Model } from "./model";
import { decoded, isRegion } from "./unclear";

/**
 * S3 takes no signature for another Region than the bucket's: that of the stack, as its key and its bucket are of one
 * Region. Where a bucket is that is not of the stack is not known. s3cmd signs for "US" first, which is no Region.
 */
export function requireBucketRegion({ place, buckets }: Model, incoming: Incoming): void {
  const { region, path, query } = incoming;
  const name = incoming.bucket ?? decoded(path)?.split("/")[1];
  const isOurs = buckets.some((one) => one.name === name);
  if (isRegion(region) && (region === "" || region === place.region || !isOurs)) return;
  const wrong = `the region '${region}' is wrong; expecting '${place.region}'`;
  const [code, where] =
    query["X-Amz-Credential"] === undefined
      ? ["AuthorizationHeaderMalformed", "The authorization header is malformed"]
      : ["AuthorizationQueryParametersError", "Error parsing the X-Amz-Credential parameter"];
  throw new Refused({
    ...{ code, message: `${where}; ${wrong}`, status: 400 },
    // Clients such as s3cmd and boto3 ask again there.
    elements: { Region: place.region },
  });
}
