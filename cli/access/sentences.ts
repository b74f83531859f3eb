import type { Promised, Requests } from "../../components/promises/promised";
import { type Statement, statementsOf } from "../policy/document";
import { isAbout } from "../policy/evaluate";
import { usual } from "../policy/holds";
import type { Request } from "./request";
import type { Row } from "./row";

/** The sentences that a row is a case of; each of them says the same of it. */
export function sentencesFor({ request }: Pick<Row, "request">, promises: Promised[]): Promised[] {
  return promises.filter(({ answer, requests, except = [] }) => {
    const isCase = requests.some((one) => holds(one, request)) && !except.some((one) => holds(one, request));
    return answer === "nothing else" ? !isCase : isCase;
  });
}

/** The sentence that tells most of a row. */
export function sentenceFor(row: Row, promises: Promised[]): Promised | undefined {
  return mostTelling(sentencesFor(row, promises));
}

/** Of the sentences that a row is a case of the one that tells most. */
export function mostTelling(sentences: Promised[]): Promised | undefined {
  const rank = ["open", "allowed", "denied", "refused", "nothing else"];
  return sentences.toSorted((a, b) => rank.indexOf(a.answer) - rank.indexOf(b.answer))[0];
}

const known = new WeakMap<Requests, Statement[]>();

/** Whose the resource is says its own key, `aws:ResourceAccount`. */
function holds(requests: Requests, request: Request): boolean {
  const [service = ""] = request.action.split(":");
  if (![requests.Action].flat().some((action) => action === "*" || action.startsWith(`${service}:`)))
    return false;
  const statements = known.get(requests) ?? statementsFor(requests);
  known.set(requests, statements);
  return statements.some((one) => isAbout(one, request, usual, "identity"));
}

function statementsFor(requests: Requests): Statement[] {
  const everywhere = requests.Resource || requests.NotResource ? {} : { Resource: "*" };
  const Statement = [{ Effect: "Allow", ...requests, ...everywhere }];
  return statementsOf({ Version: "2012-10-17", Statement });
}
