import type { Problem } from '../../model/errors.ts';
import { checkConfiguration } from '../../spi/configuration.ts';
import type { AnyConnector } from '../../spi/connector.ts';
import { translateError } from '../calls/translate-error.ts';

/** Checks a configuration against the schema of a connector and its rules between settings. */
export function checkSettings(connector: AnyConnector, configuration: unknown): ReturnType<typeof checkConfiguration> {
  try {
    const checked = checkConfiguration(connector.configuration, configuration);
    const { checkConfiguration: rules } = connector as { checkConfiguration?(value: unknown): readonly Problem[] };
    if (checked.problems) return { problems: [...checked.problems, ...rulesBroken(() => rules?.call(connector, checked.flawed), checked)] };
    const problems = rules?.call(connector, checked.value) ?? [];
    return problems.length > 0 ? { problems } : checked;
  } catch (error) {
    throw translateError(error, `configuration of ${connector.name}`);
  }
}

/** What the rules between settings say of a configuration that has other faults already; they count on values that may not be there. */
function rulesBroken(
  rules: () => readonly Problem[] | undefined,
  { problems = [], flawed }: { readonly problems?: readonly Problem[]; readonly flawed?: unknown },
): readonly Problem[] {
  if (flawed === undefined) return [];
  const settingOf = ({ path }: Problem) => path.split(/[.[]/)[0];
  const known = new Set(problems.map(settingOf));
  try {
    return (rules() ?? []).filter((problem) => !known.has(settingOf(problem)));
  } catch {
    return [];
  }
}
