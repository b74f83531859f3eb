import { expect } from "chai";
import { compare } from "../../cli/diff/compare";
import { accessOfResources } from "../../cli/diff/resources";
import { grant } from "../plan/programs";
import { comparedIn } from "../plan/sides";
import { temporaryFolder } from "../support/folder";

const of = (type: string, inputs: object) => ({
  type,
  urn: `urn:pulumi:s::p::${type}::x`,
  inputs,
  outputs: {},
});
const changes = (type: string, old: object, now: object) =>
  compare(accessOfResources([of(type, old)]), accessOfResources([of(type, now)]));
const text = JSON.stringify;

const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
/** The states of a state machine, one in the other. */
const states = (task: object, Type = "Task") => text({ StartAt: "A", States: { A: { Type, ...task } } });
const within = (task: object) => ({ ItemProcessor: { States: { B: { Type: "Task", ...task } } } });
const credentials = (name: string) => ({ Credentials: { RoleArn: role(name) } });
const invoked = (name: string) => ({ "x-amazon-apigateway-integration": { credentials: role(name) } });
const api = (name: string) => ({ openapi: "3.0.1", paths: { "/a": { get: invoked(name) } } });
const setting = (value: string) => ({
  namespace: "aws:autoscaling:launchconfiguration",
  name: "IamInstanceProfile",
  value,
});
const automation = (arn: string) =>
  ["schemaVersion: '0.3'", `assumeRole: "${arn}"`, "mainSteps: [{name: a, action: aws:pause}]"].join("\n");

