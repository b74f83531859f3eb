import { arnOf, type StandIn } from "./standIns";
import { type Core, type Form, nowhereKnown } from "./unknowns";

/**
 * ARNs by type, or by type and property, as AWS documents them behind `arn:PARTITION:`. R is the Region, A the account. What
 * is not known is a * or, as a UUID, a #.
 */
export const documented: Record<string, string> = {
  "acm/Certificate": "acm:R:A:certificate/#",
  "acmpca/CertificateAuthority": "acm-pca:R:A:certificate-authority/#",
  "apigateway/RestApi": "apigateway:R::/restapis/*",
  "apigateway/RestApi.executionArn": "execute-api:R:A:*",
  "apigateway/Stage": "apigateway:R::/restapis/*/stages/*",
  "apigateway/Stage.executionArn": "execute-api:R:A:*/*",
  "apigatewayv2/Api": "apigateway:R::/apis/*",
  "apigatewayv2/Api.executionArn": "execute-api:R:A:*",
  "apigatewayv2/Stage": "apigateway:R::/apis/*/stages/*",
  "apigatewayv2/Stage.executionArn": "execute-api:R:A:*/*",
  "appsync/GraphQLApi": "appsync:R:A:apis/*",
  "athena/Workgroup": "athena:R:A:workgroup/*",
  "autoscaling/Group": "autoscaling:R:A:autoScalingGroup:#:autoScalingGroupName/*",
  "backup/Plan": "backup:R:A:backup-plan:#",
  "backup/Vault": "backup:R:A:backup-vault:*",
  "batch/ComputeEnvironment": "batch:R:A:compute-environment/*",
  "batch/JobDefinition": "batch:R:A:job-definition/*:*",
  "batch/JobQueue": "batch:R:A:job-queue/*",
  "cloudfront/Distribution": "cloudfront::A:distribution/*",
  "cloudtrail/Trail": "cloudtrail:R:A:trail/*",
  "cloudwatch/CompositeAlarm": "cloudwatch:R:A:alarm:*",
  "cloudwatch/Dashboard.dashboardArn": "cloudwatch::A:dashboard/*",
  "cloudwatch/EventApiDestination": "events:R:A:api-destination/*/#",
  "cloudwatch/EventArchive": "events:R:A:archive/*",
  "cloudwatch/EventBus": "events:R:A:event-bus/*",
  "cloudwatch/EventConnection": "events:R:A:connection/*/#",
  "cloudwatch/EventEndpoint": "events:R:A:endpoint/*",
  "cloudwatch/EventRule": "events:R:A:rule/*",
  "cloudwatch/LogAnomalyDetector": "logs:R:A:anomaly-detector:#",
  "cloudwatch/LogDelivery": "logs:R:A:delivery:*",
  "cloudwatch/LogDeliveryDestination": "logs:R:A:delivery-destination:*",
  "cloudwatch/LogDeliverySource": "logs:R:A:delivery-source:*",
  "cloudwatch/LogDestination": "logs:R:A:destination:*",
  "cloudwatch/LogGroup": "logs:R:A:log-group:*",
  "cloudwatch/LogStream": "logs:R:A:log-group:*:log-stream:*",
  "cloudwatch/MetricAlarm": "cloudwatch:R:A:alarm:*",
  "cloudwatch/MetricStream": "cloudwatch:R:A:metric-stream/*",
  "codebuild/Project": "codebuild:R:A:project/*",
  "cognito/IdentityPool": "cognito-identity:R:A:identitypool/R:#",
  "cognito/UserPool": "cognito-idp:R:A:userpool/R_*",
  "docdb/Cluster": "rds:R:A:cluster:*",
  "dynamodb/Table": "dynamodb:R:A:table/*",
  "dynamodb/Table.streamArn": "dynamodb:R:A:table/*/stream/*",
  "ebs/Volume": "ec2:R:A:volume/*",
  "ec2/Ami": "ec2:R::image/*",
  "ec2/Eip": "ec2:R:A:elastic-ip/*",
  "ec2/FlowLog": "ec2:R:A:vpc-flow-log/*",
  "ec2/Instance": "ec2:R:A:instance/*",
  "ec2/LaunchTemplate": "ec2:R:A:launch-template/*",
  "ec2/NetworkInterface": "ec2:R:A:network-interface/*",
  "ec2/SecurityGroup": "ec2:R:A:security-group/*",
  "ec2/Subnet": "ec2:R:A:subnet/*",
  "ec2/Vpc": "ec2:R:A:vpc/*",
  "ec2/VpcEndpoint": "ec2:R:A:vpc-endpoint/*",
  "ec2transitgateway/TransitGateway": "ec2:R:A:transit-gateway/*",
  "ecr/Repository": "ecr:R:A:repository/*",
  "ecrpublic/Repository": "ecr-public::A:repository/*",
  "ecs/Cluster": "ecs:R:A:cluster/*",
  "ecs/Service": "ecs:R:A:service/*/*",
  "ecs/TaskDefinition": "ecs:R:A:task-definition/*:*",
  "efs/AccessPoint": "elasticfilesystem:R:A:access-point/*",
  "efs/FileSystem": "elasticfilesystem:R:A:file-system/*",
  "eks/Addon": "eks:R:A:addon/*/*/#",
  "eks/Cluster": "eks:R:A:cluster/*",
  "eks/FargateProfile": "eks:R:A:fargateprofile/*/*/#",
  "eks/NodeGroup": "eks:R:A:nodegroup/*/*/#",
  "elasticache/Cluster": "elasticache:R:A:cluster:*",
  "elasticache/ReplicationGroup": "elasticache:R:A:replicationgroup:*",
  "elasticache/ServerlessCache": "elasticache:R:A:serverlesscache:*",
  "elasticsearch/Domain": "es:R:A:domain/*",
  "elb/LoadBalancer": "elasticloadbalancing:R:A:loadbalancer/*",
  "emr/Cluster": "elasticmapreduce:R:A:cluster/*",
  "glue/CatalogDatabase": "glue:R:A:database/*",
  "glue/CatalogTable": "glue:R:A:table/*/*",
  "glue/Job": "glue:R:A:job/*",
  "iam/SamlProvider": "iam::A:saml-provider/*",
  "iam/ServerCertificate": "iam::A:server-certificate/*",
  "iam/ServiceLinkedRole": "iam::A:role/aws-service-role/*/*",
  "iam/VirtualMfaDevice": "iam::A:mfa/*",
  "kinesis/FirehoseDeliveryStream": "firehose:R:A:deliverystream/*",
  "kinesis/Stream": "kinesis:R:A:stream/*",
  "lambda/Alias": "lambda:R:A:function:*:*",
  "lambda/CodeSigningConfig": "lambda:R:A:code-signing-config:*",
  "lambda/EventSourceMapping": "lambda:R:A:event-source-mapping:#",
  "lambda/Function": "lambda:R:A:function:*",
  "lambda/Function.qualifiedArn": "lambda:R:A:function:*:*",
  "lambda/LayerVersion": "lambda:R:A:layer:*:*",
  "lambda/LayerVersion.layerArn": "lambda:R:A:layer:*",
  "lb/Listener": "elasticloadbalancing:R:A:listener/app/*/*/*",
  "lb/ListenerRule": "elasticloadbalancing:R:A:listener-rule/app/*/*/*/*",
  "lb/LoadBalancer": "elasticloadbalancing:R:A:loadbalancer/app/*/*",
  "lb/TargetGroup": "elasticloadbalancing:R:A:targetgroup/*/*",
  "lb/TrustStore": "elasticloadbalancing:R:A:truststore/*/*",
  "memorydb/Cluster": "memorydb:R:A:cluster/*",
  "mq/Broker": "mq:R:A:broker:*:*",
  "msk/Cluster": "kafka:R:A:cluster/*/#",
  "neptune/Cluster": "rds:R:A:cluster:*",
  "opensearch/Domain": "es:R:A:domain/*",
  "opensearch/ServerlessCollection": "aoss:R:A:collection/*",
  "pipes/Pipe": "pipes:R:A:pipe/*",
  "rds/ClusterParameterGroup": "rds:R:A:cluster-pg:*",
  "rds/EventSubscription": "rds:R:A:es:*",
  "rds/GlobalCluster": "rds::A:global-cluster:*",
  "rds/OptionGroup": "rds:R:A:og:*",
  "rds/ParameterGroup": "rds:R:A:pg:*",
  "rds/Proxy": "rds:R:A:db-proxy:*",
  "rds/SubnetGroup": "rds:R:A:subgrp:*",
  "redshift/Cluster": "redshift:R:A:cluster:*",
  "route53/Zone": "route53:::hostedzone/*",
  "s3/AccessPoint": "s3:R:A:accesspoint/*",
  "s3/BucketObject": "s3:::*/*",
  "s3/BucketObjectv2": "s3:::*/*",
  "scheduler/Schedule": "scheduler:R:A:schedule/*/*",
  "scheduler/ScheduleGroup": "scheduler:R:A:schedule-group/*",
  "ses/ConfigurationSet": "ses:R:A:configuration-set/*",
  "ses/DomainIdentity": "ses:R:A:identity/*",
  "ses/EmailIdentity": "ses:R:A:identity/*",
  "sesv2/EmailIdentity": "ses:R:A:identity/*",
  "sfn/Activity": "states:R:A:activity:*",
  "sfn/StateMachine": "states:R:A:stateMachine:*",
  "sns/Topic": "sns:R:A:*",
  "sqs/Queue": "sqs:R:A:*",
  "ssm/Document": "ssm:R:A:document/*",
  "ssm/Parameter": "ssm:R:A:parameter/*",
  "ssoadmin/PermissionSet": "sso:::permissionSet/*/*",
  "wafv2/WebAcl": "wafv2:R:A:regional/webacl/*/#",
};

