import { ConnectorError, type Problem } from '../../../model/errors.ts';
import { problemsError } from '../../../model/problems-error.ts';
import { printable } from '../../../model/wording.ts';

/** What a printed policy is narrowed to besides the configuration. */
export interface PolicyOptions {
  /** Only these object classes; `[]` for none. */
  readonly objectClasses?: readonly string[];
  /** Only these operations: `create`, `update`, `delete`, `get`, `search`, `sync`, `latestSyncToken`, `liveSync`. `test` is always allowed. */
  readonly operations?: readonly string[];
  /** Only these hooks; `[]` for none. */
  readonly hooks?: readonly string[];
  /** Only these attributes of `__ACCOUNT__`, in reads and in writes. Deleting a user takes what it takes. */
  readonly accountAttributes?: readonly string[];
  /** The account to work in, where the configuration does not say it; `*` stands for any. */
  readonly accountId?: string;
  /** ARN of the managed policy that must be the boundary of every user and role that is made or given rights. */
  readonly permissionsBoundary?: string;
  /** ARNs of the only managed policies that may be attached; `*` and `?` stand for any text and any character. */
  readonly attachablePolicies?: readonly string[];
  /** Groups outside `managedPath` that users may join and leave all the same, as they stand in an ARN after `group/`; with wildcards. */
  readonly joinableGroups?: readonly string[];
  /** Who assumes the first role, by ARN, for the trust policy; the account of the role unless said otherwise. */
  readonly principal?: string;
}

const lists = ['objectClasses', 'operations', 'hooks', 'accountAttributes', 'attachablePolicies', 'joinableGroups'] as const;

const texts: Readonly<Record<'accountId' | 'permissionsBoundary' | 'principal', { readonly pattern: RegExp; readonly what: string }>> = {
  accountId: { pattern: /^(\d{12}|\*)$/, what: 'an account id of 12 digits, or *' },
  permissionsBoundary: { pattern: /^arn:[\w-]+:iam::(\d{12}|aws):policy\/[!-~]+$/, what: 'the ARN of a managed policy' },
  principal: { pattern: /^arn:[\w-]+:(iam|sts)::\d{12}:[!-~]+$/, what: 'the ARN of a user, a role or an account' },
};

/** What there is to choose from. */
export interface PolicyChoices {
  readonly objectClasses: readonly string[];
  readonly operations: readonly string[];
  readonly hooks: readonly string[];
  readonly accountAttributes: readonly string[];
}

/**
 * Checks the options: they may come from a command line or a script, where no compiler looks at them. A name that there is not would make a
 * policy that lacks what somebody meant.
 *
 * @throws ConnectorError `InvalidArgument` naming every problem.
 */
export function checkPolicyOptions(options: PolicyOptions, choices: PolicyChoices): void {
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(options ?? {}) as [string, unknown][]) {
    if (value === undefined) continue;
    const list = lists.find((each) => each === name);
    if (list !== undefined) problems.push(...listProblems(list, value, list in choices ? choices[list as keyof PolicyChoices] : undefined));
    else if (!Object.hasOwn(texts, name))
      problems.push({ path: name, message: `is no option; there are ${[...lists, ...Object.keys(texts)].join(', ')}` });
    else {
      const { pattern, what } = texts[name as keyof typeof texts];
      if (typeof value !== 'string' || !pattern.test(value)) problems.push({ path: name, message: `must be ${what} (got ${printable(value)})` });
    }
  }
  if (problems.length > 0) throw problemsError('InvalidArgument', 'the options of a policy of aws', problems);
}

function listProblems(path: string, value: unknown, known: readonly string[] | undefined): Problem[] {
  if (!Array.isArray(value)) return [{ path, message: `must be a list (got ${printable(value)})` }];
  return value.flatMap((each: unknown, index) => {
    if (typeof each !== 'string' || each === '') return [{ path: `${path}[${index}]`, message: `must be a text (got ${printable(each)})` }];
    if (known === undefined || known.includes(each)) return [];
    return [{ path: `${path}[${index}]`, message: `${printable(each)} is not among ${known.join(', ')}` }];
  });
}

/** What a policy without a single right is refused with: AWS takes none without a statement. */
export function nothingToAllow(): ConnectorError {
  return new ConnectorError('InvalidArgument', 'a policy of aws: the configuration and the options leave nothing to be allowed');
}
