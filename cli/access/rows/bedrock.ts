import { allow, backendRows, deny, forbid, type Row, stranger } from "../row";
import { otherRegions, type Site } from "../site";
import { mantleRows } from "./bedrockMantle";
import { countRows, enforcedRows, retainingRows } from "./bedrockOptions";
import {
  claude,
  invocationRows,
  invoke,
  isListed,
  modelArn,
  profileArn,
  second,
  stream,
} from "./bedrockRequests";
import { endpointRows, otherWayRows } from "./bedrockSideDoors";

/** Claude, here, in one piece, or as the options say. */
export function bedrockRows(site: Site): Row[] {
  return [
    ...modelRows(site),
    ...otherResourceRows(site),
    ...(site.bedrock.regions ? profileRows(site, site.bedrock.regions) : withoutProfilesRows(site)),
    ...(site.bedrock.guardrail ? guardrailRows(site, site.bedrock.guardrail) : []),
    ...[countRows, enforcedRows, retainingRows, mantleRows, endpointRows, otherWayRows].flatMap((rowsOf) =>
      rowsOf(site),
    ),
  ];
}

function modelRows(site: Site): Row[] {
  const row = invocationRows(site);
  const streamed = site.bedrock.streaming
    ? allow("InvokeClaude", "streaming is asked for")
    : deny("no streaming; ConverseStream asks the same");
  const ofFamily = [
    "anthropic.claude-opus-5-5",
    "anthropic.claude-fab-1",
    "anthropic.claude-haiku-4-5-20251001-v1:0",
    "anthropic.claude-haiku-4-5-20251001-v1:0:200k",
  ];
  const others: [id: string, why: string][] = [
    ["anthropic.other-v1", "another family of the same maker"],
    ["anthropic.claude", "no model of the family: its name goes on"],
    ["Anthropic.Claude-Haiku-5-5", "names of models are in lower case"],
    ["amazon.titan-text-express-v1", "another maker"],
    ["amazon.nova-pro-v1:0", "another maker"],
    ["cohere.command-r-v1:0", "another maker"],
    ["meta.llama3-70b-instruct-v1:0", "another maker"],
    ["notanthropic.claude-haiku-5-5", "a maker whose name ends alike"],
  ];
  return [
    row(
      invoke,
      modelArn(site, claude),
      {},
      allow("InvokeClaude", "a Claude model of this Region; Converse asks the same"),
    ),
    row(invoke, modelArn(site, second), {}, allow("InvokeClaude", "another Claude model")),
    row(stream, modelArn(site, claude), {}, streamed),
    ...ofFamily.map((id) =>
      row(
        invoke,
        modelArn(site, id),
        {},
        isListed(site, id) ? allow("InvokeClaude", "a third") : deny("not one of the models listed"),
      ),
    ),
    ...others.map(([id, why]) => row(invoke, modelArn(site, id), {}, deny(why))),
    ...otherRegions(site).flatMap((other) =>
      [claude, second].map((id) =>
        row(invoke, modelArn(site, id, other), {}, deny("prompts stay in this Region")),
      ),
    ),
    row(invoke, modelArn(site, claude).replace(/^arn:[^:]+/, "arn:aws-iso"), {}, deny("another partition")),
  ];
}

/** What else could run a model, or say of it. */
function otherResourceRows(site: Site): Row[] {
  const row = backendRows(site, "Bedrock");
  const runs = invocationRows(site);
  const { partition, region, accountId } = site.standIn;
  const owned = (kind: string, id: string) => `arn:${partition}:bedrock:${region}:${accountId}:${kind}/${id}`;
  const kinds = [
    "application-inference-profile",
    "prompt-router",
    "imported-model",
    "custom-model-deployment",
  ];
  return [
    ...kinds.map((kind) =>
      runs(invoke, owned(kind, "abcdefghijkl"), {}, deny("what it leads to may be any model, anywhere")),
    ),
    runs(
      invoke,
      owned("provisioned-model", "abcdefghijkl"),
      {},
      deny("what is provisioned may be any model"),
    ),
    runs(
      invoke,
      owned("imported-model", "abcdefghijkl").replace(accountId, stranger),
      {},
      deny("a model of another account"),
      stranger,
    ),
    row("bedrock:GetFoundationModel", modelArn(site, claude), {}, deny("invoking is all")),
    row("bedrock:ListFoundationModels", "*", {}, deny("invoking is all")),
  ];
}

function withoutProfilesRows(site: Site): Row[] {
  const row = invocationRows(site);
  const profile = profileArn(site, `us.${claude}`);
  return [
    row(invoke, profile, {}, deny("a profile sends prompts to other Regions")),
    ...otherRegions(site).map((other) =>
      row(
        invoke,
        modelArn(site, claude, other),
        { "bedrock:InferenceProfileArn": profile },
        deny("not by way of a profile either"),
      ),
    ),
  ];
}

