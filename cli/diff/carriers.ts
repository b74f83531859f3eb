import { isObject } from "../plan/fields";
import { textOf } from "./json";
import { contentOf } from "./runsAs";

/** Resources besides roles and their policies that give access, or that keep access from others. */

const services =
  /^aws(-native)?:(iam|organizations|rolesanywhere|ssoadmin|sso|identitystore|ram|lakeformation|verifiedpermissions|cloudformation|cloudcontrol)\b/i;
const names =
  /^aws(-native)?:.*(polic(y|ies)|permission|grant|access|acl|identity|trust|share|authoriz|princip(al|le)|ownership|user(In)?Group|role(Alias|Association|Attachment|s\b)|apiKey|functionUrl)/i;
/** Of these the name says the same, and they only scale, route, keep or log. */
const harmless =
  /^aws(-native)?:((appautoscaling|autoscaling|cloudfront|dlm|elb|lb|alb|route53\w*|networkmanager|ec2transitgateway|ec2clientvpn|waf\w*)\b|.*(lifecyclePolicy|scalingPolicy|accessLog|networkAcl|redrivePolicy|backupPolicy))/i;
/** Without a policy AWS gives them one that lets in more than nobody. */
const open =
  /^aws(-native)?:(kms[:/](key|externalKey|replicaKey|replicaExternalKey)|ec2[:/]vpcEndpoint|apigateway[:/]restApi)(:|$)/i;

/** Whether any change of a resource of this type may be growth. */
export const carriesAccess = (type: string) =>
  services.test(type) ||
  (names.test(type) && (!harmless.test(type) || /cloudfront.*originAccess/i.test(type)));

/** Whether access is open where the resource has no policy. */
export const isOpenByDefault = (type: string) => open.test(type);

const side = new RegExp(
  `^(${[
    ...[
      "acl",
      "accessControl",
      "grants?",
      "accessConfig",
      "publicAccessBlock\\w*",
      "podIdentityAssociations?",
    ],
    ...["\\w*(access|resource|repository|registry|fileSystem|endpoint|session|inline)Polic(y|ies)"],
    ...[
      "\\w*policy(Document|Text|Body|Statements?)",
      "authType",
      "\\w*auth(oriz|entic)\\w*",
      "apiKeyRequired",
    ],
    // Of an API that is described in a text.
    ...["security(Schemes|Definitions)?", "x-amazon-apigateway-(policy|auth\\w*|api-key-source)"],
    ...["\\w*(principal|permission)s?(Arns?)?", "(shared|allowed|trusted)Account\\w*", "objectOwnership"],
  ].join("|")})$`,
  "i",
);
/** What the program names itself says nothing by its name. */
const named = /^(tags(All)?|variables|labels|\w*parameters)$/i;

/** What resources of any type say of access on the side: by its name, or as it holds the document of a policy. */
export function accessInputs(type: string, inputs: Record<string, unknown>): Record<string, unknown> {
  const documents = Object.entries(inputs).filter(([, value]) => holdsDocument(textOf(value)));
  return Object.fromEntries([...partsOf(type, inputs), ...documents]);
}

/** Inputs that say it by their names, however deep they are and in texts too, by their paths. */
function partsOf(type: string, value: unknown, path: string[] = []): [path: string, value: unknown][] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, one]): [string, unknown][] => {
    const at = [...path, key.replaceAll(".", "\\.")];
    if (side.test(key)) return [[at.join("."), one]];
    if (named.test(key)) return [];
    return partsOf(type, typeof one === "string" ? contentOf(type, key, one) : one, at);
  });
}

const holdsDocument = (text: string) =>
  ["Statement", "Effect"].every((key) => new RegExp(`"${key}\\\\*"\\s*:`).test(text));
