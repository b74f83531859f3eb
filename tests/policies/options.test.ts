import { createHash } from "node:crypto";
import { expect } from "chai";
import { argsOf } from "../../cli/access/site";
import { defaultStandIn } from "../../cli/plan/run";
import { extensions } from "../access/options";
import { siteOf } from "../access/siteOf";
import { boundaryOf } from "../boundary/bounded";
import { guardrailsArgs, guardrailsOf } from "../guardrails/guardrails";
import { settingOf } from "../resourcePolicies/setting";

/**
 * The beginning of the SHA-256 of the documents that options make, for production in aws. Whoever has an option has these
 * documents: a change of them is one for the changelog. That they are right is for the access matrix to say.
 */
const hashes: Record<string, string> = {
  "tokens are counted": "4508878ed3926222",
  "models are invoked on mantle": "28a171082db06ff9",
  "guardrails are enforced by others": "bf48145770e2d02f",
  "few models are invoked on mantle, in one project, and through profiles": "4983d4b0148deb7a",
  "every model that AWS keeps prompts for is named": "e7c2f3ae07a5c649",
  "a model that AWS keeps prompts for is named": "c8975ca2f97ee688",
  "a guardrail is enforced by others, beside one that is asked for, through profiles": "ae1ec66341e0811d",
  "a guardrail is asked for": "cd9bc94f772ce219",
  "a guardrail is asked for, through profiles": "61038a25cde3f436",
  "an account and a role of another": "30859969991d09d0",
  "another account is trusted besides": "1bc8c2d27a6d33ea",
  "answers are streamed": "6734c6c582ccda92",
  "answers are streamed, through profiles": "7cab778185d193c5",
  "certificates are taken": "0021ca9725e52a16",
  "every way is open": "fbead1591d02fb0c",
  "keys have a provisioner": "109b9b83047013e6",
  "models are few": "98d6e4c209bd3d8a",
  "models are few, through profiles": "dc8e725a2edecd31",
  "models are invoked through profiles": "c3aa0bf93556d11d",
  "named roles are of one organisation": "a584aa508d7375e3",
  "nobody provisions keys": "71184d8b1154623a",
  "one version of a guardrail is asked for": "90cb813bfb8d90b1",
  "profiles of this Region alone": "7a62fb42247dc0f5",
  "roles and users are named": "6827f813906faf7e",
  "secrets are read": "fd1cd7862026136e",
  "secrets are read that a key of their own encrypts": "8cecce3e3393bdb8",
  "sessions serve one tenant": "885215b6b2d55f2a",
  "sessions serve one tenant, by another tag, with a provisioner": "3c71d0998ea1af71",
  "sessions serve one tenant, in every way": "1588079e6420681c",
  "the buckets' owner is named": "bfb014a9a7688138",
  "they are of one organisation": "6b1dd38c8c576a63",
  "tokens are taken": "7f557da1961f8d47",
  "tokens of a project by its number are taken": "8858f98a360e1101",
  "tokens with further claims are taken": "0860b60a0398bfaa",
  "tokens of a project with a further claim are taken": "25bdf2ff6ef8e190",
  "tokens of a project are taken": "272465d11346b921",
  "uploads are aborted": "9922f08b85778160",
};
const others = {
  boundary: "f3eeba95312dad07",
  guardrails: "4c2a0d9169e170bd",
  "the other side, all inputs": "b4f4cf2a54366bb5",
  "the other side, least inputs": "072bfe8149a4391b",
};

const hash = (value: unknown) =>
  createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);

describe("the documents of options are those that users have", () => {
  const base = argsOf("production", defaultStandIn);

  it("of the component", async () => {
    const found: Record<string, string> = {};
    for (const [option, options] of Object.entries(extensions(defaultStandIn))) {
      found[option] = hash(
        (await siteOf({ ...base, enableRdsMonitoring: true, ...options }, defaultStandIn)).policies,
      );
    }
    expect(found).to.deep.equal(hashes);
  });

  it("of the boundary, the guardrails and the other side", async () => {
    const everything = { ...base, enableRdsMonitoring: true, tenantKeyProvisioning: "provisioner" as const };
    const site = await siteOf(everything, defaultStandIn);
    expect({
      boundary: hash(await boundaryOf(everything)),
      guardrails: hash(await guardrailsOf(guardrailsArgs(site), defaultStandIn)),
      "the other side, all inputs": hash((await settingOf(defaultStandIn, true)).documents),
      "the other side, least inputs": hash((await settingOf(defaultStandIn, false)).documents),
    }).to.deep.equal(others);
  });
});
