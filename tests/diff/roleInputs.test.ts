import { expect } from "chai";
import { carriesAccess } from "../../cli/diff/carriers";
import { rolesNamed } from "../../cli/diff/runsAs";
import { awsInputs } from "../support/awsInputs";

/** Inputs that are called like a role, or of which AWS's words name one, and that are none. */
const noRoles: [why: string, inputs: RegExp][] = [
  [
    "a role of people, or a claim that gives it",
    /^(admin|editor)RoleValues$|^role(Assertion|Type)$|^rolesKey$/,
  ],
  ["a search in a directory", /^role(Base|SearchMatching)$/],
  ["how a column is drawn", /^columnGeographicRole$/],
  ["the ID of an association", /^roleArnAssociationId$/],
  [
    "what a session is called, or how a role is used that another input names",
    /^(executionRoleIdentityConfig|iam|iamAuth|imagePullCredentialsType)$/,
  ],
  ["a password, or a secret and how it is read", /^(basicAuth|customAuthentication|platform)Credentials?$/],
  [
    "the same",
    /^(credential(Arn|Location|ParameterName|Prefix|Provider|ProviderVendor)?|(client)?[cC]redentials(Arn|Map|Parameter|SecretArn))$/,
  ],
  ["the function that hands out a password", /^(trainingR|r)epositoryCredentialsProviderArn$/],
  ["a certificate", /^iamCertificateId$/],
  ["an instance or application of IAM Identity Center", /^iamIdentityCenter(Application|Instance)Arn$/],
  ["a header of HTTP", /^routingHttpResponseAccessControl/],
  ["of the same block as a role", /^(bucket|keyPrefix|resultFormat|s3BackupMode)$/],
  ["of a pair, whose name says whether it is a role", /^parameterValue$/],
  ["a store of metrics", /^destination$/],
  ["a policy of sessions", /^sessionPolicyArn$/],
];

/** Texts of JSON or YAML in which no role is named. */
const noTexts: [why: string, inputs: RegExp][] = [
  ["a policy, which is read or told as such", /[pP]olicy$|^document$/],
  ["data of programs", /^(item|attributes|defaultSubstitutions)$/],
  ["how a model of AI answers", /^(additionalModelRequestFields|additionalParams|inferenceParams)$/],
  ["how data is formed", /^(schema|inputSchema|itemsJson|propertiesJson|properties|json|payload|text|type)$/],
  ["the same", /^(initialDefault|writeDefault|externalTableDefinition|tableMappings|transformationRules)$/],
  [
    "which events, costs or findings are meant",
    /^(eventPattern|monitorSpecification|ocsfFindingCriteriaJson)$/,
  ],
  ["the same", /^(query|ruleDefinition|ruleJson|rulesJson|humanLoopActivationConditions)$/],
  ["rules of a website", /^routingRule(s|Details)$/],
  ["settings of a rule, of a topic, of a cluster", /^(inputParameters|configs|additionalInfo|settings)$/],
  ["versions of a database, accounts of a landing zone", /^manifest(Json)?$/],
  ["containers, whose roles the task has", /^containerDefinitions$/],
  ["components of an image", /^data$/],
  ["where a connector finds documents", /^template$/],
  ["arguments of a tool or a target", /^(parameterValues|(header|pathParameterV|queryString)\w+)$/],
  ["who signs in to a warehouse", /^authenticationProfileContent$/],
  ["which kind of connection it is", /^connectionType$/],
];

const isNamed = (name: string) => /role|instanceProfile|credential|assume|iam(?!ge)|callerArn/i.test(name);
const isSaid = (doc: string) => /\brole\b/i.test(doc) && /\bARN\b|Amazon Resource Name/.test(doc);
const isText = (doc: string) =>
  /\b(JSON|YAML)[- ](formatted |encoded )?([sS]tring|[dD]ocument|text|array|object|format|policy|settings|pipeline|representation)/.test(
    doc,
  );

describe("every input of @pulumi/aws that names a role", function () {
  this.timeout(60_000);
  let inputs: (ReturnType<typeof awsInputs>[number] & { name: string })[] = [];
  before(() => {
    // A role and its policies are read, and of these types any change is told.
    const isWhole = (type: string) => carriesAccess(type) || type.startsWith("aws:iam/");
    inputs = awsInputs()
      .filter(({ type }) => !isWhole(type))
      .map((one) => ({ ...one, name: one.path.at(-1) ?? "" }));
  });

  /** Whether something that is not known is told of a resource that has it there. */
  function isTold({ type, path }: (typeof inputs)[number]): boolean {
    const value = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), "unknown(role)");
    return rolesNamed(type, value as Record<string, unknown>).length > 0;
  }

  /** What is not told, and not filed; and what is filed for nothing. */
  function leftOut(found: typeof inputs, filed: [why: string, inputs: RegExp][]) {
    const missing = found.filter((one) => !isTold(one));
    const isFiled = (name: string) => filed.some(([, pattern]) => pattern.test(name));
    return {
      unfiled: [
        ...new Set(
          missing.filter(({ name }) => !isFiled(name)).map((one) => `${one.type} ${one.path.join(".")}`),
        ),
      ],
      idle: filed
        .filter(([, pattern]) => !missing.some(({ name }) => pattern.test(name)))
        .map(([, one]) => String(one)),
    };
  }
  const none = { unfiled: [], idle: [] };

  it("is told, or filed with the reason why it is none", () => {
    const found = inputs.filter(({ name, doc }) => isNamed(name) || isSaid(doc));
    expect(found.filter(isTold).length).to.be.greaterThan(450);
    expect(leftOut(found, noRoles)).to.deep.equal(none);
  });

  it("or is a text that may: one that is not known is told, or filed", () => {
    const found = inputs.filter(({ doc }) => isText(doc));
    expect(leftOut(found, noTexts)).to.deep.equal(none);
  });
});
