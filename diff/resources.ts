import { UsageError } from "../plan/errors";
import { type Access, type Document, documentOf, type Role, roleOf } from "./access";
import { fieldsOf, parseJson } from "./json";

/** A resource as a program asks for it. */
interface Resource {
  type: string;
  /** Physical name, or the name of the Pulumi resource where the program leaves it to the provider. */
  name: string;
  arn: string | undefined;
  inputs: Record<string, unknown>;
}

const role = "aws:iam/role:Role";
const policy = "aws:iam/policy:Policy";
const inline = "aws:iam/rolePolicy:RolePolicy";
const attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const read = [role, policy, inline, attachment];

/** What resources say: those of `pulumi stack export`, or those of an offline plan. */
export function accessOfResources(items: unknown[]): Access {
  const resources = items.flatMap(resourceOf);
  for (const type of [role, policy]) refuseTwins(resources.filter((one) => one.type === type));
  const names = resources.flatMap(({ type, name, inputs }) =>
    type === role ? name : type === inline || type === attachment ? String(inputs.role) : [],
  );
  const arns = resources.flatMap(attachedArns);
  const isAttached = (one: Resource) => one.type === policy && arns.some((arn) => isOf(one, arn));
  const alone = resources.filter((one) => one.type !== role && one.type !== inline && !isAttached(one));
  return {
    roles: [...new Set(names)].sort().map((name) => roleFrom(name, resources)),
    policies: alone.flatMap(({ type, name, inputs }) => {
      const content = inputs.policy ?? inputs.content; // `content` is that of a service control policy.
      return content === undefined ? [] : documentFrom(type === policy ? name : `${name} (${type})`, content);
    }),
    others: new Map(
      resources
        .filter(({ type }) => type.startsWith("aws:iam/") && !read.includes(type))
        .map(({ type, name, inputs }) => [`${name} (${type})`, inOrder(inputs)]),
    ),
    attached: true,
  };
}

/** Those of several accounts can have the same names. Which is which is not told apart here. */
function refuseTwins(resources: Resource[]): void {
  const names = resources.map(({ name }) => name);
  const twin = names.find((name, at) => names.indexOf(name) !== at);
  if (twin !== undefined)
    throw new UsageError(`Two roles or policies are called ${twin}. Compare one account at a time.`);
}

function roleFrom(name: string, resources: Resource[]): Role {
  const own = resources.find((one) => one.type === role && one.name === name);
  const attached = resources.filter(
    ({ type, inputs }) => (type === inline || type === attachment) && inputs.role === name,
  );
  const arns = [...(own ? [own] : []), ...attached].flatMap(attachedArns);
  const managed = (arn: string) => resources.find((one) => one.type === policy && isOf(one, arn));
  const {
    assumeRolePolicy,
    inlinePolicies,
    permissionsBoundary,
    maxSessionDuration = 3600,
  } = own?.inputs ?? {};
  return {
    ...roleOf(name),
    trust: own ? [documentFrom("the trust policy", assumeRolePolicy)] : [],
    policies: [
      ...listOf(inlinePolicies)
        .map(fieldsOf)
        .map((one) => documentFrom(String(one.name), one.policy)),
      ...attached
        .filter(({ type }) => type === inline)
        .map((one) => documentFrom(one.name, one.inputs.policy)),
      ...[...new Set(arns.map(managed))].flatMap((one) =>
        one ? documentFrom(one.name, one.inputs.policy) : [],
      ),
    ],
    unread: [...new Set(arns)].filter((arn) => !managed(arn)),
    boundary: typeof permissionsBoundary === "string" ? permissionsBoundary : undefined,
    // Without it AWS takes an hour.
    maxSessionDuration: own ? Number(maxSessionDuration) : undefined,
  };
}

function resourceOf(item: unknown): Resource[] {
  const { type, urn, inputs, outputs, delete: deleted, external } = fieldsOf(item);
  // What is about to be deleted, or is read and not managed, is not of this stack.
  if (typeof type !== "string" || deleted === true || external === true) return [];
  const known = fieldsOf(opened(fieldsOf(inputs)));
  const told = fieldsOf(outputs);
  const name = [known.name, told.name, String(urn).split("::").at(-1)].find((one) => typeof one === "string");
  return [
    { type, name: String(name), arn: typeof told.arn === "string" ? told.arn : undefined, inputs: known },
  ];
}

function attachedArns({ type, inputs }: Resource): string[] {
  const arns =
    type === attachment ? [inputs.policyArn] : type === role ? listOf(inputs.managedPolicyArns) : [];
  return arns.map(String);
}

/** An offline plan has no ARNs beside policies. */
function isOf({ name, arn }: Resource, wanted: string): boolean {
  return arn === undefined
    ? /^arn:[\w-]+:iam::\d{12}:policy\//.test(wanted) && wanted.endsWith(`/${name}`)
    : arn === wanted;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function documentFrom(name: string, content: unknown): Document {
  if (typeof content === "object") return encryptedIn(name, content) ?? documentOf(name, content);
  try {
    return documentOf(name, typeof content === "string" ? parseJson(content) : content);
  } catch (error) {
    return { name, statements: [], fault: { why: (error as Error).message, text: String(content) } };
  }
}

/** The key that marks a secret in a state, and its value for secrets. */
const envelope = "4dabf18193072939515e22adb298388d";
const secretSig = "1b47061264138c4ac30d75fd1eb44270";

/** Opens the secrets that are exported with --show-secrets. */
function opened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(opened);
  if (typeof value !== "object" || value === null) return value;
  const { [envelope]: mark, plaintext } = fieldsOf(value);
  if (mark === secretSig && typeof plaintext === "string") return opened(parseJson(plaintext));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, opened(one)]));
}

function encryptedIn(name: string, content: object | null): Document | undefined {
  const { [envelope]: mark, ciphertext } = fieldsOf(content);
  if (mark !== secretSig) return undefined;
  const why = "it is encrypted here; export the stack with --show-secrets";
  return { name, statements: [], fault: { why, text: String(ciphertext) } };
}

/** JSON with its keys in order. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, one) =>
    typeof one === "object" && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}
