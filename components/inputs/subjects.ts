/**
 * Who is a token's subject? A `*` may stand only at its end and behind the name or number of a repository, a project or
 * an app, in the forms of GitHub, GitLab, Vercel and Fly.io: ORGANISATION:APP:MACHINE.
 */
const name = "[\\w.@+=~-]+";
// GitHub writes the numbers of owner and repository behind their names, as in repo:OWNER@1/REPOSITORY@2:, and GitLab can
// write the number in place of the path. A number is nobody's after it, and a name can be taken over.
const repository = `(?:repo:${name}/${name}:|repository_id:\\d+:)`;
const project = `(?:${repository}|project_path:${name}(?:/${name})+:|project_id:\\d+:|owner:${name}:project:${name}:)`;
/** Names of branches and environments have more than names of projects. None of it is a wildcard or a variable. */
const claim = "[\\w.:/@+=~%#,()! -]";
const app = `(?!repo:|repository_id:|project_path:|project_id:|owner:)${name}:${name}:`;
export const subjectForm = new RegExp(`^(?:(?:${project}|${app})${claim}*\\*?|${claim}{2,})$`);
/** The value of another claim, which is always exact. */
export const claimForm = new RegExp(`^${claim}{1,255}$`);
const wildcardInProject = new RegExp(`^${project}[^*]*\\*$`);

/** GitHub's own, with a path or a host of an enterprise, or a server of an enterprise. */
const github =
  /^token\.actions\.(?:githubusercontent\.com(?:\/|$)|[^./]+\.ghe\.com$)|^github\.com\/enterprises\/|\/_services\/token$/;

/** What begins with who it is. Other claims, such as a branch, are of whoever runs a workflow, strangers too. */
const githubForm = new RegExp(
  `^(?:${repository}|repository(?:_id|_owner|_owner_id)?:${name}(?:/${name})?(?::|$))`,
);

/** Of a subject that is good in itself, what it must be with its issuer. */
export function subjectReason(issuer: string, subject: string): string | undefined {
  if (github.test(issuer) && !githubForm.test(subject)) {
    return (
      "names no repository of GitHub. Give one that begins with repo:OWNER@ID/REPOSITORY@ID: (repositories made, renamed " +
      "or moved since 2026-07-15), repo:OWNER/REPOSITORY: (older ones), repository_id: or repository_owner:."
    );
  }
  if (issuer === "gitlab.com" && /^(?:repo|repository(?:_id|_owner|_owner_id)?|owner):/.test(subject)) {
    return "is none of GitLab's, and could stand for no project there. Give one that begins with project_path:GROUP/PROJECT: or project_id:ID:.";
  }
  const isOfApp = issuer.startsWith("oidc.fly.io/");
  if (subject.endsWith("*") && !isOfApp && !wildcardInProject.test(subject)) {
    return `has a * that may stand for other projects of ${issuer}. Give the whole subject.`;
  }
  return undefined;
}