/** A call through a profile is checked for the profile, and for the model in each Region that it may go to. */
function profileRows(site: Site, regions: string[]): Row[] {
  const row = invocationRows(site);
  const other = backendRows(site, "Bedrock");
  const through = (profile: string) => ({ "bedrock:InferenceProfileArn": profile });
  const us = profileArn(site, `us.${claude}`);
  const globalProfile = profileArn(site, `global.${claude}`);
  const unlisted = otherRegions(site).filter((region) => !regions.includes(region));
  const elsewhere = regions.filter((region) => region !== site.standIn.region);
  const streamed = (by: string | string[]) =>
    site.bedrock.streaming ? allow(by, "streaming is asked for") : deny("no streaming");
  const byProfile = allow("InvokeClaudeProfiles", "the profile of a Claude model");
  const byModel = (where: string) =>
    where === site.standIn.region ? "InvokeClaude" : "InvokeClaudeThroughProfiles";
  const opus = "anthropic.claude-opus-5-5";
  const isOpus = isListed(site, opus);
  const notOpus = deny("not one of the models listed");
  return [
    row(invoke, us, {}, byProfile),
    row(invoke, profileArn(site, `eu.${claude}`), {}, byProfile),
    row(invoke, profileArn(site, `us.${second}`), {}, byProfile),
    row(stream, us, {}, streamed("InvokeClaudeProfiles")),
    row(invoke, profileArn(site, `us.${opus}`), {}, isOpus ? byProfile : notOpus),
    row(invoke, profileArn(site, "us.amazon.nova-pro-v1:0"), {}, deny("another maker")),
    row(invoke, profileArn(site, claude), {}, deny("no geography: not a profile of AWS's")),
    ...[claude, second].flatMap((id) => [
      ...otherRegions(site).map((other) =>
        row(invoke, profileArn(site, `us.${id}`, other), {}, deny("calls begin in this Region")),
      ),
      row(invoke, profileArn(site, `us.${id}`, undefined, stranger), {}, deny("another account"), stranger),
    ]),
    ...[us, globalProfile].map((profile) =>
      other("bedrock:GetInferenceProfile", profile, {}, deny("invoking is all")),
    ),
    other(
      "bedrock:InvokeGuardrailChecks",
      "*",
      { "aws:RequestedRegion": "unspecified" },
      deny("checks are not models"),
    ),
    ...regions.flatMap((where) => [
      row(
        invoke,
        modelArn(site, claude, where),
        { ...through(us), "aws:RequestedRegion": where },
        allow(byModel(where), "a listed Region"),
      ),
      row(
        invoke,
        modelArn(site, second, where),
        { ...through(profileArn(site, `us.${second}`)), "aws:RequestedRegion": where },
        allow(byModel(where), "a listed Region"),
      ),
      row(
        stream,
        modelArn(site, claude, where),
        { ...through(us), "aws:RequestedRegion": where },
        streamed(byModel(where)),
      ),
      row(invoke, modelArn(site, "amazon.nova-pro-v1:0", where), through(us), deny("another maker")),
    ]),
    ...elsewhere.flatMap((where) => [
      row(invoke, modelArn(site, claude, where), {}, deny("there only by way of a profile")),
      row(
        invoke,
        modelArn(site, claude, where),
        through(profileArn(site, "us.amazon.nova-pro-v1:0")),
        deny("the profile of another model"),
      ),
      row(
        invoke,
        modelArn(site, claude, where),
        through(profileArn(site, `us.${claude}`, undefined, stranger)),
        deny("the profile of another account"),
      ),
      row(
        invoke,
        modelArn(site, opus, where),
        through(profileArn(site, `us.${opus}`)),
        isOpus ? allow("InvokeClaudeThroughProfiles", "a listed Region") : notOpus,
      ),
    ]),
    ...unlisted.flatMap((where) =>
      [claude, second].map((id) =>
        row(
          invoke,
          modelArn(site, id, where),
          { ...through(profileArn(site, `us.${id}`)), "aws:RequestedRegion": where },
          deny("a Region that is not listed, so the whole call fails"),
        ),
      ),
    ),
    ...[invoke, stream].flatMap((action) => [
      row(action, globalProfile, {}, forbid("DenyGlobalProfiles", "it sends prompts to any Region")),
      row(
        action,
        profileArn(site, `global.${claude}`, "ap-southeast-2"),
        {},
        forbid("DenyGlobalProfiles", "whatever else the role is granted"),
      ),
      row(
        action,
        // AWS leaves the model's Region empty as well, which the evaluator takes for no model.
        modelArn(site, claude),
        { ...through(globalProfile), "aws:RequestedRegion": "unspecified" },
        forbid("DenyUnspecifiedRegion", "nobody knows where it is processed"),
      ),
    ]),
    row(
      invoke,
      profileArn(site, `global.${claude}`, undefined, stranger),
      {},
      forbid("DenyGlobalProfiles", "another account's, too"),
      stranger,
    ),
  ];
}

