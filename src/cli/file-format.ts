import { extname } from 'node:path';
import { Option } from 'commander';
import { ConnectorError } from '../model/errors.ts';
import { withChoices } from './completed-command.ts';

/** The option that says the format of a file. */
export function formatOption(description: string): Option {
  return withChoices(new Option('--format <format>', description), ['ndjson', 'csv']);
}

/** The format of a file, by what was said or by its name. */
export function fileFormat(format: string | undefined, file: string): 'ndjson' | 'csv' {
  const name = format ?? { '.csv': 'csv', '.ndjson': 'ndjson', '.jsonl': 'ndjson' }[extname(file).toLowerCase()];
  if (name === 'csv' || name === 'ndjson') return name;
  throw new ConnectorError(
    'InvalidArgument',
    format === undefined ? `--format must say ndjson or csv: the name ${file} does not` : `--format must be ndjson or csv (got ${format})`,
  );
}
