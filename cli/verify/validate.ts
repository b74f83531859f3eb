import type { PathElement, ValidatePolicyFinding } from "@aws-sdk/client-accessanalyzer";
import { type Aws, whole } from "./aws";
import { agrees, type Check, type Finding, looked } from "./check";
import type { LivePolicy, LiveRole } from "./live";

/** The policy of a bucket or key, as AWS has it. */
export interface ResourceDocument {
  of: string;
  text: string;
  bucket: boolean;
}

/** What IAM Access Analyzer says of each live document. */
export async function checkValidity(
  aws: Aws,
  roles: LiveRole[],
  policies: LivePolicy[],
  resources: ResourceDocument[],
): Promise<Check[]> {
  const trust = {
    policyType: "RESOURCE_POLICY",
    validatePolicyResourceType: "AWS::IAM::AssumeRolePolicyDocument",
  } as const;
  const identity = { policyType: "IDENTITY_POLICY" } as const;
  const resource = { policyType: "RESOURCE_POLICY" } as const;
  const ofBucket = { ...resource, validatePolicyResourceType: "AWS::S3::Bucket" } as const;
  const documents = [
    ...roles.map((role) => ({ of: `trust policy of ${role.name}`, text: role.trust, kind: trust })),
    ...roles.flatMap(({ name, inline }) =>
      inline.map((one) => ({ of: `${one.name} of ${name}`, text: one.policy, kind: identity })),
    ),
    ...policies.map(({ name, document }) => ({ of: name, text: document, kind: identity })),
    // They come in the order of AWS's answers.
    ...[...resources]
      .sort((a, b) => (a.of < b.of ? -1 : 1))
      .map(({ of, text, bucket }) => ({ of, text, kind: bucket ? ofBucket : resource })),
  ];
  const checks = documents.map(({ of, text, kind }) =>
    looked("validation", of, async () => {
      const findings: Finding[] = [];
      let nextToken: string | undefined;
      do {
        const input = { policyDocument: text, ...kind, nextToken };
        const page = await aws.call("accessanalyzer", "ValidatePolicy", input);
        const found = whole(page?.findings, "accessanalyzer", "ValidatePolicy");
        findings.push(...found.map((one) => findingOf(one, text)));
        nextToken = page?.nextToken;
      } while (nextToken);
      return findings.length > 0 ? findings : [agrees("has nothing to mend")];
    }),
  );
  return (await Promise.all(checks)).flat();
}

/** Errors and security warnings are differences; warnings and suggestions are told. */
function findingOf(found: ValidatePolicyFinding, text: string): Finding {
  const { findingType = "", issueCode = "", findingDetails = "", learnMoreLink, locations = [] } = found;
  const isFault = ["ERROR", "SECURITY_WARNING"].includes(findingType);
  const places = locations.map(({ path = [] }) => path.map(inPath).join("").replace(/^\./, ""));
  const details = [
    findingDetails,
    ...(learnMoreLink ? [learnMoreLink] : []),
    ...places.map((place) => `at ${place || "the whole document"}`),
  ];
  // The same may be said of another statement of the document, or of another text in that place.
  const exactly = JSON.stringify([details, text]);
  return { result: isFault ? "differs" : "told", what: `${findingType} ${issueCode}`, details, exactly };
}

/** Such as Statement[0].Action. */
const inPath = ({ index, key, value = "" }: PathElement): string =>
  index !== undefined ? `[${index}]` : key !== undefined ? `.${key}` : `.${value}`;
