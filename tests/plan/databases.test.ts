import { expect } from "chai";
import { exampleArgs } from "../support/component";
import { temporaryFolder } from "../support/folder";
import { programsIn } from "./programs";

/** What aws.rds.Instance of another program has as its ID. */
const ofAws = "db-7L7TQVXYZ2ABCDEFGHIJKLMNOP";

describe("a database that is read by its ID", () => {
  const { changes, run } = programsIn(temporaryFolder());
  const example = JSON.stringify({ ...exampleArgs(), externalId: "only-we-know-this" });
  const monitored = (id: string) => `const { HipaaIamComponent } = require("hipaa-iam");
    const rdsArn = aws.rds.Instance.get("db", "${id}").arn;
    new HipaaIamComponent("app", { ...${example}, enableRdsMonitoring: true, rdsArn });`;

  it("may be the one that a role monitors", async () => {
    const { shown, resources } = await run(monitored(ofAws));
    const trusts = JSON.stringify(shown(resources.map(({ inputs }) => inputs.assumeRolePolicy ?? "")));
    expect(trusts).to.include(`unknown(rds.Instance.get[db, ${ofAws}, region us-east-1], arn)`);
  });

  it("is another where its ID is, in a comparison", async () => {
    expect(await changes(monitored(ofAws), monitored(ofAws))).to.deep.equal([0, 0]);
    const [, growth] = await changes(monitored(ofAws), monitored(ofAws.replace("7L7T", "8L8T")));
    expect(growth).to.be.greaterThan(0);
  });
});
