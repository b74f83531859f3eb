import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import { Ending } from "../../cli/sandbox/ending";
import { repository, temporaryFolder } from "../support/folder";

describe("two signals, as npm and the terminal send one each", () => {
  const folder = temporaryFolder();

  it("end the sandbox in order once it serves", async () => {
    const ending = new Ending();
    const made = ending.makeFolder();
    ending.serves();
    for (let time = 0; time < 2; time++) process.emit("SIGHUP"); // mocha keeps SIGINT for itself.
    await ending.told;
    expect(existsSync(made)).to.equal(true);
    const before = process.listenerCount("SIGHUP");
    ending.forget();
    expect([existsSync(made), process.listenerCount("SIGHUP")]).to.deep.equal([false, before - 1]);
  });

  it("end it at once while it waits for another program, and leave nothing", async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const backend = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const run = ["tools/run.js", "cli/main.ts", "sandbox", "--stack", "dev", "--backend", backend];
    const env = { ...process.env, TMPDIR: folder() };
    const asked = once(silent, "connection");
    const sandbox = spawn(process.execPath, run, { cwd: repository, env, stdio: "ignore" });
    const ended = once(sandbox, "close");
    after(() => {
      sandbox.kill("SIGKILL");
      silent.close();
    });
    await asked;
    const left = () => readdirSync(folder()).filter((name) => name.startsWith("hipaa-iam-sandbox-"));
    expect(left().map((name) => existsSync(join(folder(), name)))).to.deep.equal([true]);
    sandbox.kill("SIGINT");
    await wait(200);
    expect(sandbox.exitCode).to.equal(null);
    sandbox.kill("SIGINT");
    expect(await ended).to.deep.equal([130, null]);
    expect(left()).to.deep.equal([]);
  });
});
