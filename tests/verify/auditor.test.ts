import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import { globalsOf, sessionOf } from "../../cli/access/row";
import { scopeOf } from "../../cli/review/expected";
import { type Aws, NotSeen } from "../../cli/verify/aws";
import type { ExpectedComponent } from "../../cli/verify/expected";
import { checkKeys } from "../../cli/verify/keys";
import { neededPolicy, permissions } from "../../cli/verify/permissions";
import { masterKeyStatements, tenantKeyPolicy } from "../../components";
import { siteOf } from "../access/siteOf";
import { judge } from "../judge/judge";
import { accountWith } from "./account";
import { args, key, standIn } from "./packages";

const auditor = "arn:aws:iam::123456789012:role/hipaa-iam-verify";
const ofKms: Record<string, string> = permissions.kms;
const identity = [JSON.parse(JSON.stringify(neededPolicy()))];

/** An account with these policies of keys, asked as a role that has what `verify --policy` prints. IAM decides. */
function accountAskedBy(auditor: string, keys: Parameters<typeof accountWith>[0]): Aws {
  const { accountId } = standIn;
  const account = accountWith(keys);
  const refuseOthers = async (operation: string, { KeyId }: { KeyId?: string }) => {
    const action = ofKms[operation] ?? "";
    const policy = keys.find(({ arn }) => arn === KeyId)?.policy;
    const { decision } = await judge(
      {
        principal: sessionOf({ roleArn: auditor }),
        ...{ action, resource: KeyId ?? "*", accountId, context: globalsOf({ standIn }, accountId, auditor) },
      },
      { identity, ...(policy && { resource: JSON.parse(policy) }) },
    );
    if (decision !== "allow") throw new NotSeen(`needs ${action}`);
  };
  const call: Aws["call"] = async (service, operation, input, ...more) => {
    await refuseOthers(operation, input as { KeyId?: string });
    return account.call(service, operation, input, ...more);
  };
  const list: Aws["list"] = async function* (service, operation, input, ...more) {
    await refuseOthers(operation, input as { KeyId?: string });
    yield* account.list(service, operation, input, ...more);
  };
  const aws = { in: () => aws, call, list } as unknown as Aws;
  return aws;
}

describe("verify, with what `verify --policy` prints and the key policies of the package", () => {
  const verify = async (auditors: { auditorArns?: string[] }) => {
    const site = await siteOf(args, standIn);
    const { roleArn, masterKey } = site;
    const backend: ExpectedComponent["roles"][number] = {
      ...{ name: "backend", arn: roleArn, kind: "backend", path: "/", tags: {}, attached: [], inline: [] },
    };
    const component: ExpectedComponent = {
      ...{
        name: "app",
        inputs: {},
        scope: scopeOf({ ...args }, standIn),
        isKnown: () => true,
        roles: [backend],
      },
    };
    const Statement = masterKeyStatements({ roleArn, ...auditors });
    const tags = { Environment: "production" };
    const aws = accountAskedBy(auditor, [
      { arn: masterKey, tags, policy: JSON.stringify({ Version: "2012-10-17", Statement }) },
      {
        ...{ arn: key, tags: { ...tags, ManagedBy: "Application" } },
        policy: JSON.stringify(tenantKeyPolicy({ roleArn, ...auditors })),
      },
    ]);
    const checks = await checkKeys(aws, [{ component, rows: matrix(site) }], [], []);
    const which = (wanted: string) => checks.filter(({ result }) => result === wanted);
    return { which, masterKey };
  };

  it("sees neither key where nobody is an auditor", async () => {
    const { which, masterKey } = await verify({});
    expect(which("not seen").map(({ of, what }) => [of, what])).to.deep.include.members([
      [masterKey, "could not look: needs kms:DescribeKey"],
      [masterKey, "could not look: needs kms:GetKeyPolicy"],
      [key, "could not look: needs kms:DescribeKey"],
    ]);
    expect(which("agrees")).to.deep.equal([]);
  });

  it("sees all of both where its role is an auditor, and nothing that differs", async () => {
    const { which, masterKey } = await verify({ auditorArns: [auditor] });
    expect(which("not seen")).to.deep.equal([]);
    expect(which("differs")).to.deep.equal([]);
    const told = which("told").filter(({ details }) => details.includes(auditor));
    expect(told.map(({ of, what }) => [of, what])).to.deep.equal([
      [masterKey, "the policy of the master key lets others see the key's settings"],
      [key, "the policy of this tenant key lets others see the key's settings"],
    ]);
  });

  it("is let see what it asks of a key, and no more", () => {
    const asked = Object.values(ofKms).filter((action) => action !== "kms:ListKeys");
    const roleArn = "arn:aws:iam::123456789012:role/example";
    const all = [
      ...masterKeyStatements({ roleArn, auditorArns: [auditor] }),
      ...tenantKeyPolicy({ roleArn, auditorArns: [auditor] }).Statement,
    ].filter(({ Sid }) => Sid?.startsWith("LetAuditors"));
    expect(all).to.have.length(2);
    for (const { Action } of all) expect(Action).to.have.members(asked);
  });
});
