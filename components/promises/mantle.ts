import { isWithheldOnMantle } from "../inputs/models";
import type { Scope } from "../inputs/scope";
import { madeBy, madeByNone } from "./madeBy";
import type { Promised, Requests } from "./promised";
import { joined, sessionOf } from "./session";

const inference = ["bedrock-mantle:CreateInference", "bedrock-mantle:CountTokens"];

/** Whatever is not a call of a model. */
const managingMantle = [
  ...["ArchiveProject", "CreateProject", "GetProject", "ListProjects", "UpdateProject"],
  ...["CreateFile", "DeleteFile", "GetFile", "ListFiles"],
  ...["CreateFineTuningJob", "CancelFineTuningJob", "GetFineTuningJob", "ListFineTuningJobs"],
  ...["AssociateCustomizedModel", "CreateCustomizedModel", "DeleteCustomizedModel"],
  ...["DisassociateCustomizedModel", "GetCustomizedModel", "ListCustomizedModels"],
  ...["CreateReservation", "DeleteReservation", "GetReservation", "ListReservations", "UpdateReservation"],
  ...["CancelInference", "DeleteInference", "GetInference", "GetModel", "ListModels"],
  ...["GetAccountDataRetention", "PutAccountDataRetention", "TagResource", "UntagResource"],
].map((name) => `bedrock-mantle:${name}`);

export function onMantle(scope: Scope): Requests[] {
  const { partition, region, accountId, bedrockMantle, bedrockModelPatterns: patterns } = scope;
  return [
    {
      Action: inference,
      Resource:
        bedrockMantle?.projectArns ?? `arn:${partition}:bedrock-mantle:${region}:${accountId}:project/*`,
      Condition: joined(sessionOf(scope).conditions, {
        StringLike: { "bedrock-mantle:Model": patterns },
        StringEquals: { "aws:RequestedRegion": region },
      }),
    },
  ];
}

/** What docs/bedrock.md says of Claude on the endpoint bedrock-mantle. */
export function mantlePromises(scope: Scope): Promised[] {
  const isWithheld = isWithheldOnMantle(scope.bedrockModelPatterns);
  const of = "backend";
  return [
    {
      ...{ id: "invoke-on-mantle", of, answer: "allowed" },
      ...madeBy("InvokeClaudeOnMantle"),
      says: `call these models on the endpoint bedrock-mantle of this Region, in ${scope.bedrockMantle?.projectArns ? "the projects that are named" : "every project"}`,
      requests: onMantle(scope),
      ...(isWithheld && { except: [{ Action: "*", Condition: isWithheld }] }),
    },
    {
      ...{ id: "mantle-otherwise", of, answer: "refused" },
      ...madeByNone,
      says: "do anything else on the endpoint bedrock-mantle",
      requests: [{ Action: "bedrock-mantle:*" }],
      except: onMantle(scope),
    },
    {
      ...{ id: "manage-mantle", of, answer: "denied" },
      ...madeBy("DenyOtherEndpoints"),
      says: "manage projects, files, jobs, custom models and reservations of the endpoint bedrock-mantle, or read what they keep",
      requests: [{ Action: managingMantle }],
    },
    {
      ...{ id: "mantle-elsewhere", of, answer: "denied" },
      ...madeBy("DenyMantleElsewhere", ...(isWithheld ? ["DenyRetainingModelsOnMantle"] : [])),
      says: "use the endpoint bedrock-mantle of another Region, or use it for a model for which AWS may keep prompts",
      requests: [
        {
          Action: "bedrock-mantle:*",
          Condition: { StringNotEquals: { "aws:RequestedRegion": scope.region } },
        },
        ...(isWithheld ? [{ Action: inference, Condition: isWithheld }] : []),
      ],
    },
  ];
}
