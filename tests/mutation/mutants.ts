import type { PolicyDocument } from "../../cli/access/request";
import { actionsMatching } from "../judge/checker";
import { conditionsOf, list, type Statement, statementsOf } from "../judge/documents";

/** A document with one thing broken. */
export interface Mutant {
  /** The statement and what was done to it. */
  name: string;
  sid: string;
  /** The actions that the statement was about, and is, as far as that changes. Only requests of these can be decided otherwise. */
  actions: string[];
  original: PolicyDocument;
  mutated: PolicyDocument;
}

/** What a statement turns into; undefined drops it. */
type Change = [what: string, statement: Statement | undefined];

/** Every way to break one thing in a document that leaves a document. */
export async function mutantsOf(original: PolicyDocument): Promise<Mutant[]> {
  const statements = statementsOf(original);
  const mutants = statements.map(async (statement, index) => {
    const { Sid: sid = "" } = statement;
    return (await changesOf(statement)).map(([what, changed]): Mutant => {
      const Statement = statements.flatMap((other, at) => (at === index ? (changed ?? []) : other));
      return {
        name: `${sid}: ${what}`,
        sid,
        actions: changedActions(statement, changed),
        original,
        mutated: { ...original, Statement: [...Statement] as never },
      };
    });
  });
  return (await Promise.all(mutants)).flat();
}

/** Where nothing but actions changed, those that stayed are decided as before. */
function changedActions(statement: Statement, changed: Statement | undefined): string[] {
  const [before, after] = [list(statement.Action), list(changed?.Action)];
  const all = [...before, ...after];
  const others = (one: Statement | undefined) => JSON.stringify({ ...one, Action: [] });
  if (others(statement) !== others(changed)) return all;
  return all.filter((action) => !(before.includes(action) && after.includes(action)));
}

async function changesOf(statement: Statement): Promise<Change[]> {
  return [
    ["drop it", undefined],
    [
      `${statement.Effect} turned round`,
      { ...statement, Effect: statement.Effect === "Allow" ? "Deny" : "Allow" },
    ],
    ...(await actionChanges(statement)),
    ...resourceChanges(statement),
    ...principalChanges(statement),
    ...conditionChanges(statement),
  ];
}

async function actionChanges(statement: Statement): Promise<Change[]> {
  const actions = list(statement.Action);
  const changes = actions.map(async (action): Promise<Change[]> => {
    const others = actions.filter((other) => other !== action);
    const [service, name = ""] = action.split(":");
    const verb = /^[A-Z]+[a-z]*/.exec(name)?.[0];
    const wider = [...(verb ? [`${service}:${verb}*`] : []), ...(name === "*" ? ["*"] : [`${service}:*`])];
    // A verb of one action alone makes the same statement, and so does the same pattern.
    const real = await filterAsync(
      wider.filter((pattern) => pattern !== action),
      async (pattern) => pattern === "*" || (await actionsMatching(pattern)).length > 1,
    );
    return [
      ...(others.length > 0 ? [[`drop ${action}`, { ...statement, Action: others }] satisfies Change] : []),
      ...real.map(
        (pattern): Change => [`${action} to ${pattern}`, { ...statement, Action: [...others, pattern] }],
      ),
    ];
  });
  return (await Promise.all(changes)).flat();
}

async function filterAsync<T>(items: T[], keep: (item: T) => Promise<boolean>): Promise<T[]> {
  const kept = await Promise.all(items.map(keep));
  return items.filter((_, index) => kept[index]);
}

function resourceChanges(statement: Statement): Change[] {
  const resources = list(statement.Resource);
  return resources.flatMap((resource): Change[] => {
    const others = resources.filter((other) => other !== resource);
    const wider = resource === "*" ? [] : [...new Set([parentOf(resource), ...everywhere(resource), "*"])];
    return [
      ...(others.length > 0
        ? [[`drop ${resource}`, { ...statement, Resource: others }] satisfies Change]
        : []),
      ...wider.map(
        (pattern): Change => [`${resource} to ${pattern}`, { ...statement, Resource: [...others, pattern] }],
      ),
    ];
  });
}

/** What a resource lies in: a folder, a bucket, all keys, all of a service. */
function parentOf(arn: string): string {
  const [, head = "", path = ""] = /^((?:[^:]*:){5})(.*)$/.exec(arn) ?? [];
  const folders = path.replace(/\/?\*$/, "").split("/");
  if (folders.length === 1) return path.endsWith("*") ? `${head}*` : `${head}${path}*`;
  return `${head}${folders.slice(0, -1).join("/")}/*`;
}

/** The same in every Region, and in every account, where the ARN names one. */
function everywhere(arn: string): string[] {
  const fields = arn.split(":");
  return [3, 4]
    .filter((field) => fields[field] && fields[field] !== "*")
    .map((field) => fields.with(field, "*").join(":"));
}

function principalChanges(statement: Statement): Change[] {
  if (!statement.Principal) return [];
  if (statement.Principal === "*") {
    const [, partition] = list(statement.Resource)[0]?.split(":") ?? [];
    const other = `arn:${partition}:iam::999999999999:root`;
    return [[`everybody to ${other}`, { ...statement, Principal: { AWS: other } }]];
  }
  return Object.entries(statement.Principal).flatMap(([type, identifiers]): Change[] => {
    const account = list(identifiers)[0]?.split(":")[4];
    const other = account ? list(identifiers)[0]?.replace(account, "999999999999") : "ec2.amazonaws.com";
    return [
      [`${type} to everybody`, { ...statement, Principal: "*" }],
      [`${type} to ${other}`, { ...statement, Principal: { [type]: other ?? "" } }],
    ];
  });
}

function conditionChanges(statement: Statement): Change[] {
  return conditionsOf(statement).flatMap(({ operator, key, values }): Change[] => {
    const change = (what: string, entry?: [operator: string, values: string[]]): Change => {
      const { [operator]: { [key]: _, ...others } = {}, ...rest } = statement.Condition ?? {};
      const left = { ...rest, ...(Object.keys(others).length > 0 && { [operator]: others }) };
      const Condition = entry ? { ...left, [entry[0]]: { ...left[entry[0]], [key]: entry[1] } } : left;
      return [`${operator} ${key}: ${what}`, { ...statement, Condition }];
    };
    return [
      change("drop it"),
      ...reversed(operator, values).map((entry) => change(`turned round to ${entry.join(" ")}`, entry)),
      ...(operator === "Null" ? [] : [change(`to ${ifExists(operator)}`, [ifExists(operator), values])]),
      ...(values.length > 1
        ? values.map((value) =>
            change(`drop ${value}`, [operator, values.filter((other) => other !== value)]),
          )
        : []),
      ...(isFlag(values)
        ? []
        : values.map((value) =>
            change(`${value} to ${value}x`, [
              operator,
              values.map((other) => (other === value ? `${value}x` : other)),
            ]),
          )),
      ...(/Like/.test(operator) ? [change("to *", [operator, ["*"]])] : []),
    ];
  });
}

const isFlag = (values: string[]) => values.every((value) => value === "true" || value === "false");
const ifExists = (operator: string) =>
  operator.endsWith("IfExists") ? operator.slice(0, -"IfExists".length) : `${operator}IfExists`;

/** A condition that holds where this one does not. */
function reversed(operator: string, values: string[]): [string, string[]][] {
  if (isFlag(values)) return [[operator, values.map((value) => (value === "true" ? "false" : "true"))]];
  const not = operator.includes("Not")
    ? operator.replace("Not", "")
    : operator.replace(/(Equals|Like)/, "Not$1");
  return [[not, values]];
}
