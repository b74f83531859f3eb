import { type Document, documentOf } from "../policy/document";
import { evaluate } from "../policy/evaluate";
import type { Evaluation, Request } from "../policy/request";
import { adviceOf, assumeTheRole } from "../requests/advice";
import type { Check } from "../requests/check";
import type { Keys } from "./keys";
import type { Model } from "./model";
import { contextOf, type Session } from "./sessions";

/** A check that is not passed, with what decided it. */
export class Denied extends Error {
  constructor(
    readonly request: Request,
    readonly evaluation: Evaluation,
    /** What to change. */
    readonly advice: string,
  ) {
    super(`${request.action} is denied`);
  }
}

const everything = { Effect: "Allow", Action: "*", Resource: "*" };
/** The developer's own user may become a role, and nothing else: what it could do besides would hide a mistake. */
const caller = documentOf("the caller's policy", {
  Version: "2012-10-17",
  Statement: [{ Sid: "AssumeRoles", Effect: "Allow", Action: "sts:*", Resource: "*" }],
});
const open = documentOf("a policy of another account", {
  Version: "2012-10-17",
  Statement: [{ ...everything, Sid: "Theirs", Principal: "*" }],
});

const becomeTheRole = `${assumeTheRole}, or open the sandbox with --as-role: these keys may do nothing else`;

function keyPolicyIn(text: string): Document {
  try {
    return documentOf("key policy", JSON.parse(text));
  } catch {
    return { name: "key policy", statements: [], fault: { why: "it is not JSON", text } };
  }
}

/** Decides requests of sessions by the documents of a stack. */
export class Judge {
  constructor(
    private readonly model: Model,
    private readonly keys: Keys,
  ) {}

  /** A request as AWS sees it: with what it tells of who asks, where and how. */
  requestOf({ action, resource, context }: Check, session: Session, region: string): Request {
    const owner = this.ownerOf(resource);
    const organization = this.model.inputs.organizationId;
    return {
      ...{ principal: session.arn, action, resource, accountId: owner },
      context: {
        ...contextOf(session),
        ...(typeof organization === "string" && { "aws:PrincipalOrgID": organization }),
        "aws:ResourceAccount": owner,
        "aws:RequestedRegion": region,
        "aws:SecureTransport": "true",
        "aws:SourceIp": "127.0.0.1",
        "aws:CurrentTime": new Date().toISOString(),
        "aws:EpochTime": String(Math.floor(Date.now() / 1000)),
        ...context,
      },
    };
  }

  decide(request: Request, { role, policy }: Session, resource = this.resourcePolicy(request)): Evaluation {
    return evaluate(request, {
      identity: role?.policies ?? [caller],
      ...(role?.boundary && { boundary: role.boundary }),
      ...(policy && { session: [policy] }),
      ...resource,
    });
  }

  /** Of several checks the first that is not passed decides. */
  require(checks: Check[], session: Session, region: string, advice?: string): void {
    for (const check of checks) {
      const request = this.requestOf(check, session, region);
      const evaluation = this.decide(request, session);
      if (evaluation.decision === "allowed") continue;
      const isCaller = !session.role && !/^sts:/.test(check.action);
      const byPolicies = () => adviceOf(request, evaluation, (other) => this.decide(other, session));
      throw new Denied(request, evaluation, advice ?? (isCaller ? becomeTheRole : byPolicies()));
    }
  }

  /** Why a session could not change a key's policy again if it were this; undefined where it could. */
  lockedOutBy(policy: string, check: Check, session: Session, region: string): string | undefined {
    const resource = keyPolicyIn(policy);
    if (resource.fault) return `The key policy cannot be read: ${resource.fault.why}.`;
    const { decision } = this.decide(this.requestOf(check, session, region), session, { resource });
    return decision === "allowed"
      ? undefined
      : `The new key policy will not allow you to update the key policy in the future: let ${session.principalArn} itself in, with kms:PutKeyPolicy (tenantKeyPolicy makes such a policy).`;
  }

  private ownerOf(resource: string): string {
    const [, , service, , account, name = ""] = resource.split(":");
    if (service !== "s3") return account || this.model.place.accountId;
    return this.bucket(name)?.owner ?? this.model.place.accountId;
  }

  private bucket(name: string) {
    return this.model.buckets.find((one) => one.name === name.split("/")[0]);
  }

  private resourcePolicy({ action, resource, accountId }: Request): { resource?: Document } {
    const { place, roles } = this.model;
    const [, , service, , , name = ""] = resource.split(":");
    if (/^sts:/.test(action)) {
      const trust = roles.find(({ arn }) => arn === resource)?.trust;
      return { resource: trust ?? documentOf("trust policy", { Version: "2012-10-17", Statement: [] }) };
    }
    if (service === "kms" && name.startsWith("key/"))
      return { resource: this.keys.policyOf(resource, place) };
    const policy = service === "s3" ? this.bucket(name)?.policy : undefined;
    // What another account's own policy says is not in the stack: it is taken for one that lets the role in.
    const theirs = accountId === place.accountId ? undefined : open;
    return policy || theirs ? { resource: policy ?? theirs } : {};
  }
}
