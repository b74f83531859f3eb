import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { allOptions } from "../../tests/access/options";
import { repository } from "../../tests/support/folder";
import { promisedRows, promisesWith } from "./promises";

describe("docs/api/promises.md", () => {
  const lines = readFileSync(join(repository, "docs/api/promises.md"), "utf8").split("\n");

  it("has each promise of each option set on a line", () => {
    const rows = promisedRows();
    const names = rows.map(({ of, id }) => `${of} ${id}`);
    const promised = Object.values(allOptions).flatMap(promisesWith);
    const missing = promised.filter(({ of, id }) => !names.includes(`${of} ${id}`));
    expect(missing.map(({ id }) => id)).to.deep.equal([]);
    expect(lines.filter((line) => line.includes("164.3") && line.startsWith("|"))).to.have.length(
      rows.length,
    );
    expect(rows.length).to.be.greaterThan(70);
  });

  it("says with which options one stands", () => {
    const cells = (id: string) => lines.find((line) => line.endsWith(`| ${id} |`))?.split(" | ") ?? [];
    expect(cells("tls")[2]).to.equal("always");
    expect(cells("overwrite-backup")[2]).to.equal("always, except with `backupsWriteOnce: false`");
    expect(cells("decrypt-secrets")[2]).to.equal("with `secretArns` and `secretsKmsKeyArn`");
    expect(cells("other-ways-to-models")[2]).to.equal(
      "with `bedrockInferenceRegions` or `bedrockGuardrailArn`",
    );
    expect(cells("within-boundary")[2]).to.equal("with a boundary (`permissionsBoundaryArn`)");
    expect(cells("provision-keys")[2]).to.equal(
      'with `tenantKeyProvisioning: "provisioner"` or `tenantKeyProvisioning: "none"`',
    );
  });
});
