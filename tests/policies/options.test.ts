import { createHash } from "node:crypto";
import { expect } from "chai";
import { defaultStandIn } from "../../cli/plan/run";
import { argsOf } from "../access/argsOf";
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
  "few models are invoked on mantle, in one project, and through profiles": "428da59a8ed3c1d4",
  "every model that AWS keeps prompts for is named": "5cfec79b1923b3b6",
  "a model that AWS keeps prompts for is named": "ba11057218096e00",
  "a guardrail is enforced by others, beside one that is asked for, through profiles": "dc3fc43c7986db2f",
  "a guardrail is asked for": "5db088df871e36c0",
  "a guardrail is asked for, through profiles": "2a832b376c6d27fb",
  "an account and a role of another": "30859969991d09d0",
  "another account is trusted besides": "1bc8c2d27a6d33ea",
  "answers are streamed": "6734c6c582ccda92",
  "answers are streamed, through profiles": "ed0da96973730d6e",
  "certificates are taken": "0021ca9725e52a16",
  "every way is open": "fbead1591d02fb0c",
  "keys have a provisioner": "f2828752f1cc923d",
  "models are few": "98d6e4c209bd3d8a",
  "models are few, through profiles": "6ba2f48730a9651f",
  "models are invoked through profiles": "480af56d79fe2abf",
  "named roles are of one organisation": "a584aa508d7375e3",
  "nobody provisions keys": "71184d8b1154623a",
  "one version of a guardrail is asked for": "7b68b9b63cc15dee",
  "profiles of this Region alone": "aa3f22362d9e9bb5",
  "roles and users are named": "6827f813906faf7e",
  "secrets are read": "fd1cd7862026136e",
  "secrets are read that a key of their own encrypts": "8cecce3e3393bdb8",
  "sessions serve one tenant": "885215b6b2d55f2a",
  "sessions serve one tenant, by another tag, with a provisioner": "5717d7629121af36",
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
  guardrails: "d0057d85cfd08a03",
  "the other side, all inputs": "f3bc9c094a523ba7",
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
