/**
 * Claims that AWS takes as condition keys besides `aud` and `sub`, by who issues the tokens. A test compares them with
 * AWS's service reference.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
const claimsByIssuer: [issuer: RegExp, claims: string[]][] = [
  [
    // For an enterprise with a path of its own, or with its data in a Region of its own (ghe.com).
    /^token\.actions\.(?:githubusercontent\.com(?:\/[^/]+)?|[^./]+\.ghe\.com)$|^github\.com\/enterprises\/[^/]+$/,
    [
      ...["actor", "actor_id", "enterprise_id", "environment", "job_workflow_ref", "ref", "repository"],
      ...["repository_id", "repository_owner_id", "workflow"],
    ],
  ],
  [
    // A server of one's own has none of them: the keys name this host.
    /^gitlab\.com$/,
    [
      ...["namespace_id", "pipeline_source", "project_id", "ref_protected", "runner_environment"],
      ...["user_access_level", "user_email", "user_id", "user_login"],
    ],
  ],
  [
    /^agent\.(?:buildkite\.com|[^./]+\.buildkite\.(?:dev|site))$/,
    [
      ...["build_branch", "cluster_id", "cluster_name", "organization_id", "organization_slug"],
      ...["pipeline_id", "pipeline_slug"],
    ],
  ],
  [/^oidc\.circleci\.com\/org\/[^/]+$/, ["oidc.circleci.com/project-id"]],
  [/^idcs-[^./]+\.identity\.oraclecloud\.com$/, ["rpst_id"]],
];

/** The claims of tokens of an issuer that AWS takes. */
export function claimsOf(issuer: string): string[] {
  return claimsByIssuer.find(([form]) => form.test(issuer))?.[1] ?? [];
}

/** The claims of every issuer that has some. */
export const allClaims = [...new Set(claimsByIssuer.flatMap(([, claims]) => claims))].sort();

/** Whether a claim is a number: GitHub's and GitLab's ids are. Those of the others are not. */
export const isNumber = (claim: string) =>
  /^(?:actor|enterprise|repository|repository_owner|namespace|project|user)_id$/.test(claim);
