import { type CompletedCommand, quoted, valuedFlags } from './completed-command.ts';

/** The script that makes bash complete a program; for bash 3.2 too, which macOS has. */
export function bashCompletion(name: string, commands: readonly CompletedCommand[]): string {
  const cases = commands.map(({ path, words, files, options }) => {
    const first = words.map(({ word }) => word).join(' ');
    const flags = options.flatMap((each) => each.flags).join(' ');
    return `    ${quoted(path)}) words=${quoted(first)} flags=${quoted(flags)} files=${files ? 'yes' : ''} ;;`;
  });
  const values = commands.flatMap(({ path, options }) =>
    options
      .filter((each) => each.values.length > 0)
      .map((each) => `      ${each.flags.map((flag) => quoted(`${path} ${flag}`)).join(' | ')}) words=${quoted(each.values.join(' '))} files= ;;`),
  );
  return `# bash completion of ${name}
_identity_connector() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path= words= flags= files= word option= position=0 i
  # In a word such as --output=json bash takes = for a word of its own.
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    case "$word" in =) continue ;; esac
    case "$option" in ?*) option=; continue ;; esac
    case "$word" in ${valuedFlags(commands).join(' | ')}) option="$word"; continue ;; -*) continue ;; esac
    case "\${path:+$path }$word" in
      ${commands
        .filter(({ path }) => path !== '')
        .map(({ path }) => quoted(path))
        .join(' | ')}) path="\${path:+$path }$word" ;;
      *) position=$((position + 1)) ;;
    esac
  done
  case "$current" in =) current= ;; esac
  case "$path" in
${cases.join('\n')}
  esac
  if [ -n "$option" ]; then
    words= files=yes position=0
    case "$path $option" in
${values.join('\n')}
    esac
  fi
  COMPREPLY=()
  case "$option$current" in
    -*) [ -n "$option" ] || { COMPREPLY=($(compgen -W "$flags" -- "$current")); return; } ;;
  esac
  if [ "$position" -eq 0 ]; then COMPREPLY=($(compgen -W "$words" -- "$current")); fi
  if [ -n "$files" ]; then
    # One file a line: a name may have spaces in it.
    local IFS=$'\\n'
    COMPREPLY+=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _identity_connector ${name}
`;
}
