import { type Attachment, attachmentOf, leavesOut, type Put } from "../plan/attached";
import { isLeft } from "../plan/broken";
import { classicOf } from "../plan/classic";
import { isEnvelope } from "../plan/envelope";
import { UsageError } from "../plan/errors";
import { fieldsOf } from "../plan/fields";
import { regionless } from "../plan/places";
import { type Document, documentOf } from "../policy/document";
import { type Access, type Role, roleOf } from "./access";
import { accessInputs, carriesAccess, isOpenByDefault } from "./carriers";
import { groupsOf } from "./change";
import { textOf as inText, opened, parseJson } from "./json";
import { maskOf, onlySealed } from "./mask";
import { toldPlaces, type Where } from "./places";
import { rolesNamed } from "./runsAs";

/** A resource as a program asks for it. */
interface Resource {
  type: string;
  urn: string;
  /** Physical name, or the name of the Pulumi resource where the program leaves it to the provider. */
  name: string;
  arn: string | undefined;
  /** In words; empty for that of the stack's own provider. */
  place: string;
  /** Of its ARN in AWS. */
  account: string | undefined;
  inputs: Record<string, unknown>;
  /** A plugin makes what is in it, which an offline plan does not have. */
  isRemote: boolean;
  /** Of that plugin. */
  version: unknown;
}

const role = "aws:iam/role:Role";
const policy = "aws:iam/policy:Policy";
const inline = "aws:iam/rolePolicy:RolePolicy";
/** What is said of these is in the roles and policies. Others that attach something, to users too, stay texts besides. */
const read = [role, policy, inline, "aws:iam/rolePolicyAttachment:RolePolicyAttachment"];

/** What resources say: those of `pulumi stack export`, or those of an offline plan. */
export function accessOfResources(items: unknown[], where: Where = toldPlaces): Access {
  const resources = items.flatMap((item) => resourceOf(item, where));
  const secrets = onlySealed(items);
  for (const type of [role, policy])
    refuseTwins(
      resources.filter((one) => one.type === type),
      secrets,
    );
  const holders = resources.flatMap((one) =>
    attachedBy(one).roles.map((name) => JSON.stringify([name, one.place])),
  );
  const arns = resources.flatMap((one) => attachedBy(one).managed);
  const isAttached = (one: Resource) => one.type === policy && arns.some((arn) => isOf(one, arn));
  const alone = resources.filter((one) => one.type !== role && one.type !== inline && !isAttached(one));
  const others = new Map([...othersAmong(resources), ...leftOutAmong(resources), ...leftBehind(items)]);
  const policies = alone.flatMap(({ type, name, place, inputs }) => {
    const { content } = documentIn({ type, inputs });
    if (content === undefined) return [];
    return {
      ...documentFrom(type === policy ? name : `${name} (${type})`, content),
      ...(place && { place }),
    };
  });
  return {
    roles: [...new Set(holders)].sort().map((holder) => {
      const [name, place] = JSON.parse(holder) as [string, string];
      return roleFrom(name, place, resources);
    }),
    policies,
    others,
    workloads: workloadsAmong(resources),
    region: resources.some(isRegional) ? where.region : undefined,
    home: where.region,
    attached: true,
    secrets,
  };
}

/** Whether it gives access in its Region. */
function isRegional(one: Resource): boolean {
  const { type } = one;
  if (regionless.test(type)) return false;
  return carriesAccess(type) || isOpenByDefault(type) || documentIn(one).content !== undefined;
}

/** The policy of a resource, and its other inputs. */
function documentIn({ type, inputs: { policy, ...others } }: Pick<Resource, "type" | "inputs">) {
  if (policy !== undefined && policy !== null) return { content: policy, others };
  // Others have there what is no policy: a runbook, say.
  if (!/^aws(-native)?:organizations\b/.test(type)) return { content: undefined, others };
  const { content, ...more } = others;
  return { content: content ?? undefined, others: more };
}