/** What each says of a role by a name. */
const workloads: [type: string, says: (name: string) => object][] = [
  ["aws:lambda/function:Function", (name) => ({ role: name })],
  ["aws-native:lambda:Function", (name) => ({ role: name })],
  ["aws:ec2/instance:Instance", (name) => ({ iamInstanceProfile: name })],
  ["aws:ec2/launchTemplate:LaunchTemplate", (name) => ({ iamInstanceProfile: { name } })],
  ["aws:ecs/taskDefinition:TaskDefinition", (name) => ({ taskRoleArn: name })],
  ["aws:ecs/taskDefinition:TaskDefinition", (name) => ({ executionRoleArn: name })],
  ["aws:redshift/cluster:Cluster", (name) => ({ iamRoles: [name] })],
  ["aws:transfer/user:User", (name) => ({ role: name })],
  ["aws:apigateway/integration:Integration", (name) => ({ credentials: role(name) })],
  ["aws:apigatewayv2/integration:Integration", (name) => ({ credentialsArn: role(name) })],
  ["aws-native:apigateway:Method", (name) => ({ integration: { credentials: role(name) } })],
  ["aws:cognito/userPool:UserPool", (name) => ({ smsConfiguration: { snsCallerArn: role(name) } })],
  [
    "aws:pipes/pipe:Pipe",
    (name) => ({ targetParameters: { ecsTaskParameters: { overrides: { taskRoleArn: role(name) } } } }),
  ],
  [
    "aws:ssm/maintenanceWindowTask:MaintenanceWindowTask",
    (name) => ({ taskInvocationParameters: { runCommandParameters: { serviceRoleArn: role(name) } } }),
  ],
  ["aws:ssm/association:Association", (name) => ({ parameters: { AutomationAssumeRole: role(name) } })],
  [
    "aws:ssm/maintenanceWindowTask:MaintenanceWindowTask",
    (name) => ({
      taskInvocationParameters: {
        automationParameters: { parameters: [{ name: "AutomationAssumeRole", values: [role(name)] }] },
      },
    }),
  ],
  [
    "aws:cfg/remediationConfiguration:RemediationConfiguration",
    (name) => ({ parameters: [{ name: "AutomationAssumeRole", staticValue: role(name) }] }),
  ],
  ["aws:elasticbeanstalk/environment:Environment", (name) => ({ settings: [setting(name)] })],
  [
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
    (name) => ({ processors: [{ parameters: [{ parameterName: "RoleArn", parameterValue: role(name) }] }] }),
  ],
  [
    "aws:rds/clusterParameterGroup:ClusterParameterGroup",
    (name) => ({ parameters: [{ name: "aws_default_s3_role", value: role(name) }] }),
  ],
  [
    "aws:batch/jobDefinition:JobDefinition",
    (name) => ({ containerProperties: text({ image: "i", jobRoleArn: role(name) }) }),
  ],
  [
    "aws:batch/jobDefinition:JobDefinition",
    (name) => ({
      nodeProperties: text({ nodeRangeProperties: [{ container: { executionRoleArn: role(name) } }] }),
    }),
  ],
  ["aws-native:batch:JobDefinition", (name) => ({ containerProperties: { jobRoleArn: role(name) } })],
  ["aws:sfn/stateMachine:StateMachine", (name) => ({ definition: states(credentials(name)) })],
  ["aws:sfn/stateMachine:StateMachine", (name) => ({ definition: states(within(credentials(name)), "Map") })],
  [
    "aws:sfn/stateMachine:StateMachine",
    (name) => ({ definition: states({ Branches: [within(credentials(name))] }, "Parallel") }),
  ],
  [
    "aws:sfn/stateMachine:StateMachine",
    (name) => ({ definition: states({ Credentials: { "RoleArn.$": `$.${name}` } }) }),
  ],
  [
    "aws:sfn/stateMachine:StateMachine",
    (name) => ({ definition: states({ Parameters: { Overrides: { TaskRoleArn: role(name) } } }) }),
  ],
  ["aws-native:stepfunctions:StateMachine", (name) => ({ definitionString: states(credentials(name)) })],
  ["aws-native:stepfunctions:StateMachine", (name) => ({ definitionS3Location: { bucket: "b", key: name } })],
  ["aws:apigateway/restApi:RestApi", (name) => ({ body: text(api(name)) })],
  [
    "aws:apigatewayv2/api:Api",
    (name) => ({
      body: `paths:\n  /a:\n    x-amazon-apigateway-integration:\n      credentials: ${role(name)}`,
    }),
  ],
  ["aws:cloudwatch/eventTarget:EventTarget", (name) => ({ input: text({ taskRoleArn: role(name) }) })],
  [
    "aws:sagemaker/pipeline:Pipeline",
    (name) => ({ pipelineDefinition: text({ Steps: [{ RoleArn: role(name) }] }) }),
  ],
  ["aws:servicecatalog/constraint:Constraint", (name) => ({ parameters: text({ LocalRoleName: name }) })],
  ["aws:ssm/document:Document", (name) => ({ content: automation(role(name)) })],
  ["aws:ssm/document:Document", (name) => ({ content: text({ assumeRole: role(name) }) })],
  [
    "aws:opensearchingest/pipeline:Pipeline",
    (name) => ({ pipelineConfigurationBody: `a:\n  sts_role_arn: "${role(name)}"` }),
  ],
  [
    "aws:dms/endpoint:Endpoint",
    (name) => ({ extraConnectionAttributes: `a=b;serviceAccessRoleArn=${role(name)};c=d` }),
  ],
  [
    "aws:fis/experimentTemplate:ExperimentTemplate",
    (name) => ({
      actions: [
        { parameters: [{ key: "documentParameters", value: text({ AutomationAssumeRole: role(name) }) }] },
      ],
    }),
  ],
  [
    "aws:eks/addon:Addon",
    (name) => ({
      configurationValues: text({ annotations: { "eks.amazonaws.com/role-arn": role(name) } }),
    }),
  ],
  // A text that is not known, as a whole or in a place where JSON cannot have it, may name any role.
  ["aws:sfn/stateMachine:StateMachine", (name) => ({ definition: `unknown(${name})` })],
  ["aws:sfn/stateMachine:StateMachine", (name) => ({ definition: `{"States":{"A":unknown(${name})}}` })],
  ["aws:batch/jobDefinition:JobDefinition", (name) => ({ containerProperties: `unknown(output ${name})` })],
];

