import type { Made } from "./models";

/** The services that the sandbox answers for, as signatures name them. */
export type Service = "s3" | "kms" | "secretsmanager" | "sts" | "bedrock" | "rolesanywhere";

/** An error that a service answers with. */
export interface Fault {
  /** In the service's own words where it has one. */
  code: string;
  message: string;
  status: number;
  /** What to change, where the service's words do not say it. */
  advice?: string;
  /** What S3 tells besides, each in an element. */
  elements?: Record<string, string>;
}

/** An error of the service that is no denial. */
export class Refused extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
  }
}

/** A request that cannot be read as a whole, or in two ways: what would be decided might not be what is served. */
export function malformed(service: Service, message: string, code?: string): Fault {
  const codes: Record<Service, string> = {
    ...{ s3: "InvalidRequest", sts: "ValidationError", kms: "ValidationException" },
    ...{ secretsmanager: "ValidationException", bedrock: "ValidationException" },
    rolesanywhere: "ValidationException",
  };
  return { code: code ?? codes[service], message, status: 400 };
}

/** Who must be asked for, and is not let through: each service has its own name for it. */
const denials: Record<Service, [code: string, status: number]> = {
  s3: ["AccessDenied", 403],
  sts: ["AccessDenied", 403],
  kms: ["AccessDeniedException", 400],
  secretsmanager: ["AccessDeniedException", 400],
  bedrock: ["AccessDeniedException", 403],
  rolesanywhere: ["AccessDeniedException", 403],
};

export function denial(service: Service, message: string): Fault {
  const [code, status] = denials[service];
  return { code, message, status };
}

/** What no table of the sandbox has. */
export function unknown(service: Service, message: string): Fault {
  const code = service === "s3" ? "NotImplemented" : "UnknownOperationException";
  return { code, message, status: service === "s3" ? 501 : 400 };
}

/** The service's own names for credentials that are not good. */
export function badCredentials(service: Service, why: "unknown" | "expired" | "token"): Fault {
  const names: Record<typeof why, [s3: string, others: string, message: string]> = {
    unknown: [
      "InvalidAccessKeyId",
      service === "sts" ? "InvalidClientTokenId" : "UnrecognizedClientException",
      "The security token included in the request is invalid.",
    ],
    expired: [
      "ExpiredToken",
      service === "sts" ? "ExpiredToken" : "ExpiredTokenException",
      "The security token included in the request is expired.",
    ],
    token: [
      "InvalidToken",
      service === "sts" ? "InvalidClientTokenId" : "UnrecognizedClientException",
      "The provided token is malformed or otherwise invalid.",
    ],
  };
  const [ofS3, others, message] = names[why];
  return {
    code: service === "s3" ? ofS3 : others,
    message,
    status: service === "s3" && why !== "unknown" ? 400 : 403,
  };
}

/** An error in the wire format of its service. HEAD has no body. */
export function faultOf(
  service: Service,
  { code, message, status, elements = {} }: Fault,
  requestId: string,
  resource = "",
): Made {
  const id = { "x-amzn-requestid": requestId };
  switch (service) {
    case "s3":
      return {
        status,
        headers: {
          "content-type": "application/xml",
          "x-amz-request-id": requestId,
          "x-amz-id-2": "sandbox",
        },
        body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${xml(message)}</Message>${elementsOf(elements)}<Resource>${xml(resource)}</Resource><RequestId>${requestId}</RequestId><HostId>sandbox</HostId></Error>`,
      };
    case "sts":
      return {
        status,
        headers: { "content-type": "text/xml", ...id },
        body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${xml(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
      };
    case "bedrock":
    case "rolesanywhere":
      return {
        status,
        headers: { "content-type": "application/json", "x-amzn-errortype": code, ...id },
        body: JSON.stringify({ message }),
      };
    default: {
      const name = service === "kms" ? "message" : "Message";
      return {
        status,
        headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": code, ...id },
        body: JSON.stringify({ __type: code, [name]: message }),
      };
    }
  }
}

const elementsOf = (values: Record<string, string>) =>
  Object.entries(values)
    .map(([name, value]) => `<${name}>${xml(value)}</${name}>`)
    .join("");

export function xml(text: string): string {
  const names: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&apos;",
  };
  return text.replace(/[&<>"']/g, (one) => names[one] ?? one);
}