/** What else gives access, or keeps it from others. Documents are compared on their own. */
function othersAmong(resources: Resource[]): Map<string, string> {
  const found = resources.flatMap(({ type, name, place, inputs, isRemote, version }) => {
    const { content, others } = documentIn({ type, inputs });
    // Of what has a document it is told beside that.
    const textOf = (value: unknown) => `${inText(value)}${content === undefined ? place : ""}`;
    const of = `${name} (${type})`;
    if (read.includes(type)) return [];
    if (isRemote) return { of, text: textOf({ inputs, version }) };
    if (carriesAccess(type)) return { of, text: textOf(others) };
    // What is native has its policy under another name.
    const isNative = type.startsWith("aws-native:");
    const isOpen = isOpenByDefault(type) && content === undefined;
    if (isOpen && isNative) return { of, text: textOf(others) };
    const side = type.startsWith("aws") ? accessInputs(type, others) : {};
    if (isOpen) return { of, text: `no policy ${textOf(side)}` };
    return Object.keys(side).length > 0 ? { of, text: textOf(side) } : [];
  });
  return new Map(
    groupsOf(found, ({ of }) => of).map((group) => [
      group[0].of,
      JSON.stringify(group.map(({ text }) => text).sort()),
    ]),
  );
}

/** What a replacement has still to delete. Whether AWS has it by the time of the change nobody knows. */
function leftBehind(items: unknown[]): [of: string, text: string][] {
  const left = items.map(fieldsOf).filter((one) => isLeft(one) && carriesAccess(String(one.type)));
  return left.map(({ type, urn, id, inputs }) => [
    `${String(urn).split("::").at(-1)} (${type}), ${id}, which an update has still to delete`,
    inText(inputs),
  ]);
}

/** Policies that a resource puts on a role and the list of another leaves out: nobody can tell whether they are there. */
function leftOutAmong(resources: Resource[]): Map<string, string> {
  const found = resources.flatMap((one) => {
    const { managed, roles } = attachedBy(one);
    const inside = one.type === role ? [one.inputs.inlinePolicies ?? []].flat() : [];
    const names = one.type === inline ? [one.name] : inside.map((each) => String(fieldsOf(each).name ?? ""));
    const puts: Omit<Put, "role">[] = [
      ...managed.map((arn) => ({ managed: arn })),
      ...names.map((name) => ({ inline: name })),
    ];
    return roles.flatMap((role) => puts.map((put) => ({ role, place: one.place, ...put })));
  });
  return new Map(
    found.flatMap(({ place, ...put }) =>
      resources
        .filter((one) => one.place === place && leavesOut(one, (key) => toldBy(one)[key], put))
        .map(({ name, type }) => {
          const what = put.managed ?? put.inline ?? "";
          return [`${what} on ${put.role}, which the list of ${name} (${type}) leaves out`, place] as const;
        }),
    ),
  );
}

/** What runs as roles. Of what is compared as a whole they are a part. */
function workloadsAmong(resources: Resource[]): Map<string, string[]> {
  const found = resources.flatMap(({ type, name, place, inputs }) => {
    if (!type.startsWith("aws") || read.includes(type) || carriesAccess(type)) return [];
    return rolesNamed(type, inputs).map((role) => ({
      of: `${name} (${type})`,
      role: `${role}${place && ` ${place}`}`,
    }));
  });
  const groups = groupsOf(found, ({ of }) => of);
  return new Map(groups.map((group) => [group[0].of, group.map(({ role }) => role)]));
}

/** Those of several accounts can have the same names. Where the places do not tell which is which nothing does. */
function refuseTwins(resources: Resource[], secrets: string[]): void {
  const twin = resources.find((one, at) =>
    resources.slice(0, at).some(({ name, place }) => name === one.name && place === one.place),
  );
  if (twin)
    throw new UsageError(
      `Two roles or policies are called ${maskOf(secrets)(twin.name)}. Compare one account at a time.`,
    );
}

