import type { Command, Option } from 'commander';

/** The connectors that come with the package; others are paths and packages, which a shell completes as files. */
export const builtInConnectors = ['aws', 'memory'] as const;

/** A command by its words, such as `serve rest`, with what may follow it. */
interface Completed {
  readonly path: string;
  readonly summary: string;
  readonly options: readonly Option[];
  readonly words: readonly { readonly word: string; readonly summary: string }[];
  readonly connector: boolean;
}

/** The scripts of each shell, made from the commands that there are. */
export const completionScripts = { bash, zsh, fish } as const;

function all(command: Command, trail: readonly string[] = []): readonly Completed[] {
  const words = command.commands.map((each) => ({ word: each.name(), summary: each.summary() || each.description() }));
  const connector = command.registeredArguments[0]?.name() === 'connector';
  const own = { path: trail.join(' '), summary: command.summary(), options: command.options, words, connector };
  return [own, ...command.commands.flatMap((each) => all(each, [...trail, each.name()]))];
}

const flagsOf = (options: readonly Option[]) => [
  ...options.flatMap(({ long, short }) => [long, short].filter((each) => each !== undefined)),
  '--help',
];

/** Options that are followed by a value, as the patterns of a shell's `case`: what follows them is no argument. */
const valued = (program: Command) =>
  [...new Set(all(program).flatMap(({ options }) => options.filter(({ required }) => required).map(({ long }) => long)))].join(' | ');

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

function bash(program: Command): string {
  const cases = all(program).map(({ path, options, words, connector }) => {
    const first = [...words.map(({ word }) => word), ...(connector ? builtInConnectors : [])];
    return `    ${quoted(path)}) words=${quoted(first.join(' '))} flags=${quoted(flagsOf(options).join(' '))} ;;`;
  });
  const name = program.name();
  return `# bash completion of ${name}
_identity_connector() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path= words= flags= word position=0 i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    case "\${COMP_WORDS[i - 1]}" in ${valued(program)}) continue ;; esac
    case "$word" in -*) continue ;; esac
    case "\${path:+$path }$word" in
      ${all(program)
        .slice(1)
        .map(({ path }) => quoted(path))
        .join(' | ')}) path="\${path:+$path }$word" ;;
      *) position=$((position + 1)) ;;
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$flags" -- "$current")) ;;
    *)
      if [ "$position" -eq 0 ]; then COMPREPLY=($(compgen -W "$words" -- "$current")); else COMPREPLY=(); fi
      COMPREPLY+=($(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _identity_connector ${name}
`;
}

function zsh(program: Command): string {
  const described = (word: string, summary: string) => quoted(`${word.replaceAll(':', '\\:')}:${summary.replaceAll(':', '\\:')}`);
  const cases = all(program).map(({ path, options, words, connector }) => {
    const first = [
      ...words.map(({ word, summary }) => described(word, summary)),
      ...(connector ? builtInConnectors.map((each) => quoted(each)) : []),
    ];
    const flags = options.flatMap(({ long, short, description }) => [long, short].flatMap((each) => (each ? [described(each, description)] : [])));
    return `    ${quoted(path)}) choices=(${first.join(' ')}) flags=(${[...flags, "'--help:what it does'"].join(' ')}) ;;`;
  });
  const name = program.name();
  return `#compdef ${name}
_identity_connector() {
  local path_= word previous= before= position=0
  local -a words_before flags
  words_before=("\${(@)words[2,CURRENT-1]}")
  local current="\${words[CURRENT]}"
  local -a choices
  for word in $words_before; do
    before=$previous
    previous=$word
    case $before in ${valued(program)}) continue ;; esac
    [[ $word == -* ]] && continue
    case "\${path_:+$path_ }$word" in
      ${all(program)
        .slice(1)
        .map(({ path }) => `(${quoted(path)})`)
        .join(' | ')}) path_="\${path_:+$path_ }$word" ;;
      *) (( position++ )) ;;
    esac
  done
  case "$path_" in
${cases.join('\n')}
  esac
  if [[ $current == -* ]]; then
    _describe option flags
  else
    (( position == 0 )) && _describe word choices
    _files
  fi
}
compdef _identity_connector ${name}
`;
}

function fish(program: Command): string {
  const name = program.name();
  const commands = all(program);
  const top = commands[0];
  const lines = (top?.words ?? []).map(
    ({ word, summary }) => `complete -c ${name} -n __fish_use_subcommand -f -a ${quoted(word)} -d ${quoted(summary)}`,
  );
  for (const { path, options, words, connector } of commands) {
    const seen = path.split(' ').filter((each) => each !== '');
    const condition = seen.length === 0 ? '' : ` -n ${quoted(seen.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and '))}`;
    for (const { long, short, description, required } of options) {
      const flag = `${long ? ` -l ${long.slice(2)}` : ''}${short ? ` -s ${short.slice(1)}` : ''}`;
      lines.push(`complete -c ${name}${condition}${flag}${required ? ' -r' : ''} -d ${quoted(description)}`);
    }
    if (seen.length > 0)
      for (const { word, summary } of words) lines.push(`complete -c ${name}${condition} -f -a ${quoted(word)} -d ${quoted(summary)}`);
    if (connector) for (const each of builtInConnectors) lines.push(`complete -c ${name}${condition} -a ${quoted(each)}`);
  }
  return `# fish completion of ${name}\n${lines.join('\n')}\n`;
}
