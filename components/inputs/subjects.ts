/**
 * Who is a token's subject? A `*` may stand only at its end and behind the name or number of a repository, a project or
 * an app, in the forms of GitHub, GitLab, Vercel and Fly.io: ORGANISATION:APP:MACHINE.
 */
const name = "[\\w.@+=~-]+";
// GitHub writes the numbers of owner and repository behind their names, as in repo:OWNER@1/REPOSITORY@2:, and GitLab can
// write the number in place of the path. A number is nobody's after it, and a name can be taken over.
const repository = `(?:repo:${name}/${name}:|repository_id:\\d+:)`;
const ofGitLab = `(?:project_path:${name}(?:/${name})+:|project_id:\\d+:)`;
const ofVercel = `owner:${name}:project:${name}:`;
const project = `(?:${repository}|${ofGitLab}|${ofVercel})`;
/** Names of branches and environments have more than names of projects. None of it is a wildcard or a variable. */
const claim = "[\\w.:/@+=~%#,()! -]";
const app = `(?!repo:|repository_id:|project_path:|project_id:|owner:)${name}:${name}:`;
export const subjectForm = new RegExp(`^(?:(?:${project}|${app})${claim}*\\*?|${claim}{2,})$`);
/** The value of another claim, which is always exact. */
export const claimForm = new RegExp(`^${claim}{1,255}$`);
const wildcardInProject = new RegExp(`^${project}[^*]*\\*$`);

/** Of whom it is known what a subject begins with, which says who it is. An issuer of another name may use any of the forms. */
const issuers: [issuer: RegExp, form: string, reason: string][] = [
  [
    // GitHub's own, with a path or a host of an enterprise, or a server of an enterprise. Other claims, such as a branch, are
    // of whoever runs a workflow, strangers too.
    /^token\.actions\.(?:githubusercontent\.com(?:\/|$)|[^./]+\.ghe\.com$)|^github\.com\/enterprises\/|\/_services\/token$/,
    `(?:${repository}|repository(?:_id|_owner|_owner_id)?:${name}(?:/${name})?(?::|$))`,
    "names no repository of GitHub. Give one that begins with repo:OWNER@ID/REPOSITORY@ID: (repositories made, renamed " +
      "or moved since 2026-07-15), repo:OWNER/REPOSITORY: (older ones), repository_id: or repository_owner:.",
  ],
  [
    // A server of one's own too, where its name says so.
    /^gitlab\./,
    ofGitLab,
    "names no project of GitLab. Give one that begins with project_path:GROUP/PROJECT: or project_id:ID:.",
  ],
  [
    /^oidc\.vercel\.com(?:\/|$)/,
    ofVercel,
    "names no project of Vercel. Give one that begins with owner:TEAM:project:PROJECT:.",
  ],
  [/^oidc\.fly\.io\//, app, "names no app of Fly.io. Give one that begins with ORGANISATION:APP:."],
];

/** Of a subject that is good in itself, what it must be with its issuer. */
export function subjectReason(issuer: string, subject: string): string | undefined {
  const [, form, reason] = issuers.find(([known]) => known.test(issuer)) ?? [];
  if (form && !new RegExp(`^${form}`).test(subject)) return reason;
  if (subject.endsWith("*") && form !== app && !wildcardInProject.test(subject)) {
    return `has a * that may stand for other projects of ${issuer}. Give the whole subject.`;
  }
  return undefined;
}
