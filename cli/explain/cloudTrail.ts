import { type Fields, fieldsOf, isMap } from "../plan/fields";
import { bedrockChecks, bedrockOperationNamed, UnknownProfile } from "../requests/bedrock";
import { type Check, type Place, UnknownOperation } from "../requests/check";
import { unknownKey as keyArn, kmsChecks } from "../requests/kms";
import { type S3Request, s3Checks } from "../requests/s3";
import { s3Operations } from "../requests/s3Operations";
import { secretsManagerChecks } from "../requests/secretsManager";
import { deniedIn } from "../requests/words";
import { checksOfCertificate, checksOfSts } from "./assumptions";
import { nothingTold, type Question } from "./question";
import { contextOfEvent } from "./told";
import { rolesAnywhere, whoOf } from "./who";

/** The event does not hold what was asked about. */
class Unnamed extends Error {}

const text = (value: unknown) => (typeof value === "string" ? value : undefined);

/** Whether a value is an event of CloudTrail. Notifications of S3 and records of queues are of sources such as aws:s3. */
export function isEvent(value: unknown): value is Fields {
  const { eventSource, eventName } = fieldsOf(value);
  return typeof eventSource === "string" && !eventSource.startsWith("aws:") && typeof eventName === "string";
}

/** An event of CloudTrail: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
export function questionOfEvent(event: Fields): Question {
  const identity = fieldsOf(event.userIdentity);
  const { sessionIssuer } = fieldsOf(identity.sessionContext);
  const said = text(event.errorMessage) ?? "";
  const denied = deniedIn(said);
  const code = text(event.errorCode);
  const isOfHost = event.eventSource === "rolesanywhere.amazonaws.com" && event.eventName === "CreateSession";
  const principal = isOfHost ? undefined : text(identity.arn) || denied?.principal;
  const issuer = text(fieldsOf(sessionIssuer).arn);
  const region = text(event.awsRegion);
  const accountId =
    text(event.recipientAccountId) ?? text(identity.accountId) ?? principal?.split(":")[4] ?? "";
  const place = {
    partition: (principal ?? "arn:aws").split(":")[1] ?? "aws",
    accountId,
    region: region ?? "",
  };
  const params = fieldsOf(event.requestParameters);
  const isRefusal = code !== undefined && /AccessDenied|Unauthorized|Forbidden/i.test(code);
  const { checks, unnamed } = namedIn(event, place);
  const asked = deniedFirst(checks, denied, said);
  const failed = code === undefined || isRefusal ? "" : `, which failed for another reason (${code})`;
  return {
    ...nothingTold,
    // A refusal that does not name the resource either leaves it open.
    ...(unnamed && !denied?.resource ? { checks: [], unnamed: [unnamed] } : { checks: asked }),
    // Of some requests that are refused, what was sent is left out altogether.
    who: isOfHost ? rolesAnywhere : principal || issuer ? undefined : whoOf(identity, params, place),
    ...{ principal, region, said, tells: isMap(event.requestParameters) ? "most" : "nothing" },
    roleArn: issuer?.includes(":role/") ? issuer : undefined, // Of a federated user it is a user.
    owner: text(fieldsOf([event.resources ?? []].flat()[0]).accountId),
    context: contextOfEvent(event),
    // Some services leave out which of their errors it was.
    refused: code === undefined ? false : isRefusal || undefined,
    looked: text(event.eventName),
    where: `${text(event.eventTime) ?? "some time"}, ${event.eventName} of ${event.eventSource}${failed}`,
  };
}

/** The checks of an event, or what it would have to name for them. */
function namedIn(event: Fields, place: Place): { checks: Check[]; unnamed: string | undefined } {
  try {
    return { checks: checksOf(event, place), unnamed: undefined };
  } catch (error) {
    if (error instanceof Unnamed || error instanceof UnknownProfile)
      return { checks: [], unnamed: error.message };
    if (error instanceof UnknownOperation) return { checks: [], unnamed: undefined };
    throw error;
  }
}

/** An error names the one of several questions that AWS answered with no. */
function deniedFirst(checks: Check[], denied: ReturnType<typeof deniedIn>, said: string): Check[] {
  if (!denied) return checks;
  const { action, resource = "*" } = denied;
  const asked = checks.find(
    (one) =>
      one.action.toLowerCase() === action.toLowerCase() &&
      (!said.includes("on resource") || one.resource === resource),
  );
  return [asked ?? { action, resource, context: checks.find((one) => one.action === action)?.context ?? {} }];
}

