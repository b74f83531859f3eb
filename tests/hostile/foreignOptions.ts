import type { Context } from "../../cli/access/request";
import { backendRows, deny, forbid, stranger } from "../../cli/access/row";
import { assumeRows } from "../../cli/access/rows/assume";
import type { Foreign } from "./foreign";

/** The documents bucket's name in the hands of an account that is not the one named. */
export const takenBucket: Foreign = (site, { number }) => {
  const owner = site.bucketOwner === stranger ? "888888888888" : stranger;
  const actions = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"];
  const action = actions[number % actions.length] ?? "";
  const row = backendRows(site, "S3");
  return row(action, `${site.documents}/tenants/1`, {}, deny("a bucket of another owner"), owner);
};

/** A model, and a Region, that nothing asked for. */
export const otherModel: Foreign = (site, { letters, number }) => {
  const { region } = site.standIn;
  const { guardrail, regions, patterns } = site.bedrock;
  const guarded = { "bedrock:GuardrailIdentifier": guardrail ?? "none" };
  const models = [
    [region, `amazon.${letters}`],
    [region, `anthropic.${letters}`],
    [region, `anthropic.claude${letters}`],
    ["ap-southeast-2", `anthropic.claude-${letters}`],
    // What a wildcard in a pattern or a Region would let in.
    [region, `${letters}anthropic.claude-v2`],
  ] as const;
  const [where, id] = models[number % models.length] ?? models[0];
  const profile = `arn:aws:bedrock:${region}:${site.standIn.accountId}:inference-profile/us.${id}`;
  const through: Context = regions ? { "bedrock:InferenceProfileArn": profile } : {};
  const resource = `arn:aws:bedrock:${where}::foundation-model/${id}`;
  const row = backendRows(site, "Bedrock");
  return row("bedrock:InvokeModel", resource, { ...guarded, ...through }, deny(`not one of ${patterns}`));
};

/** An invocation with nearly the guardrail that is asked for. */
export const withoutGuardrail: Foreign = (site, { letters, number }) => {
  const guardrail = site.bedrock.guardrail ?? "";
  const [, id = ""] = guardrail.split("/");
  const near = [
    guardrail.replace(id, `${letters}${id}`),
    guardrail.replace(/[0-9]{12}/, (owner) => (owner === stranger ? "888888888888" : stranger)),
    `${guardrail}${id.includes(":") ? "9" : letters}`,
  ];
  const identifier = near[number % near.length] ?? "";
  const resource = `arn:aws:bedrock:${site.standIn.region}::foundation-model/anthropic.claude-v2`;
  const row = backendRows(site, "Bedrock");
  const expected = forbid("DenyWithoutGuardrail", "not the guardrail");
  return row("bedrock:InvokeModel", resource, { "bedrock:GuardrailIdentifier": identifier }, expected);
};

/** What ApplyGuardrail asks for is nearly the guardrail that others enforce. */
export const otherGuardrail: Foreign = (site, { letters, number }) => {
  const [guardrail = ""] = site.bedrock.enforcedGuardrails;
  const [, , , region = ""] = guardrail.split(":");
  const near = [
    `${guardrail}${letters}`,
    guardrail.replace("/", `/${letters}`),
    guardrail.replace(/:[0-9]{12}:/, (owner) =>
      owner === `:${stranger}:` ? ":888888888888:" : `:${stranger}:`,
    ),
    guardrail.replace(`:${region}:`, region === "us-west-2" ? ":us-east-1:" : ":us-west-2:"),
  ];
  const row = backendRows(site, "Bedrock");
  return row("bedrock:ApplyGuardrail", near[number % near.length] ?? "", {}, deny("another guardrail"));
};

/** A call on the mantle endpoint in nearly the project that is named, and in the account's default one. */
export const otherProject: Foreign = (site, { letters, number }) => {
  const [project = ""] = site.bedrock.mantle?.projectArns ?? [];
  const near = [
    `${project}${letters}`,
    project.replace("/", `/${letters}`),
    project.replace(/:[0-9]{12}:/, `:${stranger}:`),
    project.replace(/[^/]+$/, `default-${letters}`),
  ];
  const row = backendRows(site, "Bedrock");
  const condition: Context = { "bedrock-mantle:Model": "anthropic.claude-sonnet-5-5" };
  const expected = deny("another project");
  return row("bedrock-mantle:CreateInference", near[number % near.length] ?? "", condition, expected);
};

