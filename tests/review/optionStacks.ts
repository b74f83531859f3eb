import * as iam from "@pulumi/aws/iam";
import { defaultStandIn } from "../../cli/plan/run";
import type { Review, ReviewedComponent } from "../../cli/review/review";
import { extensions, optionSets } from "../access/options";
import { attach, reviewed } from "./reviewed";

/** A review of a stack for each option set that the access matrix knows. */
export async function stacks(): Promise<{ name: string; review: Review }[]> {
  const sets = { ...optionSets(defaultStandIn), ...extensions(defaultStandIn) };
  const made: { name: string; review: Review }[] = [];
  for (const [name, options] of Object.entries(sets))
    made.push({ name, review: await reviewed({ externalId: "only-we-know", ...options }) });
  const statement = { Sid: "*_Theirs_*", Effect: "Allow", Action: "iam:*", Resource: "*" };
  const foreign = await reviewed({}, (component) => {
    attach(component, statement);
    const policyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
    new iam.RolePolicyAttachment("admin", { role: component.appIamRoleName, policyArn });
  });
  made.push({ name: "others attach policies", review: foreign });
  return [...made, { name: "components of like names", review: await ofLikeNames() }];
}

/** What a program in another language, or a state made by hand, may call its components. */
const likeNames = [
  ...["a", "a", "a (2)", "A", "a b", "a  b", "a\nb", "", "none", "*a*", "\u200ba", "\u200ca"],
  ...["a/b", "../a", "a\ncontrol-implementation", "control-implementation", "<b>"],
];

/** A stack whose components a careless tool would take for one. */
export async function ofLikeNames(): Promise<Review> {
  const review = await reviewed();
  const [component] = review.components;
  return {
    ...review,
    components: likeNames.map((name) => ({ ...structuredClone(component as ReviewedComponent), name })),
  };
}