/**
 * Names of parameters, as the API has them: CloudTrail begins them with a small letter, those of a list's members too. A
 * map's names, such as of an encryption context, are the caller's own.
 */
function asSent(params: Fields): Fields {
  const member = (value: unknown) => (isMap(value) ? asSent(fieldsOf(value)) : value);
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name.charAt(0).toUpperCase() + name.slice(1),
      Array.isArray(value) ? value.map(member) : value,
    ]),
  );
}

function checksOf(event: Fields, place: Place): Check[] {
  const name = String(event.eventName);
  const params = fieldsOf(event.requestParameters);
  const arns = [event.resources ?? []]
    .flat()
    .map((one) => text(fieldsOf(one).ARN))
    .filter((arn) => arn !== undefined);
  const required = <T>(value: T | undefined, what: string): T => {
    if (value === undefined || value === "") throw new Unnamed(`${what}: the event does not tell.`);
    return value;
  };
  const role = text(params.roleArn) ?? arns.find((one) => one.includes(":role/"));
  switch (event.eventSource) {
    case "s3.amazonaws.com":
      return checksOfS3(name, params, arns, place);
    case "kms.amazonaws.com": {
      const [arn] = arns.filter((one) => /:key\//.test(one));
      const keyOf = (id: string) => {
        const isAlias = id.includes("alias/");
        const known = arn ?? (id === "undefined" || isAlias ? undefined : keyArn(id, place));
        return {
          arn: required(known, isAlias ? `which key ${id} stands for` : "which key it was"),
          tags: {},
        };
      };
      return kmsChecks(name, asSent({ ...(arn && { keyId: arn }), ...params }), keyOf, place);
    }
    case "secretsmanager.amazonaws.com": {
      const [arn] = arns;
      const secretOf = (id: string) => {
        if (id === "undefined") required(arn, "which secret it was");
        return arn ? { arn, tags: {} } : undefined;
      };
      const checks = secretsManagerChecks(name, asSent(params), secretOf, () => undefined, place);
      return checks.filter(({ action }) => !action.startsWith("kms:")); // Of these KMS has events of its own.
    }
    case "sts.amazonaws.com":
      return checksOfSts(event, params, () => required(role, "which role it was"));
    case "rolesanywhere.amazonaws.com":
      return name === "CreateSession" ? checksOfCertificate(params, required(role, "which role it was")) : [];
    case "bedrock.amazonaws.com":
    case "bedrock-runtime.amazonaws.com": {
      const operation = bedrockOperationNamed(name);
      const guardrail = fieldsOf(params.guardrailConfig);
      const [guardrailId, guardrailVersion] = ["Identifier", "Version"].map(
        (part) => text(params[`guardrail${part}`]) ?? text(guardrail[`guardrail${part}`]),
      );
      const request = { modelId: text(params.modelId), guardrailId, guardrailVersion };
      if (operation && /Invoke|CountTokens/.test(operation.action))
        required(request.modelId, "which model it was");
      return operation ? bedrockChecks(operation, request, place) : [];
    }
    default:
      return [];
  }
}

/** Headers are among the parameters, under their names. */
function checksOfS3(name: string, params: Fields, arns: string[], place: Place): Check[] {
  const operation = s3Operations.find((one) => one.name === name);
  if (!operation) return [];
  const { bucketName, key, ...others } = params;
  const told = Object.entries(others).map(
    ([name, value]) => [name.toLowerCase(), name, String(value)] as const,
  );
  const isHeader = (name: string) => /^(x-amz-|if-|content-)/.test(name);
  const [object] = arns.filter((arn) => arn.includes("/"));
  const path = object?.split(":::")[1] ?? "";
  const named = text(key) || path.split("/").slice(1).join("/");
  if (name === "DeleteObjects")
    throw new Unnamed("which objects it was: events of DeleteObjects hold no keys.");
  if (operation.level === "object" && named === "")
    throw new Unnamed("which object it was: the event does not tell.");
  const request: S3Request = {
    method: operation.method,
    bucket: text(bucketName) ?? path.split("/")[0],
    ...(operation.level === "object" && { key: named }),
    query: Object.fromEntries(
      told.filter(([name]) => !isHeader(name)).map(([, name, value]) => [name, value]),
    ),
    headers: Object.fromEntries(
      told.filter(([name]) => isHeader(name)).map(([name, , value]) => [name, value]),
    ),
  };
  return s3Checks(operation, request, place);
}
