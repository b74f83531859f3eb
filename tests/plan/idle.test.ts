import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { runOffline } from "../../cli/plan/offline";
import { runProgram } from "../../cli/plan/run";
import { repository, temporaryFolder } from "../support/folder";

const sdk = JSON.stringify(require.resolve("@pulumi/pulumi"));
/** Makes a resource `late`, when it is called. */
const late = `
  const pulumi = require(${sdk});
  class Own extends pulumi.CustomResource {}
  const late = (inputs = {}) => new Own("a:b:C", "late", inputs);
`;

describe("a program that goes on after its last line", () => {
  const folder = temporaryFolder();
  const programOf = (program: string): string => {
    const place = join(folder(), "program");
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "Pulumi.yaml"), "name: x\nruntime: nodejs\n");
    writeFileSync(join(place, "Pulumi.dev.yaml"), "config: {}\n");
    writeFileSync(join(place, "index.js"), `${late}${program}`);
    return place;
  };
  const namesOf = async (program: string) => {
    const run = { folder: programOf(program), stack: "dev", standIn: {}, config: [] };
    return (await runOffline(run)).resources.map(({ name }) => name);
  };
  /** In a process of its own, which has nothing to do but this. */
  const plan = (program: string) => {
    const args = ["tools/run.js", "cli/plan/main.ts", "--stack", "dev", "--folder"];
    const all = [...args, programOf(program), "--json"];
    return spawnSync(process.execPath, all, { cwd: repository, encoding: "utf8" });
  };

  it("says what it says beside what the command prints, which may be JSON", () => {
    const { stdout, stderr } = plan('console.log("one"); console.info("two"); late();');
    expect(JSON.parse(stdout)).to.include({ stack: "dev" });
    expect(stderr).to.include("one\ntwo\n");
  });

  const goingOn: [what: string, program: string][] = [
    ["a timer", "setTimeout(late, 100);"],
    [
      "a promise in an Output",
      "pulumi.output(new Promise((resolve) => setTimeout(resolve, 100))).apply(() => void late());",
    ],
    ["a file", 'require("node:fs").readFile(__filename, () => late());'],
    ["one after the other", "setTimeout(() => setTimeout(() => setTimeout(late, 100), 100), 100);"],
    ["another program", 'require("node:child_process").exec("sleep 0.1", () => late());'],
    [
      "a resource that waits for a timer",
      "late({ key: new Promise((resolve) => setTimeout(() => resolve(1), 100)) });",
    ],
  ];
  for (const [what, program] of goingOn) {
    it(`is waited for: ${what}`, async () => {
      expect(await namesOf(program)).to.deep.equal(["x-dev", "late"]);
    });
  }

  it("is waited for in a process of its own, work in threads too", () => {
    const thread = 'require("node:crypto").pbkdf2("a", "b", 300_000, 32, "sha512", () => late());';
    // A timer, and what no timer keeps alive. The others end in one of these.
    const alone = goingOn.filter(([what]) => ["one after the other", "a file"].includes(what));
    for (const program of [...alone.map(([, one]) => one), thread]) {
      const { stdout, stderr, status } = plan(program);
      expect([status, stderr], program).to.deep.equal([0, ""]);
      const names = JSON.parse(stdout).resources.map(({ name }: { name: string }) => name);
      expect(names, program).to.deep.equal(["late", "x-dev"]);
    }
  });

  const never: [what: string, program: string][] = [
    ["its outputs", "module.exports = new Promise(() => {});"],
    ["an input", "late({ key: new Promise(() => {}) });"],
    ["an input of what comes late", "setTimeout(() => late({ key: new Promise(() => {}) }), 50);"],
  ];
  for (const [what, program] of never) {
    it(`is refused where it waits for ever: ${what}`, async () => {
      expect(await namesOf(program).catch(String)).to.match(/waits for something that never comes/);
      const { stdout, stderr, status } = plan(program);
      expect([status, stdout]).to.deep.equal([2, ""]);
      expect(stderr).to.match(/^The program waits for something that never comes: .*\n$/);
    });
  }

  it("is refused where it does not end, with what is active", async () => {
    const timers: NodeJS.Timeout[] = [];
    const program = () => {
      timers.push(setInterval(() => {}, 1000));
    };
    const { errors } = await runProgram(program, { patience: 200 });
    for (const timer of timers) clearInterval(timer);
    expect(errors.map(String)).to.deep.equal([
      "Error: The program did not come to an end in 0.2 seconds. Still active: Timeout. " +
        "End it, or what it makes later is not known.",
    ]);
  });

  const ending: [what: string, program: string, status: number, stderr: RegExp][] = [
    [
      "and says so",
      "setTimeout(() => process.exit(0), 50);",
      2,
      /^The process ended before there was a result: .*\n$/,
    ],
    [
      "whatever its code, which would be taken for one of the command's",
      "setTimeout(() => process.exit(3), 50);",
      2,
      /^The process ended before there was a result: .*\n$/,
    ],
    [
      "and says otherwise at the exit",
      'process.on("exit", () => process.exit(0)); throw new Error("own");',
      2,
      /^own\n$/,
    ],
    ["by an error", 'setTimeout(() => { throw new Error("own"); }, 50);', 2, /^own\n$/],
  ];
  for (const [what, program, expected, message] of ending) {
    it(`is no success where it ends the process, ${what}`, () => {
      const { stdout, stderr, status } = plan(program);
      expect([status, stdout]).to.deep.equal([expected, ""]);
      expect(stderr).to.match(message);
    });
  }

  for (const [what, program, refused] of [
    [
      "a resource's transforms",
      "new Own('a:b:C', 'late', {}, { transforms: [(one) => one] });",
      "transforms of late",
    ],
    ["the stack's", "pulumi.runtime.registerResourceTransform((one) => one);", "registerStackTransform"],
    [
      "those of its invokes",
      "pulumi.runtime.registerInvokeTransform((one) => one);",
      "registerStackInvokeTransform",
    ],
  ] as const) {
    it(`is refused where only the engine knows what becomes of it: ${what}`, async () => {
      expect(await namesOf(program).catch(String)).to.include(
        `The program asks the engine to change its resources, which is not done offline: ${refused}. Deploy it`,
      );
    });
  }

  it("says what a plugin makes that is not known", async () => {
    const program = "new pulumi.ComponentResource('awsx:ecs:Service', 'shop', { a: 1 }, {}, true);";
    const run = { folder: programOf(program), stack: "dev", standIn: {}, config: [] };
    const { warnings, resources } = await runOffline(run);
    expect(warnings).to.deep.equal([
      "shop (awsx:ecs:Service) is a component of a plugin: what it makes is not known offline.",
    ]);
    expect(resources.map(({ name, remote }) => [name, remote])).to.deep.equal([
      ["x-dev", undefined],
      ["shop", true],
    ]);
  });

  it("is refused where it throws nothing", async () => {
    expect(await namesOf("throw undefined;").catch(String)).to.equal("Error: The program throws undefined.");
  });
});
