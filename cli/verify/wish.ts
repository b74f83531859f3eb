/** What the options of the command ask for. */
export interface Wish {
  stack: string | undefined;
  state: string | undefined;
  folder: string;
  /** KEY=VALUE. */
  config: string[];
  region: string | undefined;
  profile: string | undefined;
  roleArn: string | undefined;
  externalId: string | undefined;
  lastUsed: boolean;
  validate: boolean;
  accept: string | undefined;
  partial: boolean;
  out: string | undefined;
  json: boolean;
  now: Date;
}
