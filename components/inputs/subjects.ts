/**
 * Who is a token's subject? A `*` may stand only at its end and behind the name of a repository, a project or an app, in
 * the forms of GitHub, GitLab, Vercel and Fly.io: ORGANISATION:APP:MACHINE.
 */
const name = "[\\w.@+=~-]+";
const project = `(?:repo:${name}/${name}:|project_path:${name}(?:/${name})+:|owner:${name}:project:${name}:)`;
/** Names of branches and environments have more than names of projects. None of it is a wildcard or a variable. */
const claim = "[\\w.:/@+=~%#,()! -]";
const app = `(?!repo:|project_path:|owner:)${name}:${name}:`;
export const subjectForm = new RegExp(`^(?:(?:${project}|${app})${claim}*\\*?|${claim}{2,})$`);
const wildcardInProject = new RegExp(`^${project}[^*]*\\*$`);

/** GitHub's own, with a path for an enterprise, or a server of an enterprise. */
const github = /^token\.actions\.githubusercontent\.com(\/|$)|\/_services\/token$/;

/** What begins with who it is. Other claims, such as a branch, are of whoever runs a workflow, strangers too. */
const githubForm = new RegExp(
  `^(?:${project}|repository(?:_id|_owner|_owner_id)?:${name}(?:/${name})?(?::|$))`,
);

/** Of a subject that is good in itself, what it must be with its issuer. */
export function subjectReason(issuer: string, subject: string): string | undefined {
  if (github.test(issuer) && !githubForm.test(subject)) {
    return "names no repository of GitHub. Give one that begins with repo:OWNER/REPOSITORY:, or with repository_owner:.";
  }
  const isOfApp = issuer.startsWith("oidc.fly.io/");
  if (subject.endsWith("*") && !isOfApp && !wildcardInProject.test(subject)) {
    return `has a * that may stand for other projects of ${issuer}. Give the whole subject.`;
  }
  return undefined;
}
