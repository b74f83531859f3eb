import { otherBucket, otherKey } from "./foreign";
import {
  otherCertificate,
  otherClaim,
  otherGuardrail,
  otherModel,
  otherPrincipal,
  otherProject,
  otherSecret,
  otherToken,
  takenBucket,
  withoutGuardrail,
} from "./foreignOptions";
import { arg, example, type Input, member, refusesWhatIsHostile, runs } from "./suite";
import { good, hostile } from "./values";

const exampleSecret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:database-AbCdEf";
const oidc = {
  providerArn: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
  audience: "sts.amazonaws.com",
  subjects: ["repo:example/backend:*"],
};
const rolesAnywhere = {
  trustAnchorArn:
    "arn:aws:rolesanywhere:us-east-1:123456789012:trust-anchor/1234abcd-12ab-34cd-56ef-1234567890ab",
  subjectCommonName: "backend",
};
const inputs: Input[] = [
  arg("bucketOwnerAccountId", good.accountId, [otherBucket, takenBucket]),
  arg("bedrockGuardrailArn", good.guardrailArn, [otherModel, withoutGuardrail]),
  member("bedrockEnforcedGuardrailArns", good.enforcedGuardrailArn, [otherModel, otherGuardrail]),
  {
    ...{ name: "a member of bedrockMantle.projectArns", values: hostile(good.projectArn) },
    foreign: [otherModel, otherProject],
    args: (value) => ({ ...example, bedrockMantle: { projectArns: [value] } }),
  },
  member("bedrockInferenceRegions", good.region, [otherModel], ["us-east-1"]),
  member("bedrockModelPatterns", good.modelPattern, [otherModel]),
  member("secretArns", good.secretArn, [otherSecret]),
  {
    ...{ name: "secretsKmsKeyArn", values: hostile(good.secretsKeyArn), foreign: [otherKey] },
    args: (value) => ({ ...example, secretArns: [exampleSecret], secretsKmsKeyArn: value }),
  },
  member("trustedPrincipalArns", good.principalArn, [otherPrincipal]),
  arg("organizationId", good.organizationId, [otherPrincipal]),
  {
    ...{ name: "oidc.audience", values: hostile(good.audience), foreign: [otherToken] },
    args: (audience) => ({ ...example, oidc: { ...oidc, audience } }),
  },
  {
    ...{ name: "a member of oidc.subjects", values: hostile(good.subject), foreign: [otherToken] },
    args: (subject) => ({ ...example, oidc: { ...oidc, subjects: [subject] } }),
  },
  {
    ...{ name: "oidc.claims.environment", values: hostile(good.claim), foreign: [otherToken, otherClaim] },
    args: (environment) => ({ ...example, oidc: { ...oidc, claims: { environment } } }),
  },
  {
    ...{
      name: "oidc.claims.repository_id",
      values: hostile(good.claimId),
      foreign: [otherToken, otherClaim],
    },
    args: (repository_id) => ({ ...example, oidc: { ...oidc, claims: { repository_id } } }),
  },
  {
    ...{ name: "oidc.providerArn", values: hostile(good.providerArn), foreign: [otherToken] },
    args: (providerArn) => ({ ...example, oidc: { ...oidc, providerArn } }),
  },
  {
    ...{
      name: "rolesAnywhere.trustAnchorArn",
      values: hostile(good.trustAnchorArn),
      foreign: [otherCertificate],
    },
    args: (trustAnchorArn) => ({ ...example, rolesAnywhere: { ...rolesAnywhere, trustAnchorArn } }),
  },
  {
    ...{
      name: "rolesAnywhere.subjectCommonName",
      values: hostile(good.commonName),
      foreign: [otherCertificate],
    },
    args: (subjectCommonName) => ({ ...example, rolesAnywhere: { ...rolesAnywhere, subjectCommonName } }),
  },
];

describe(`hostile input for options, ${runs} values an input`, () => {
  refusesWhatIsHostile(inputs, runs);
});
