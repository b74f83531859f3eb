import { allow, backendRows, type Case, deny, forbid, type Row, stranger } from "../row";
import { otherRegions, type Site } from "../site";
import { claude, isListed, isWithheldOnMantle, retaining, second } from "./bedrockRequests";

const infer = "bedrock-mantle:CreateInference";
const count = "bedrock-mantle:CountTokens";

/** What manages projects, files and jobs, or reads what they keep. */
const onProjects = [
  ...["ArchiveProject", "CancelFineTuningJob", "CancelInference", "CreateFile", "CreateFineTuningJob"],
  ...["AssociateCustomizedModel", "CreateReservation", "DisassociateCustomizedModel"],
  ...["CreateProject", "DeleteFile", "DeleteInference", "GetFile", "GetFineTuningJob", "GetInference"],
  ...["GetModel", "GetProject", "ListFiles", "ListModels", "ListProjects", "ListTagsForResource"],
  ...["TagResource", "UntagResource", "UpdateProject"],
];
const onModels = [
  ...["CreateCustomizedModel", "DeleteCustomizedModel", "GetCustomizedModel", "ListCustomizedModels"],
];
const onNothing = ["CallWithBearerToken", "GetAccountDataRetention", "PutAccountDataRetention"];

/** Claude on the endpoint bedrock-mantle: in this Region, and calls alone, where an option asks for it. */
export function mantleRows(site: Site): Row[] {
  const row = backendRows(site, "Bedrock");
  const { partition, region, accountId } = site.standIn;
  const { mantle } = site.bedrock;
  const project = (id: string, where = region, owner = accountId) =>
    `arn:${partition}:bedrock-mantle:${where}:${owner}:project/${id}`;
  const model = (id: string) => ({ "bedrock-mantle:Model": id });
  const closed = forbid("DenyOtherEndpoints", "the endpoint is not asked for");
  const open = (granted: Case): Case => (mantle ? granted : closed);
  const by = (why: string) => open(allow("InvokeClaudeOnMantle", why));
  const listed = mantle?.projectArns;
  const first = listed?.[0] ?? project("default");
  const elsewhere = (where: string) =>
    forbid(
      mantle ? "DenyMantleElsewhere" : "DenyOtherEndpoints",
      `not in ${where}, whatever else the role is granted`,
    );
  const named = (id: string): Case => {
    if (isWithheldOnMantle(site, id))
      return forbid("DenyRetainingModelsOnMantle", "AWS may keep its prompts");
    return isListed(site, id)
      ? allow("InvokeClaudeOnMantle", "a pattern names it")
      : deny("not one of the models listed");
  };
  const managed = open(forbid("DenyOtherEndpoints", "calls are all"));
  return [
    ...[infer, count].flatMap((action) => [
      row(action, first, model(claude), by("a Claude model")),
      row(action, first, model(second), by("another Claude model")),
      row(
        action,
        project("other"),
        model(claude),
        open(listed ? deny("not one of the projects listed") : allow("InvokeClaudeOnMantle", "any project")),
      ),
      row(action, first, {}, open(deny("nobody knows of which model"))),
      ...["openai.gpt-oss-120b", "anthropic.other-v1", "Anthropic.Claude-Haiku-5-5"].map((id) =>
        row(action, first, model(id), open(deny("not one of the models"))),
      ),
      ...["anthropic.claude-opus-5-5", ...retaining].map((id) =>
        row(action, first, model(id), open(named(id))),
      ),
      row(action, first.replace(accountId, stranger), model(claude), open(deny("another account")), stranger),
      ...otherRegions(site).map((where) =>
        row(
          action,
          project("x", where),
          { ...model(claude), "aws:RequestedRegion": where },
          elsewhere(where),
        ),
      ),
    ]),
    row(
      infer,
      first,
      { ...model(claude), "bedrock-mantle:ServiceTier": "flex" },
      by("in whichever tier of service"),
    ),
    ...onProjects.map((name) => row(`bedrock-mantle:${name}`, first, {}, managed)),
    ...onModels.map((name) =>
      row(`bedrock-mantle:${name}`, first.replace(/project.*/, "customized-model/own"), {}, managed),
    ),
    ...onNothing.map((name) => row(`bedrock-mantle:${name}`, "*", {}, managed)),
  ];
}