const parameter = (name: string) => `aws.ssm.getParameterOutput({ name: "${name}" }).value`;
/** Programs, with another value that is not known offline. */
const programs: [what: string, program: (name: string) => string][] = [
  [
    "a definition that is read",
    (name) => `new aws.sfn.StateMachine("s", { roleArn: "r", definition: ${parameter(name)} });`,
  ],
  [
    "a part of a definition",
    (name) => `new aws.sfn.StateMachine("s", { roleArn: "r",
      definition: pulumi.interpolate\`{"StartAt":"A","States":{"A":\${${parameter(name)}}}}\` });`,
  ],
  [
    "properties of another stack",
    (name) => `new aws.batch.JobDefinition("j", { name: "j", type: "container",
      containerProperties: new pulumi.StackReference("acme/a/prod").getOutput("${name}") });`,
  ],
  [
    "a role of another stack in a text",
    (
      name,
    ) => `new aws.apigateway.RestApi("a", { name: "a", body: pulumi.jsonStringify({ paths: { "/": { get: {
      "x-amazon-apigateway-integration": { credentials: new pulumi.StackReference("acme/a/prod").getOutput("${name}") },
    } } } }) });`,
  ],
];

describe("the roles that workloads run as", () => {
  const folder = temporaryFolder();

  for (const [type, says] of workloads) {
    it(`${type}: ${text(says("a")).slice(0, 100)}`, () => {
      const whats = (one: object, other: object) =>
        changes(type, one, other).map(({ what, grew }) => `${what}${grew ? " +" : ""}`);
      expect(whats(says("a"), says("b"))).to.deep.equal(["runs as another role +"]);
      expect(whats({}, says("b"))).to.deep.equal(["runs as another role +"]);
      expect(whats(says("b"), {})).to.deep.equal(["runs as a role no longer"]);
      const named = { tags: { role: "c" }, environment: { variables: { ROLE: "c" } } };
      expect(whats(says("b"), { ...says("b"), ...named })).to.deep.equal([]);
    });
  }

  it("are told with the input that names them, or with the origin of a text that is not known", () => {
    const notes = (now: object) =>
      changes("aws:sfn/stateMachine:StateMachine", {}, now).map(({ note }) => note);
    expect(notes({ definition: states(credentials("b")) })).to.deep.equal([
      `RoleArn ${role("b")} instead of none`,
    ]);
    expect(notes({ definition: `{"a":unknown(ssm.getParameter)}` })).to.deep.equal([
      "definition unknown(ssm.getParameter) instead of none",
    ]);
  });

  for (const [what, program] of programs) {
    it(`are compared by the origin of what is not known: ${what}`, async () => {
      const side = (name: string): [string] => [`${grant('"a"')}\n${program(name)}`];
      const found = await comparedIn(folder(), side("a"), side("b"));
      const notes = found.filter((one) => one.what === "runs as another role").map(({ note }) => note);
      expect(notes.join()).to.match(/unknown\([^)]*b[^)]*\) instead of .*unknown\([^)]*a[^)]*\)/);
      expect(await comparedIn(folder(), side("b"), side("b"))).to.deep.equal([]);
    });
  }

  /** Roles of people, data of programs, secrets. */
  const others: [type: string, inputs: (name: string) => object][] = [
    ["aws:apigateway/model:Model", (name) => ({ schema: text({ properties: { role: { type: name } } }) })],
    ["aws:apigateway/restApi:RestApi", (name) => ({ body: text({ example: { role: name } }) })],
    ["aws:ssm/parameter:Parameter", (name) => ({ value: text({ roleName: name }) })],
    ["aws:s3/bucketObjectv2:BucketObjectv2", (name) => ({ content: text({ roleArn: role(name) }) })],
    [
      "aws:secretsmanager/secretVersion:SecretVersion",
      (name) => ({ secretString: text({ roleName: name }) }),
    ],
    [
      "aws:kendra/dataSource:DataSource",
      (name) => ({ credentials: `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}` }),
    ],
    [
      "aws:quicksight/dataSource:DataSource",
      (name) => ({ credentials: { credentialPair: { username: name } } }),
    ],
    [
      "aws:ecs/taskDefinition:TaskDefinition",
      (value) => ({ containerDefinitions: text([{ environment: [{ name: "APP_ROLE", value }] }]) }),
    ],
    ["aws:lambda/function:Function", (name) => ({ description: `role: ${name}\nof the desk` })],
    ["aws:ec2/instance:Instance", (name) => ({ userData: `unknown(${name})` })],
  ];
  for (const [type, inputs] of others) {
    it(`are none of these, ${type}: ${text(inputs("a")).slice(0, 60)}`, () => {
      expect(changes(type, inputs("a"), inputs("b"))).to.deep.equal([]);
    });
  }
});