/** Services whose ARNs have another name than the module of the package. */
export const services: Record<string, string> = {
  ...{ accessanalyzer: "access-analyzer", acmpca: "acm-pca", amp: "aps", apigatewayv2: "apigateway" },
  ...{ appautoscaling: "application-autoscaling" },
  ...{ appintegrations: "app-integrations", arcregionswitch: "arc-region-switch" },
  ...{ bcmdata: "bcm-data-exports", cfg: "config", chimesdkmediapipelines: "chime" },
  ...{ codeguruprofiler: "codeguru-profiler", codegurureviewer: "codeguru-reviewer" },
  ...{ codestarconnections: "codestar-connections", codestarnotifications: "codestar-notifications" },
  ...{ cognito: "cognito-idp", costexplorer: "ce", customerprofiles: "profile", docdb: "rds", ebs: "ec2" },
  ...{ ec2clientvpn: "ec2", ec2transitgateway: "ec2", ecrpublic: "ecr-public", efs: "elasticfilesystem" },
  ...{ elasticsearch: "es", elb: "elasticloadbalancing", emr: "elasticmapreduce" },
  ...{ emrcontainers: "emr-containers", emrserverless: "emr-serverless", keyspaces: "cassandra" },
  ...{ kinesisanalyticsv2: "kinesisanalytics", lambdamicrovms: "lambda", lb: "elasticloadbalancing" },
  ...{ licensemanager: "license-manager", macie: "macie2", mailmanager: "ses", msk: "kafka" },
  ...{ mskconnect: "kafkaconnect", mwaa: "airflow", neptune: "rds", neptunegraph: "neptune-graph" },
  ...{ networkfirewall: "network-firewall", opensearch: "es", paymentcryptography: "payment-cryptography" },
  ...{ pinpoint: "mobiletargeting", redshiftserverless: "redshift-serverless" },
  ...{ resourceexplorer: "resource-explorer-2", resourcegroups: "resource-groups" },
  ...{ route53recoverycontrol: "route53-recovery-control", s3control: "s3", s3outposts: "s3-outposts" },
  ...{ route53recoveryreadiness: "route53-recovery-readiness", servicecatalog: "catalog", sesv2: "ses" },
  ...{ sfn: "states", ssmcontacts: "ssm-contacts", ssmincidents: "ssm-incidents", ssoadmin: "sso" },
  ...{ timestreaminfluxdb: "timestream-influxdb", timestreamquery: "timestream" },
  ...{ timestreamwrite: "timestream", vpc: "ec2", vpclattice: "vpc-lattice", wafregional: "waf-regional" },
};

