import { type CompletedCommand, type CompletedOption, quoted, valuedFlags } from './completed-command.ts';

/** The script that makes fish complete a program. */
export function fishCompletion(name: string, commands: readonly CompletedCommand[]): string {
  const own = `__${name.replaceAll('-', '_')}_at`;
  const lines = commands.flatMap(({ path, words, files, options }) => {
    const condition = `-n ${quoted(`${own} ${quoted(path)}`)}`;
    const first = `-n ${quoted(`${own} ${quoted(path)} 0`)}`;
    return [
      // Where files fit, fish offers them by itself.
      ...(files ? [] : [`complete -c ${name} ${condition} -f`]),
      ...words.map(({ word, summary }) => `complete -c ${name} ${first} -a ${quoted(word)}${summary === '' ? '' : ` -d ${quoted(summary)}`}`),
      ...options.map((each) => `complete -c ${name} ${condition}${optionOf(each)} -d ${quoted(each.summary)}`),
    ];
  });
  return `# fish completion of ${name}
# Whether the command before the cursor is the one asked for, and has so many arguments already.
function ${own}
    set -l trail
    set -l position 0
    set -l valued 0
    set -l words (commandline -opc)
    for word in $words[2..-1]
        if test $valued -eq 1
            set valued 0
            continue
        end
        if contains -- $word ${valuedFlags(commands).join(' ')}
            set valued 1
            continue
        end
        string match -q -- '-*' $word; and continue
        set -l longer (string join ' ' -- $trail $word)
        if contains -- $longer ${commands
          .filter(({ path }) => path !== '')
          .map(({ path }) => quoted(path))
          .join(' ')}
            set trail $longer
        else
            set position (math $position + 1)
        end
    end
    test "$trail" = "$argv[1]"; or return 1
    not set -q argv[2]; or test $position -eq $argv[2]
end
${lines.join('\n')}
`;
}

function optionOf({ flags, valued, values }: CompletedOption): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? ` -l ${flag.slice(2)}` : ` -s ${flag.slice(1)}`)).join('');
  if (values.length > 0) return `${names} -x -a ${quoted(values.join(' '))}`;
  // A value may be a file.
  return valued ? `${names} -rF` : names;
}
