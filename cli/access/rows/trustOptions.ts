import type { Context } from "../request";
import { allow, deny, type Row, stranger } from "../row";
import type { Site } from "../site";
import { assumeRows, otherExternalIds } from "./assume";

/** Accounts, roles and users that are trusted instead of the account, or of one organisation alone. */
export function principalRows(site: Site): Row[] {
  const row = assumeRows(site, "trust", site.roleArn, site.policies.trust);
  const { principals, organizationId } = site.trust;
  const { partition, accountId } = site.standIn;
  const known: Context = {
    "sts:ExternalId": site.externalId,
    ...(organizationId && { "aws:PrincipalOrgID": organizationId }),
  };
  const { "sts:ExternalId": _, ...anonymous } = known;
  const iam = (account: string) => `arn:${partition}:iam::${account}`;
  const accounts = principals.filter((arn) => arn.endsWith(":root")).map((arn) => arn.split(":")[4] ?? "");
  const named = principals.filter((arn) => !arn.endsWith(":root"));
  const trusted = [
    ...accounts.map((account) => ({
      caller: { who: "a user of a trusted account", principal: `${iam(account)}:user/somebody` },
      by: "AssumeWithExternalId",
    })),
    ...named.map((principal) => ({
      caller: { who: "who is named", principal },
      by: "AssumeAsNamedPrincipal",
    })),
  ];
  const strangers = [accountId, "888888888888", stranger].filter((account) => !accounts.includes(account));
  return [
    ...trusted.flatMap(({ caller, by }) => [
      row("sts:AssumeRole", caller, known, allow(by, "trusted, allowed to, and knows the external ID")),
      row("sts:AssumeRole", { ...caller, identity: [] }, known, deny("its own policies do not allow it")),
      row("sts:AssumeRole", caller, anonymous, deny("no external ID")),
      ...otherExternalIds(site).map((id) =>
        row("sts:AssumeRole", caller, { ...known, "sts:ExternalId": id }, deny("not the external ID")),
      ),
      row("sts:TagSession", caller, anonymous, deny("no session tags")),
      ...(organizationId
        ? [
            row("sts:AssumeRole", caller, { "sts:ExternalId": site.externalId }, deny("of no organisation")),
            row(
              "sts:AssumeRole",
              caller,
              { ...known, "aws:PrincipalOrgID": "o-another000" },
              deny("of another organisation"),
            ),
            row(
              "sts:AssumeRole",
              caller,
              { ...known, "aws:PrincipalOrgID": `${organizationId}x` },
              deny("an organisation whose ID begins alike"),
            ),
            row(
              "sts:AssumeRole",
              caller,
              { ...known, "aws:PrincipalOrgID": organizationId.toUpperCase() },
              deny("an ID in another case"),
            ),
          ]
        : []),
    ]),
    ...strangers.flatMap((account) =>
      ["user/somebody", "role/other"]
        .map((name) => `${iam(account)}:${name}`)
        .filter((principal) => !named.includes(principal))
        .map((principal) =>
          row("sts:AssumeRole", { who: "who is not named", principal }, known, deny("not trusted")),
        ),
    ),
    ...named
      .filter((arn) => !accounts.includes(arn.split(":")[4] ?? ""))
      .flatMap((arn) =>
        [`${arn}2`, arn.replace(/[^/]+$/, "x$&")]
          .filter((principal) => !named.includes(principal))
          .map((principal) =>
            row(
              "sts:AssumeRole",
              { who: "who has nearly the name", principal },
              known,
              deny("not the one named"),
            ),
          ),
      ),
    row(
      "sts:AssumeRole",
      { who: "a service of AWS", principal: "ec2.amazonaws.com" },
      known,
      deny("no service"),
    ),
  ];
}

/** Whether a text has the form of a subject, which may end in a wildcard. */
function isLike(subject: string, text: string): boolean {
  return subject.endsWith("*") ? text.startsWith(subject.slice(0, -1)) : text === subject;
}

