import { textOf } from "./json";

/** Resources besides roles and their policies that give access, or that keep access from others. */

const services =
  /^aws(-native)?:(iam|organizations|rolesanywhere|ssoadmin|sso|identitystore|ram|lakeformation|verifiedpermissions|cloudformation|cloudcontrol)\b/i;
const names =
  /^aws(-native)?:.*(polic(y|ies)|permission|grant|access|acl|identity|trust|share|authoriz|principal|role(Alias|Association|Attachment|s\b)|apiKey|functionUrl)/i;
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

const side =
  /^(acl|accessControl|grants?|\w*(access|resource|repository|registry|fileSystem|endpoint|session|inline)Polic(y|ies)|\w*policy(Document|Text|Body|Statements?)|auth(orization)?Type|accessConfig|publicAccessBlock\w*|podIdentityAssociations?)$/i;

/** What resources of any type say of access on the side: by its name, or as it holds the document of a policy. */
export function accessInputs(inputs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(inputs).filter(([key, value]) => side.test(key) || holdsDocument(textOf(value))),
  );
}

const holdsDocument = (text: string) =>
  ["Statement", "Effect"].every((key) => new RegExp(`"${key}\\\\*"\\s*:`).test(text));
