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
  "a guardrail is asked for": "a30c382c0c050f07",
  "a guardrail is asked for, through profiles": "9a1cee3533526911",
  "an account and a role of another": "7b6a388055408e70",
  "another account is trusted besides": "86d2a70d3578c129",
  "answers are streamed": "28c1dc8432c04164",
  "answers are streamed, through profiles": "0d5feaac34034d64",
  "certificates are taken": "ebc680c086536137",
  "every way is open": "ac252d4e6d57c143",
  "keys have a provisioner": "3e5a8bf7978460ea",
  "models are few": "af49ab0fd7d27774",
  "models are few, through profiles": "adc739d862814ce4",
  "models are invoked through profiles": "c6c8631d025e869b",
  "named roles are of one organisation": "9ff64921ec117b8b",
  "nobody provisions keys": "0f063f6308169942",
  "one version of a guardrail is asked for": "ca67b9c0229b1856",
  "profiles of this Region alone": "e4ef4787c552d895",
  "roles and users are named": "2ea0494fbe195266",
  "secrets are read": "aef34ea7a3f01c77",
  "secrets are read that a key of their own encrypts": "c1f43b6a7541de8a",
  "sessions serve one tenant": "7b605783554795ee",
  "sessions serve one tenant, by another tag, with a provisioner": "92f55bfa143af057",
  "sessions serve one tenant, in every way": "e1286d1b76e44a3e",
  "the buckets' owner is named": "fbed8b2c4ff7a10d",
  "they are of one organisation": "7d0b71c3e7c2a779",
  "tokens are taken": "a71eb324d7249176",
  "tokens of a project are taken": "14f3fe9266f823be",
  "tokens of a project by its number are taken": "35184d050dc79c3c",
  "tokens with further claims are taken": "406be5b25f509142",
  "tokens of a project with a further claim are taken": "72aa6633da814106",
};
const others = {
  boundary: "1064adecbeb49785",
  guardrails: "36285ab55a3d2f39",
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
