import { allow, backendRows, type Case, deny, forbid, type Row, stranger } from "../row";
import { otherRegions, type Site } from "../site";
import {
  claude,
  invocationRows,
  invoke,
  isListed,
  isWithheld,
  modelArn,
  profileArn,
  retaining,
  second,
  stream,
} from "./bedrockRequests";

/** Tokens are counted for the models that may be invoked here. */
export function countRows(site: Site): Row[] {
  const row = backendRows(site, "Bedrock");
  const count = "bedrock:CountTokens";
  const { countTokens } = site.bedrock;
  const opus = "anthropic.claude-opus-5-5";
  return [
    ...[claude, second].map((id) =>
      row(
        count,
        modelArn(site, id),
        {},
        countTokens ? allow("CountTokens", "counting is asked for") : deny("nobody asked for counting"),
      ),
    ),
    row(
      count,
      modelArn(site, opus),
      {},
      countTokens && isListed(site, opus)
        ? allow("CountTokens", "counting is asked for")
        : deny("not listed"),
    ),
    row(count, modelArn(site, "amazon.nova-pro-v1:0"), {}, deny("another maker")),
    ...otherRegions(site).flatMap((other) =>
      [claude, second].map((id) => row(count, modelArn(site, id, other), {}, deny("another Region"))),
    ),
  ];
}

/** Guardrails that others enforce can be applied, and nothing else of them. */
export function enforcedRows(site: Site): Row[] {
  const row = backendRows(site, "Bedrock");
  const { partition, region, accountId } = site.standIn;
  const { enforcedGuardrails } = site.bedrock;
  const apply = "bedrock:ApplyGuardrail";
  const own = `arn:${partition}:bedrock:${region}:${accountId}:guardrail/enforced`;
  const ofOrganization = `arn:${partition}:bedrock:${region}:888888888888:guardrail/organisation`;
  const all = [own, ofOrganization, ...enforcedGuardrails].filter(
    (arn, at, arns) => arns.indexOf(arn) === at,
  );
  return all.flatMap((arn) => {
    const owner = arn.split(":")[4] ?? "";
    const isNamed = enforcedGuardrails.includes(arn);
    const refused = deny("not one of those that are enforced");
    return [
      row(
        apply,
        arn,
        {},
        isNamed ? allow("ApplyEnforcedGuardrails", "each call applies it") : refused,
        owner,
      ),
      row(apply, `${arn}x`, {}, deny("one whose name begins alike"), owner),
      row(apply, arn.replace(owner, stranger), {}, deny("another account's"), stranger),
      row(apply, arn.replace(/:bedrock:[^:]*/, ":bedrock:eu-central-1"), {}, deny("another Region's"), owner),
      ...["bedrock:GetGuardrail", "bedrock:UpdateGuardrail"]
        .filter(() => arn.includes(":guardrail/"))
        .map((action) => row(action, arn, {}, deny("guardrails are others' work"), owner)),
    ];
  });
}

/** Models for which AWS may keep prompts: denied as a family, or let in by name. */
export function retainingRows(site: Site): Row[] {
  const row = invocationRows(site);
  const other = backendRows(site, "Bedrock");
  const { guardrail, regions, streaming } = site.bedrock;
  const isGuarded = guardrail !== undefined || regions !== undefined;
  const withheld = forbid("DenyRetainingModels", "AWS may keep its prompts, and no pattern names it");
  const decided = (id: string, granted: Case): Case => {
    if (isWithheld(site, id)) return withheld;
    return isListed(site, id) ? granted : deny("not one of the models listed");
  };
  const elsewhere = regions?.filter((where) => where !== site.standIn.region) ?? [];
  const profileRows = (id: string) => {
    const profile = profileArn(site, `us.${id}`);
    const through = { "bedrock:InferenceProfileArn": profile };
    const ofProfile = allow(
      "InvokeClaudeProfiles",
      "the profile of a listed model, which is decided for itself",
    );
    return [
      row(invoke, profile, {}, isListed(site, id) ? ofProfile : deny("not one of the models listed")),
      ...otherRegions(site).map((other) =>
        row(invoke, profileArn(site, `us.${id}`, other), {}, deny("calls begin in this Region")),
      ),
      row(invoke, profileArn(site, `us.${id}`, undefined, stranger), {}, deny("another account"), stranger),
      ...elsewhere.map((where) =>
        row(
          invoke,
          modelArn(site, id, where),
          through,
          decided(id, allow("InvokeClaudeThroughProfiles", "a listed Region")),
        ),
      ),
      ...otherRegions(site)
        .filter((where) => !elsewhere.includes(where))
        .map((where) =>
          row(
            invoke,
            modelArn(site, id, where),
            through,
            isWithheld(site, id) ? withheld : deny("a Region that is not listed"),
          ),
        ),
    ];
  };
  return retaining.flatMap((id) => [
    ...(regions ? profileRows(id) : []),
    row(invoke, modelArn(site, id), {}, decided(id, allow("InvokeClaude", "a pattern names it"))),
    row(
      stream,
      modelArn(site, id),
      {},
      decided(id, streaming ? allow("InvokeClaude", "a pattern names it") : deny("no streaming")),
    ),
    other(
      "bedrock:CreateModelInvocationJob",
      modelArn(site, id),
      {},
      isGuarded || isWithheld(site, id)
        ? forbid(
            [
              ...(isGuarded ? ["DenyOtherWaysToModels"] : []),
              ...(isWithheld(site, id) ? ["DenyRetainingModels"] : []),
            ],
            "nor in a batch",
          )
        : deny("no batches"),
    ),
    ...otherRegions(site)
      .filter((where) => !regions?.includes(where))
      .map((where) =>
        row(
          invoke,
          modelArn(site, id, where),
          {},
          isWithheld(site, id) ? withheld : deny("prompts stay in this Region"),
        ),
      ),
  ]);
}
