import { expect } from "chai";
import { hipaaProvisions } from "../../components/policies/hipaa";
import { toPolicyDocumentStatement } from "../../components/policies/statement";
import { evidence } from "../../components/promises/evidence";
import { documentsBucketStatements } from "../../components/resourcePolicies/buckets";
import { faultsOf } from "../judge/checker";
import { statementsOf } from "../judge/documents";
import { standIns } from "../support/scopes";
import { type Setting, settingOf } from "./setting";

for (const standIn of standIns) {
  for (const full of [true, false]) {
    describe(`the other side's documents in ${standIn.partition}, with ${full ? "all" : "nothing"} that is optional`, () => {
      let documents: [name: string, document: Setting["documents"]["Backups"]][];
      before(async () => {
        documents = Object.entries((await settingOf(standIn, full)).documents);
      });

      it("name nothing that AWS does not know", async () => {
        for (const [name, document] of documents) expect(await faultsOf(document), name).to.deep.equal([]);
      });

      it("hold what AWS takes, and nothing by exclusion", () => {
        const elements = ["Sid", "Effect", "Principal", "Action", "Resource", "Condition"];
        for (const statement of documents.flatMap(([, document]) => statementsOf(document))) {
          expect(elements).to.include.members(Object.keys(statement));
          expect(statement.Sid).to.match(/^[A-Za-z0-9]+$/);
        }
      });

      it("allow no action with a wildcard, and nobody by the name of everybody", () => {
        const allowed = documents
          .flatMap(([, document]) => statementsOf(document))
          .filter(({ Effect }) => Effect === "Allow");
        expect(allowed).to.have.length(full ? 9 : 5);
        for (const { Action, Principal } of allowed) {
          expect([Action].flat().filter((action) => /[*?]/.test(action))).to.deep.equal([]);
          expect(Principal).to.have.all.keys("AWS");
        }
      });

      it("have evidence for each statement", () => {
        for (const { Sid } of documents.flatMap(([, document]) => statementsOf(document))) {
          const found = evidence.get(String(Sid));
          expect(found?.purpose, Sid).to.match(/^[A-Z].{20,}\.$/);
          expect(Object.keys(hipaaProvisions)).to.include.members(found?.hipaa ?? []);
          expect(found?.hipaa, Sid).to.be.an("array").that.is.not.empty;
        }
      });

      it("guard audit logs as they guard backups", () => {
        const { Backups, AuditLogs } = Object.fromEntries(documents);
        const renamed = JSON.stringify(Backups)
          .replaceAll("Backups", "AuditLogs")
          .replaceAll("-backups", "-audit-logs");
        expect(JSON.stringify(AuditLogs)).to.equal(renamed);
      });

      it("let the same manage the master key as a tenant key", () => {
        const { masterKey, tenantKey } = Object.fromEntries(documents);
        const [ofMaster, ofTenant] = [masterKey, tenantKey].map((document) => document?.Statement.at(-1));
        const renamed = JSON.stringify(ofTenant).replace("TenantKey", "MasterKey");
        expect(JSON.stringify(ofMaster)).to.equal(renamed);
      });

      it("fit AWS's quotas", () => {
        for (const [name, document] of documents) {
          expect(JSON.stringify(document).length, name).to.be.at.most(name.endsWith("Key") ? 32_768 : 20_480);
        }
      });
    });
  }
}

it("everybody is a principal of getPolicyDocument too, as AWS's provider writes it", () => {
  const statements = documentsBucketStatements({ bucketArn: "arn:aws:s3:::example", roleArn: "" });
  expect(statements).to.have.length(5);
  for (const { principals } of statements.map(toPolicyDocumentStatement)) {
    expect(principals).to.deep.equal([{ type: "*", identifiers: ["*"] }]);
  }
});

it("Sids are unique among the component's statements, those of its options, the boundary's and the other side's", () => {
  expect(evidence.size).to.equal(31 + 21 + 2 + 11 + 11 + 11 + 4 + 5 + 6 + 5);
});
