import type { Promised, Requests } from "../../components/promises/promised";
import { type Document, documentOf } from "../policy/document";
import { evaluate } from "../policy/evaluate";
import type { Request } from "./request";
import type { Row } from "./row";

/** The sentences that a row is a case of; each of them says the same of it. */
export function sentencesFor({ request }: Pick<Row, "request">, promises: Promised[]): Promised[] {
  return promises.filter(({ answer, requests, except = [] }) => {
    const isAbout = requests.some((one) => holds(one, request)) && !except.some((one) => holds(one, request));
    return answer === "nothing else" ? !isAbout : isAbout;
  });
}

/** The sentence that tells most of a row. */
export function sentenceFor(row: Row, promises: Promised[]): Promised | undefined {
  const rank = ["open", "allowed", "denied", "refused", "nothing else"];
  return sentencesFor(row, promises).sort((a, b) => rank.indexOf(a.answer) - rank.indexOf(b.answer))[0];
}

const known = new WeakMap<Requests, Document>();

/** Whose the resource is says its own key, `aws:ResourceAccount`. */
function holds(requests: Requests, request: Request): boolean {
  const [service = ""] = request.action.split(":");
  if (![requests.Action].flat().some((action) => action === "*" || action.startsWith(`${service}:`)))
    return false;
  const document = known.get(requests) ?? documentFor(requests);
  known.set(requests, document);
  const accountId = request.principal.split(":")[4] ?? "";
  return evaluate({ ...request, accountId }, { identity: [document] }).decision === "allowed";
}

function documentFor(requests: Requests): Document {
  const everywhere = requests.Resource || requests.NotResource ? {} : { Resource: "*" };
  const Statement = [{ Effect: "Allow", ...requests, ...everywhere }];
  return documentOf("promise", { Version: "2012-10-17", Statement });
}