/** Workloads with a token of their issuer. */
export function tokenRows(site: Site): Row[] {
  const row = assumeRows(site, "trust", site.roleArn, site.policies.trust);
  const { partition, accountId } = site.standIn;
  const { oidc } = site.trust;
  const github = `arn:${partition}:iam::${accountId}:oidc-provider/token.actions.githubusercontent.com`;
  const action = "sts:AssumeRoleWithWebIdentity";
  const workload = { who: "a workload with a token", principal: oidc?.providerArn ?? github };
  const own = workload.principal.replace(/^.*:oidc-provider\//, "");
  const claims = Object.entries(oidc?.claims ?? {});
  const token = (aud?: string, sub?: string, issuer = own): Context => ({
    ...(aud !== undefined && { [`${issuer}:aud`]: aud }),
    ...(sub !== undefined && { [`${issuer}:sub`]: sub }),
    // AWS's reference has no such keys of other issuers, so a request cannot tell them.
    ...(issuer === own && Object.fromEntries(claims.map(([claim, value]) => [`${own}:${claim}`, value]))),
  });
  const right = oidc?.subjects.map((subject) => subject.replace("*", "ref:refs/heads/main")) ?? [];
  const [first = "repo:example/backend:environment:production"] = right;
  const audience = oidc?.audience ?? "sts.amazonaws.com";
  if (!oidc) return [row(action, workload, token(audience, first), deny("no tokens are taken"))];
  const isPattern = oidc.subjects.some((subject) => subject.includes("*"));
  const others = [
    "repo:example/other:environment:production",
    "repo:stranger/backend:environment:production",
    "repo:example/backend-2:environment:production",
    "repo:example:environment:production",
    "repo:example@1234/other@5679:environment:production",
    "repo:example@1234/backend@56789:environment:production",
    "repo:example@9/backend@5678:environment:production",
    "repository_id:56789:environment:production",
    "project_id:56789:ref_type:branch:ref:main",
    "x-repo:example/backend:environment:production",
    "REPO:example/backend:environment:production",
    "",
    ...(isPattern ? [] : [`${first}x`, first.slice(0, -1), "repo:example/backend:ref:refs/heads/main"]),
  ];
  return [
    ...right.map((sub) =>
      row(action, workload, token(audience, sub), allow("AssumeWithToken", "a token of the project")),
    ),
    ...others
      .filter((sub) => !oidc.subjects.some((subject) => isLike(subject, sub)))
      .map((sub) => row(action, workload, token(audience, sub), deny("the token of something else"))),
    ...[`${audience}x`, audience.toUpperCase(), "", "https://github.com/example"]
      .filter((aud) => aud !== audience)
      .map((aud) => row(action, workload, token(aud, first), deny("a token for another audience"))),
    ...claims.flatMap(([claim, value]) => {
      const { [`${own}:${claim}`]: _, ...without } = token(audience, first);
      const other = (told: string) => ({ ...without, [`${own}:${claim}`]: told });
      return [
        row(action, workload, without, deny(`a token that does not tell its ${claim}`)),
        row(action, workload, other(`${value}9`), deny(`another ${claim}, which begins alike`)),
        row(action, workload, other(value.slice(1)), deny(`another ${claim}, which ends alike`)),
        row(action, workload, other(""), deny(`an empty ${claim}`)),
      ];
    }),
    row(action, workload, token(audience), deny("a token without subject")),
    row(action, workload, token(undefined, first), deny("a token without audience")),
    row(action, workload, {}, deny("nothing is told of the token")),
    ...["oidc.example.com", `${own}/example`].flatMap((host) => {
      const principal = `arn:${partition}:iam::${accountId}:oidc-provider/${host}`;
      return [
        row(
          action,
          { who: "a workload of another issuer", principal },
          token(audience, first, host),
          deny("another issuer"),
        ),
        row(
          action,
          { ...workload, who: "a mixed-up workload" },
          token(audience, first, host),
          deny("of another"),
        ),
      ];
    }),
    ...["sts:TagSession", "sts:SetSourceIdentity", "sts:AssumeRoleWithSAML"].map((other) =>
      row(other, workload, {}, deny("assuming is all")),
    ),
    row(
      action,
      { who: "a service of AWS", principal: "ec2.amazonaws.com" },
      token(audience, first),
      deny("no service of AWS"),
    ),
  ];
}

/** The host with its certificate. */
export function certificateRows(site: Site): Row[] {
  const row = assumeRows(site, "trust", site.roleArn, site.policies.trust);
  const { partition, region, accountId } = site.standIn;
  const { rolesAnywhere } = site.trust;
  const service = { who: "Roles Anywhere", principal: "rolesanywhere.amazonaws.com" };
  const anchor =
    rolesAnywhere?.trustAnchorArn ??
    `arn:${partition}:rolesanywhere:${region}:${accountId}:trust-anchor/1234abcd-12ab-34cd-56ef-1234567890ab`;
  const name = rolesAnywhere?.subjectCommonName ?? "backend";
  const told: Context = {
    "aws:SourceArn": anchor,
    "aws:SourceAccount": anchor.split(":")[4] ?? "",
    "aws:PrincipalTag/x509Subject/CN": name,
  };
  const actions = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];
  if (!rolesAnywhere) {
    return actions.map((action) => row(action, service, told, deny("no certificates are taken")));
  }
  const without = (key: string) =>
    Object.fromEntries(Object.entries(told).filter(([other]) => other !== key));
  const wrong: [changes: Context, why: string][] = [
    [{ "aws:SourceArn": anchor.replace(/.$/, (last) => (last === "0" ? "1" : "0")) }, "another authority"],
    [{ "aws:SourceArn": anchor.split(":").with(4, stranger).join(":") }, "another account's authority"],
    [{ "aws:SourceAccount": stranger }, "another account"],
    [{ "aws:PrincipalTag/x509Subject/CN": `${name}2` }, "a name that begins alike"],
    [{ "aws:PrincipalTag/x509Subject/CN": name.toUpperCase() }, "a name in another case"],
    [{ "aws:PrincipalTag/x509Subject/CN": "" }, "an empty name"],
  ];
  const others = wrong.filter(([changes]) =>
    Object.entries(changes).some(([key, value]) => told[key] !== value),
  );
  return [
    ...actions.flatMap((action) => [
      row(action, service, told, allow("AssumeWithCertificate", "the host's certificate")),
      ...others.map(([changes, why]) => row(action, service, { ...told, ...changes }, deny(why))),
      ...Object.keys(told).map((key) => row(action, service, without(key), deny(`${key} is not told`))),
    ]),
    row("sts:AssumeRoleWithSAML", service, told, deny("not the way of certificates")),
    row("sts:SetContext", service, told, deny("no contexts")),
    row(
      "sts:AssumeRole",
      { who: "a service of AWS", principal: "ec2.amazonaws.com" },
      told,
      deny("another service"),
    ),
  ];
}