/** Every invocation carries the guardrail. */
function guardrailRows(site: Site, guardrail: string): Row[] {
  const row = backendRows(site, "Bedrock");
  const [arn = "", version] = guardrail.split(/(?<=abcdefghijkl):/);
  const withIt = (identifier: string) => ({ "bedrock:GuardrailIdentifier": identifier });
  const refused = (why: string) => forbid("DenyWithoutGuardrail", why);
  const anyVersion = version
    ? refused("another version than the one asked for")
    : allow("InvokeClaude", "whichever version");
  return [
    row(invoke, modelArn(site, claude), withIt(arn), anyVersion),
    row(invoke, modelArn(site, claude), withIt(`${arn}:7`), anyVersion),
    row(invoke, modelArn(site, claude), withIt(`${arn}:31`), anyVersion),
    row(invoke, modelArn(site, claude), withIt(`${arn}x`), refused("a guardrail whose ID begins alike")),
    row(
      invoke,
      modelArn(site, claude),
      withIt(arn.replace("abcdefghijkl", "other")),
      refused("another guardrail"),
    ),
    ...[invoke, stream].map((action) => row(action, modelArn(site, claude), {}, refused("no guardrail"))),
    row(
      invoke,
      modelArn(site, "amazon.nova-pro-v1:0"),
      {},
      refused("of any model, whatever else is granted"),
    ),
    row(invoke, modelArn(site, claude, "ap-southeast-2"), {}, refused("in any Region")),
    ...[
      ...["custom-model-deployment/own", "imported-model/own", "provisioned-model/own"],
      "marketplace/model-endpoint/all-access",
    ].map((model) =>
      row(invoke, arn.replace(/guardrail\/.*/, model), {}, refused("of a model of the account's own")),
    ),
    row(
      invoke,
      arn.replace("guardrail/", "default-prompt-router/"),
      {},
      deny("a router asks for the model that it takes"),
    ),
    row("bedrock:ApplyGuardrail", arn, {}, allow("ApplyGuardrail", "an invocation applies it")),
    ...[`${arn}x`, arn.replace("abcdefghijkl", "other")].map((other) =>
      row("bedrock:ApplyGuardrail", other, {}, deny("another guardrail")),
    ),
    ...otherRegions(site).map((other) =>
      row("bedrock:ApplyGuardrail", arn.replace(site.standIn.region, other), {}, deny("another Region")),
    ),
    row(
      "bedrock:ApplyGuardrail",
      arn.replace(site.standIn.accountId, stranger),
      {},
      deny("another account"),
      stranger,
    ),
    ...["bedrock:GetGuardrail", "bedrock:UpdateGuardrail", "bedrock:DeleteGuardrail"].map((action) =>
      row(action, arn, {}, deny("guardrails are others' work")),
    ),
    ...guardrailProfileRows(site),
  ];
}

/** What a guardrail of several Regions is applied through: the call is checked for its profile in each of these. */
function guardrailProfileRows(site: Site): Row[] {
  const row = backendRows(site, "Bedrock");
  const { partition, region, accountId } = site.standIn;
  const { regions = [] } = site.bedrock;
  const apply = "bedrock:ApplyGuardrail";
  const profile = (id: string, where: string, owner = accountId) =>
    `arn:${partition}:bedrock:${where}:${owner}:guardrail-profile/${id}`;
  const ids = ["us.guardrail.v1:0", "eu.guardrail.v1:0"];
  return [...new Set([region, ...regions, ...otherRegions(site)])].flatMap((where) => {
    const isListed = regions.includes(where);
    const listed = isListed
      ? allow("ApplyGuardrail", "a listed Region")
      : deny("a Region that is not listed");
    return [
      ...ids.map((id) => row(apply, profile(id, where), {}, listed)),
      row(
        apply,
        profile("us.guardrail.v1:0", where).replace("guardrail-profile", "guardrail"),
        {},
        deny("a profile's name, but a guardrail"),
      ),
      row(apply, profile("us.guardrail.v1:0", where, stranger), {}, deny("another account"), stranger),
      row(
        "bedrock:CreateGuardrail",
        profile("us.guardrail.v1:0", where),
        {},
        deny("guardrails are others' work"),
      ),
    ];
  });
}
