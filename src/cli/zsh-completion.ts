import { type CompletedCommand, quoted, valuedFlags } from './completed-command.ts';

/** The script that makes zsh complete a program: as a file `_NAME` in fpath, or read by `source`. */
export function zshCompletion(name: string, commands: readonly CompletedCommand[]): string {
  const described = (word: string, summary: string) => quoted(summary === '' ? word : `${word.replaceAll(':', '\\:')}:${summary}`);
  const cases = commands.map(({ path, words, files, options }) => {
    const first = words.map(({ word, summary }) => described(word, summary)).join(' ');
    const flags = options.flatMap((each) => each.flags.map((flag) => described(flag, each.summary))).join(' ');
    return `    ${quoted(path)}) choices=(${first}) flags=(${flags}) files=${files ? 'yes' : ''} ;;`;
  });
  const values = commands.flatMap(({ path, options }) =>
    options
      .filter((each) => each.values.length > 0)
      .map(
        (each) =>
          `      ${each.flags.map((flag) => `(${quoted(`${path} ${flag}`)})`).join(' | ')}) choices=(${each.values.map(quoted).join(' ')}) files= ;;`,
      ),
  );
  const own = `_${name}`;
  return `#compdef ${name}
${own}() {
  local trail= word= option= files= current="\${words[CURRENT]}"
  local -i position=0
  local -a choices flags before
  before=("\${(@)words[2,CURRENT-1]}")
  for word in $before; do
    if [[ -n $option ]]; then option=; continue; fi
    case $word in
      ${valuedFlags(commands).join(' | ')}) option=$word; continue ;;
      -*) continue ;;
    esac
    case "\${trail:+$trail }$word" in
      ${commands
        .filter(({ path }) => path !== '')
        .map(({ path }) => `(${quoted(path)})`)
        .join(' | ')}) trail="\${trail:+$trail }$word" ;;
      *) (( position++ )) ;;
    esac
  done
  case "$trail" in
${cases.join('\n')}
  esac
  if [[ -z $option && $current == --*=* ]]; then
    option=\${current%%=*}
    compset -P 1 '*='
  fi
  if [[ -n $option ]]; then
    choices=() files=yes position=0
    case "$trail $option" in
${values.join('\n')}
    esac
  elif [[ $current == -* ]]; then
    _describe -o option flags
    return
  fi
  local -i found=1
  (( position == 0 && $#choices )) && _describe word choices && found=0
  [[ -n $files ]] && _files && found=0
  return found
}
# As a file in fpath all of this is the function, which has then to do what it is called for.
if [[ \${funcstack[1]} == ${own} ]]; then
  ${own} "$@"
else
  compdef ${own} ${name}
fi
`;
}