function roleFrom(name: string, place: string, resources: Resource[]): Role {
  const here = resources.filter((one) => one.place === place);
  const own = here.find((one) => one.type === role && one.name === name);
  const attached = here.filter((one) => one === own || attachedBy(one).roles.includes(name));
  const arns = attached.flatMap((one) => attachedBy(one).managed);
  const managed = (arn: string) => resources.find((one) => one.type === policy && isOf(one, arn));
  const { assumeRolePolicy, inlinePolicies, permissionsBoundary, maxSessionDuration } = own?.inputs ?? {};
  return {
    ...{ ...roleOf(name), place, account: own?.account },
    trust: own ? [documentFrom("the trust policy", assumeRolePolicy)] : [],
    policies: [
      ...[inlinePolicies ?? []].flat().map((one) => inlineFrom(fieldsOf(one))),
      ...attached
        .filter(({ type }) => type === inline)
        .map((one) => documentFrom(one.name, one.inputs.policy)),
      ...[...new Set(arns.map(managed))].flatMap((one) =>
        one ? documentFrom(one.name, one.inputs.policy) : [],
      ),
    ],
    unread: [...new Set(arns)].filter((arn) => !managed(arn)),
    boundary: permissionsBoundary ? inText(permissionsBoundary) : undefined,
    // Without it AWS takes an hour.
    maxSessionDuration: own ? secondsOf(maxSessionDuration ?? 3600) : undefined,
  };
}

/** A text where it is no number: of an empty text or list JavaScript would make 0. */
const secondsOf = (value: unknown) => (/^\d+$/.test(inText(value)) ? Number(value) : inText(value));

function resourceOf(item: unknown, { placeOf, isDeployed }: Where): Resource[] {
  const { type, urn, inputs, outputs, delete: deleted, external, remote, version } = fieldsOf(item);
  // What is about to be deleted, or is read and not managed, is not of this stack.
  if (typeof type !== "string" || deleted === true || external === true) return [];
  const known = { inputs: fieldsOf(opened(fieldsOf(inputs))), outputs: fieldsOf(outputs) };
  return classicOf({ type, urn: String(urn), ...known }).map(({ type, urn, inputs, outputs }) => {
    const name = [inputs.name, outputs.name, urn.split("::").at(-1)].find((one) => typeof one === "string");
    const arn = typeof outputs.arn === "string" ? outputs.arn : undefined;
    const place = placeOf(fieldsOf(item));
    const account = isDeployed ? arn?.split(":")[4] : undefined;
    return { type, urn, name: String(name), arn, place, account, inputs, isRemote: remote === true, version };
  });
}

/** A role is known by the name of its resource where the program gives it none. */
const toldBy = ({ type, name, inputs }: Resource): Record<string, unknown> =>
  type === role ? { ...inputs, name } : inputs;

function attachedBy(one: Resource): Attachment {
  const found = attachmentOf(one.type, (property) => toldBy(one)[property]);
  return found ?? { roles: [], managed: [], inline: [] };
}

/** An offline plan has no ARNs beside policies. */
function isOf({ name, arn }: Resource, wanted: string): boolean {
  return arn === undefined
    ? /^arn:[\w-]+:iam::\d{12}:policy\//.test(wanted) && wanted.endsWith(`/${name}`)
    : arn === wanted;
}

/** Where it is encrypted as a whole, what it says is not known. */
function inlineFrom({ name, policy, ...others }: Record<string, unknown>): Document {
  return documentFrom(typeof name === "string" ? name : "an inline policy", policy ?? others);
}

function documentFrom(name: string, content: unknown): Document {
  if (isEnvelope(content)) {
    const why = "it is encrypted here; export the stack with --show-secrets";
    return { name, statements: [], fault: { why, text: inText(content) } };
  }
  try {
    return documentOf(name, typeof content === "string" ? parseJson(content) : content);
  } catch (error) {
    return { name, statements: [], fault: { why: (error as Error).message, text: inText(content) } };
  }
}
