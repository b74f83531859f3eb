import { expect } from "chai";
import type { PolicyDocument } from "../../cli/access/request";
import { hipaaProvisions } from "../../components/policies/hipaa";
import { evidence } from "../../components/promises/evidence";
import { documentsOf, exampleArgs, runComponent } from "../support/component";
import { scopes } from "../support/scopes";

const list = (value: unknown): string[] => [value ?? []].flat() as string[];

/** What holds for all documents together, whatever each of them says. */
describe("the documents of a component", () => {
  for (const { title, environment, standIn } of scopes) {
    describe(title, () => {
      let documents: Record<string, PolicyDocument>;
      let statements: PolicyDocument["Statement"];
      let allowed: PolicyDocument["Statement"];
      before(async () => {
        documents = documentsOf(await runComponent({ environment, enableRdsMonitoring: true }, { standIn }));
        statements = Object.values(documents).flatMap(({ Statement }) => Statement);
        allowed = statements.filter(({ Effect }) => Effect === "Allow");
      });

      it("are five", () => {
        expect(Object.keys(documents)).to.have.members([
          `hipaa-app-backend-${environment}`,
          `${environment}-s3-access-policy`,
          `${environment}-kms-access-policy`,
          `${environment}-bedrock-access-policy`,
          `${environment}-rds-monitoring-role`,
        ]);
      });

      it("only allow and deny, and never by exclusion", () => {
        for (const statement of statements) {
          expect(statement.Effect).to.be.oneOf(["Allow", "Deny"]);
          expect(statement).not.to.have.any.keys("NotAction", "NotResource", "NotPrincipal");
        }
      });

      it("allow no action with a wildcard", () => {
        const actions = allowed.flatMap(({ Action }) => list(Action));
        expect(actions).to.have.length.greaterThan(10);
        expect(actions.filter((action) => /[*?]/.test(action))).to.deep.equal([]);
      });

      it("allow Resource * for what takes no resource only", () => {
        const anywhere = allowed.filter(({ Resource }) => list(Resource).includes("*"));
        expect(anywhere.flatMap(({ Action }) => list(Action))).to.have.members([
          "kms:CreateKey",
          "kms:ListKeys",
          "kms:ListAliases",
        ]);
      });

      it("have a Sid for each statement, unique among all", () => {
        const sids = statements.map(({ Sid }) => Sid);
        expect(sids).to.have.length(31);
        expect(new Set(sids)).to.have.property("size", 31);
        for (const sid of sids) expect(sid).to.match(/^[A-Za-z0-9]+$/); // All that IAM takes in a Sid.
      });

      it("have evidence for each statement", () => {
        for (const { Sid } of statements) {
          const found = evidence.get(String(Sid));
          expect(found?.purpose, String(Sid)).to.match(/^[A-Z].{20,}\.$/);
          expect(found?.hipaa, String(Sid)).to.be.an("array").that.is.not.empty;
          expect(Object.keys(hipaaProvisions)).to.include.members(found?.hipaa ?? []);
        }
      });
    });
  }

  it("cite every provision that is listed, so that none is claimed in vain", () => {
    const cited = new Set([...evidence.values()].flatMap(({ hipaa }) => hipaa));
    expect([...cited]).to.have.members(Object.keys(hipaaProvisions));
  });

  it("fit AWS's quotas with the longest values that are accepted", async () => {
    const bucket = (letter: string) => `arn:aws-us-gov:s3:::${letter.repeat(63)}`;
    const standIn = { accountId: "123456789012", partition: "aws-us-gov", region: "us-gov-west-1" };
    const run = await runComponent(
      {
        ...exampleArgs(standIn),
        environment: "production",
        externalId: "x".repeat(1224),
        s3BucketDocumentsArn: bucket("a"),
        s3BucketBackupsArn: bucket("b"),
        s3BucketAuditLogsArn: bucket("c"),
        enableRdsMonitoring: true,
      },
      { standIn },
    );
    for (const [name, document] of Object.entries(documentsOf(run))) {
      const quota = name.endsWith("-access-policy") ? 6144 : 2048;
      expect(JSON.stringify(document).length, name).to.be.at.most(quota);
    }
  });
});
