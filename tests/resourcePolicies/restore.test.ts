import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { defaultStandIn } from "../../cli/plan/run";
import { faultsOf } from "../judge/checker";
import { judge } from "../judge/judge";
import { repository } from "../support/folder";
import { rowsOn, type Setting, settingOf } from "./setting";

const page = readFileSync(join(repository, "docs/backups.md"), "utf8");
const blocks = [...page.matchAll(/```json\n([\s\S]+?)```/g)].map(([, text = ""]) => text);
const shown = blocks.find((text) => text.includes("s3:GetObject")) ?? "";

describe("the policy of the role that restores, on docs/backups.md", () => {
  /** Asks as that role, where it is a reader or is not. */
  const asked = (setting: Setting) => {
    const { backups, auditLogs, masterKey } = setting.site;
    const policy = JSON.parse(
      shown
        .replaceAll("arn:aws:s3:::my-backups", backups)
        .replaceAll("arn:aws:s3:::my-audit-logs", auditLogs)
        .replace(/arn:aws:kms:[^"]+/, masterKey),
    );
    return async (name: keyof Setting["documents"], action: string, resource: string, context = {}) => {
      const row = rowsOn(setting, name)("reader", action, resource, context, ["allow", [], ""]);
      const { decision } = await judge(row.request, { ...row.policies, identity: [policy] });
      return decision;
    };
  };
  let reader: ReturnType<typeof asked>;
  let nobody: ReturnType<typeof asked>;
  let site: Setting["site"];
  before(async () => {
    const setting = await settingOf(defaultStandIn, true);
    site = setting.site;
    reader = asked(setting);
    nobody = asked(await settingOf(defaultStandIn, false));
  });

  it("has what AWS knows", async () => {
    expect(await faultsOf(JSON.parse(shown))).to.deep.equal([]);
  });

  it("is assumed with MFA alone, by the trust policy beside it", async () => {
    const trust = JSON.parse(blocks.find((text) => text.includes("sts:AssumeRole")) ?? "");
    expect(trust.Statement).to.have.length(1);
    expect(trust.Statement[0].Condition).to.deep.equal({ Bool: { "aws:MultiFactorAuthPresent": "true" } });
  });

  it("reads, lists and decrypts a backup, where both policies name the role as a reader", async () => {
    expect(await reader("Backups", "s3:GetObject", `${site.backups}/nightly/x`)).to.equal("allow");
    expect(await reader("Backups", "s3:ListBucket", site.backups)).to.equal("allow");
    expect(await reader("masterKey", "kms:Decrypt", site.masterKey)).to.equal("allow");
  });

  it("lists the records of complete dumps, and no other audit log, and reads none", async () => {
    const under = (prefix: string) => ({ "s3:prefix": prefix });
    const list = (who: typeof reader, prefix: string) =>
      who("AuditLogs", "s3:ListBucket", site.auditLogs, under(prefix));
    expect(await list(reader, "application-logs/backups/nightly/")).to.equal("allow");
    expect(await list(reader, "application-logs/")).to.equal("implicit deny");
    expect(await list(nobody, "application-logs/backups/nightly/")).to.equal("explicit deny");
    expect(
      await reader("AuditLogs", "s3:GetObject", `${site.auditLogs}/application-logs/backups/nightly/x`),
    ).to.equal("implicit deny");
  });

  it("does none of the three where they do not", async () => {
    expect(await nobody("Backups", "s3:GetObject", `${site.backups}/nightly/x`)).to.equal("explicit deny");
    expect(await nobody("Backups", "s3:ListBucket", site.backups)).to.equal("explicit deny");
    expect(await nobody("masterKey", "kms:Decrypt", site.masterKey)).to.equal("implicit deny");
  });

  it("changes nothing, and reads nothing else", async () => {
    expect(await reader("Backups", "s3:PutObject", `${site.backups}/nightly/x`)).to.equal("explicit deny");
    expect(await reader("Backups", "s3:DeleteObject", `${site.backups}/nightly/x`)).to.equal("explicit deny");
    expect(await reader("Documents", "s3:GetObject", `${site.documents}/tenants/1/a`)).to.equal(
      "implicit deny",
    );
    expect(await reader("masterKey", "kms:Encrypt", site.masterKey)).to.equal("implicit deny");
  });
});
