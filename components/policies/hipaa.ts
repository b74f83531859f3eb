/**
 * The standards and implementation specifications of the HIPAA Security Rule (45 CFR part 164) that a statement
 * may cite, with their titles, in the rule's order.
 */
export const hipaaProvisions = {
  "164.308(a)(1)(ii)(D)": "Information system activity review",
  "164.308(a)(3)(i)": "Workforce security",
  "164.308(a)(4)(i)": "Information access management",
  "164.308(a)(4)(ii)(B)": "Access authorization",
  "164.308(a)(4)(ii)(C)": "Access establishment and modification",
  "164.308(a)(8)": "Evaluation",
  "164.312(a)(1)": "Access control",
  "164.312(a)(2)(iv)": "Encryption and decryption",
  "164.312(b)": "Audit controls",
  "164.312(c)(1)": "Integrity",
  "164.312(d)": "Person or entity authentication",
  "164.312(e)(1)": "Transmission security",
} as const;

export type HipaaProvision = keyof typeof hipaaProvisions;