/** What has an ARN. */
export interface Bearer {
  type: string;
  inputs?: Inputs;
  /** Of what is read or imported. */
  id?: string | undefined;
  /** This program makes it, or takes it over: so Region and account are those of the provider. */
  isMade: boolean;
}

/** The form of an ARN that a resource has, or that a function answers: its ends are not known. Undefined: none is known. */
export function arnFormOf(
  { type, inputs = {}, id, isMade }: Bearer,
  property: string,
  place: StandIn,
): Form | undefined {
  const [, given = type.split(/[:/]/)[1] ?? "", name = ""] =
    /^aws:(\w+)\/\w+:(?:get(?=[A-Z]))?(\w+)$/.exec(type) ?? [];
  const module = given === "alb" ? "lb" : given;
  const known = documented[`${module}/${name}${property === "arn" ? "" : `.${property}`}`];
  if (known === undefined) {
    return property === "arn"
      ? (core) => arnOf(whereOf(core), services[module] ?? module, core.text)
      : undefined;
  }
  const balanced = known.replace("/app/", `/${balancerOf(inputs)}/`);
  return (core) => {
    const { partition, region, accountId } = whereOf(core);
    const placed = balanced.replace(/(?<![\w-])R(?=[:_])/g, region).replace(/(?<=:)A(?=:)/, accountId);
    return `arn:${partition}:${placed.replaceAll("*", core.text).replaceAll("#", core.uuid)}`;
  };

  /** What is only read may be shared by another account: its ID says it if that is an ARN. */
  function whereOf(core: Core): StandIn {
    const [, partition, , region, accountId] = id?.startsWith("arn:") ? id.split(":") : [];
    if (partition && accountId) return { partition, region: region || core.region, accountId };
    if (!isMade) return nowhereKnown(place, core);
    const other = [inputs.accountId, inputs.catalogId].find((one) => typeof one === "string");
    return { ...place, ...(typeof other === "string" && { accountId: other }) };
  }
}

type Inputs = Record<string, unknown>;

/** The kind of a load balancer is in its ARN, and in those of its listeners. */
function balancerOf({ loadBalancerType, loadBalancerArn, listenerArn }: Inputs): string {
  const [, ofArn = "app"] =
    /:(?:loadbalancer|listener)\/(\w+)\//.exec(`${loadBalancerArn} ${listenerArn}`) ?? [];
  return (({ network: "net", gateway: "gwy" } as Inputs)[String(loadBalancerType)] as string) ?? ofArn;
}
