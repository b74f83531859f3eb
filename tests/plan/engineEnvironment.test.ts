import { resolve } from "node:path";
import { expect } from "chai";
import { runOffline } from "../../cli/plan/offline";
import { temporaryFolder } from "../support/folder";
import { grant, header, programsIn, projectIn } from "./programs";

describe("the environment of a program offline", () => {
  const folder = temporaryFolder();
  const { changes, run } = programsIn(folder);
  const shown: [expression: string, expected: unknown][] = [
    ["process.env.PULUMI_NODEJS_PROJECT", "shop"],
    ["process.env.PULUMI_NODEJS_STACK", "t"],
    ["pulumi.output(1).apply(() => process.env.PULUMI_NODEJS_STACK)", "t"],
    ["process.env.PULUMI_NODEJS_ORGANIZATION", "unknown(organization of the stack)"],
    ["process.env.PULUMI_NODEJS_DRY_RUN", undefined],
    ["process.env.PULUMI_NODEJS_TYPESCRIPT", "true"],
    ["process.env.PULUMI_NODEJS_MONITOR", "unknown(address of the monitor of the engine)"],
    [
      "process.env.PULUMI_NODEJS_ENGINE.split(':')[0].slice(0, 8)",
      /^unknown\(part of address of the engine \[\w{8}\]\)$/,
    ],
    ["process.env.PULUMI_CONFIG", '{"aws:config:region":"us-east-1"}'],
    ["process.env.PULUMI_CONFIG_SECRET_KEYS", "[]"],
    ["process.argv.slice(2)", []],
    ["process.env.OWN = 5", 5],
    ["(process.env.OWN = 5, process.env.OWN)", "5"],
    ["(delete process.env.OWN, 'OWN' in process.env)", false],
  ];
  for (const [expression, expected] of shown) {
    it(`is that of the engine: ${expression}`, async () => {
      const { outputs, shown } = await run(`exports.out = ${expression};`);
      const { out } = shown(outputs);
      if (expected instanceof RegExp) expect(out).to.match(expected);
      else expect(out).to.deep.equal(expected);
    });
  }

  it("has the folder of Pulumi.yaml", async () => {
    const { outputs } = await run("exports.out = process.env.PULUMI_NODEJS_ROOT_DIRECTORY;");
    expect(resolve(String(outputs.out))).to.equal(outputs.out);
    expect(String(outputs.out).startsWith(folder())).to.equal(true);
  });

  it("is there only while a program runs, and whether it ends well or not", async () => {
    const before = [process.env, { ...process.env }, process.argv];
    await run("");
    await run('throw new Error("no")').catch(() => {});
    expect([process.env, { ...process.env }, process.argv]).to.deep.equal(before);
    expect(process.env).to.equal(before[0]);
  });

  const encrypted = (cipher: string): [string, string] => [
    grant("JSON.parse(process.env.PULUMI_CONFIG)['shop:config:bucket']"),
    `config:\n  bucket: {value: ${cipher}}\n`,
  ];
  const by = (choice: string) => grant(`${choice} ? "*" : "b"`);
  const grown: [what: string, old: string | [string, string], now: string | [string, string]][] = [
    [
      "the name of the stack",
      by('process.env.PULUMI_NODEJS_STACK === "other"'),
      by('process.env.PULUMI_NODEJS_STACK === "t"'),
    ],
    [
      "whether there is an engine",
      by("!process.env.PULUMI_NODEJS_MONITOR"),
      by("process.env.PULUMI_NODEJS_MONITOR"),
    ],
    ["arguments", by("process.argv.length > 2"), by("process.argv.length === 2")],
    ["config", encrypted("a"), encrypted("b")],
  ];
  for (const [what, old, now] of grown) {
    it(`is growth where a program decides by ${what}`, async () => {
      const [, growth] = await changes(old, now);
      expect(growth).to.equal(1);
      expect(await changes(now, now)).to.deep.equal([0, 0]);
    });
  }

  it("has unknown values in the place of encrypted config", async () => {
    const index = `${header}exports.out = [process.env.PULUMI_CONFIG, process.env.PULUMI_CONFIG_SECRET_KEYS];`;
    const secured = projectIn(folder(), { index, config: "  shop:bucket: {secure: AAABBB}\n" });
    const { outputs, shown } = await runOffline({ folder: secured, stack: "t", standIn: {}, config: [] });
    const [config, keys] = shown(outputs).out as string[];
    expect(config).to.match(/"shop:config:bucket":"unknown\(config shop:bucket, encrypted as \w+\)"/);
    expect(keys).to.equal('["shop:bucket"]');
  });
});
