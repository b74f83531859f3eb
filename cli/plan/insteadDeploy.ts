/** What to do with a program that cannot be run here. */
export const insteadDeploy =
  "Deploy it and review its state: pulumi stack export | npx hipaa-iam review --state -";