/** A secret whose name is nearly that of the one named. */
export const otherSecret: Foreign = (site, { letters, number }) => {
  const [secret = ""] = site.secretArns;
  const exact = secret.replace("??????", "AbCdEf");
  const near = [
    exact.slice(0, -1),
    `${exact}${letters}`,
    exact.replace(":secret:", `:secret:${letters}`),
    exact.replace(/:[0-9]{12}:/, (owner) => (owner === `:${stranger}:` ? ":888888888888:" : `:${stranger}:`)),
  ];
  const arn = near[number % near.length] ?? "";
  const owner = arn.split(":")[4] ?? "";
  const row = backendRows(site, "Secrets Manager");
  return row("secretsmanager:GetSecretValue", arn, {}, deny("another secret"), owner);
};

/** A role whose name is nearly that of one trusted, or one of another organisation, with the external ID. */
export const otherPrincipal: Foreign = (site, { letters, number }) => {
  const row = assumeRows(site, "trust", site.roleArn, site.policies.trust);
  const { principals, organizationId } = site.trust;
  const [trusted = ""] = principals;
  const own = trusted.endsWith(":root") ? trusted.replace("root", "role/deploy") : trusted;
  const near = [`${own}${letters}`, own.replace(/[^/]+$/, `${letters}$&`)];
  const principal = organizationId ? own : (near[number % near.length] ?? "");
  const condition: Context = {
    "sts:ExternalId": site.externalId,
    ...(organizationId && { "aws:PrincipalOrgID": `${organizationId}${letters}` }),
  };
  return row("sts:AssumeRole", { who: "somebody else", principal }, condition, deny("not trusted"));
};

/** A token of another project, for another audience, or of another issuer. */
export const otherToken: Foreign = (site, { letters, number }) => {
  const row = assumeRows(site, "trust", site.roleArn, site.policies.trust);
  const { oidc } = site.trust;
  if (!oidc) throw new Error("No tokens are taken.");
  const issuer = oidc.providerArn.replace(/.*oidc-provider\//, "");
  const [subject = ""] = oidc.subjects;
  const right = subject.replace("*", letters);
  const [principal, aud, sub] = (
    [
      [`${oidc.providerArn}${letters}`, oidc.audience, right],
      [oidc.providerArn, `${oidc.audience}${letters}`, right],
      [oidc.providerArn, oidc.audience, `${letters}${right}`],
      [oidc.providerArn, oidc.audience, right.replace(/[/:]|$/, `${letters}$&`)],
    ] as const
  )[number % 4] ?? ["", "", ""];
  const condition = { [`${issuer}:aud`]: aud, [`${issuer}:sub`]: sub };
  const workload = { who: "another workload", principal };
  return row("sts:AssumeRoleWithWebIdentity", workload, condition, deny("not the project's token"));
};

/** A token of the project whose other claim is nearly the one that is asked for, or is not told. */
export const otherClaim: Foreign = (site, { letters, number }) => {
  const row = assumeRows(site, "trust", site.roleArn, site.policies.trust);
  const { oidc } = site.trust;
  if (!oidc) throw new Error("No tokens are taken.");
  const issuer = oidc.providerArn.replace(/.*oidc-provider\//, "");
  const [[claim, value] = ["", ""]] = Object.entries(oidc.claims ?? {});
  const near = [`${value}${letters}`, `${letters}${value}`, undefined][number % 3];
  const condition: Context = {
    [`${issuer}:aud`]: oidc.audience,
    [`${issuer}:sub`]: oidc.subjects[0]?.replace("*", letters) ?? "",
    ...(near !== undefined && { [`${issuer}:${claim}`]: near }),
  };
  const workload = { who: "another workload", principal: oidc.providerArn };
  return row("sts:AssumeRoleWithWebIdentity", workload, condition, deny("another claim"));
};

/** A certificate of another authority, or of another name. */
export const otherCertificate: Foreign = (site, { letters, number }) => {
  const row = assumeRows(site, "trust", site.roleArn, site.policies.trust);
  const { rolesAnywhere } = site.trust;
  if (!rolesAnywhere) throw new Error("No certificates are taken.");
  const { trustAnchorArn: anchor, subjectCommonName: name } = rolesAnywhere;
  const account = anchor.split(":")[4] ?? "";
  const told: Context = {
    "aws:SourceArn": anchor,
    "aws:SourceAccount": account,
    "aws:PrincipalTag/x509Subject/CN": name,
  };
  const changes: Context[] = [
    { "aws:SourceArn": `${anchor}${letters}` },
    { "aws:SourceAccount": account === stranger ? "888888888888" : stranger },
    { "aws:PrincipalTag/x509Subject/CN": `${name}${letters}` },
    { "aws:PrincipalTag/x509Subject/CN": letters === name ? `${name}0` : letters },
  ];
  const service = { who: "Roles Anywhere", principal: "rolesanywhere.amazonaws.com" };
  return row(
    "sts:AssumeRole",
    service,
    { ...told, ...changes[number % 4] },
    deny("not the host's certificate"),
  );
};
