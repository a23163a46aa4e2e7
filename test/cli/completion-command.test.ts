import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CliFolder } from './run-cli.ts';

const folder = new CliFolder();
afterAll(() => folder.remove());

/** What a shell offers for the last of the words, in the folder of `store.mjs` and `two words.csv`. */
const shells: Readonly<Record<string, (words: readonly string[]) => readonly string[]>> = {
  bash(words) {
    // The wordbreaks of bash, of which only = can stand in our words.
    const broken = words.flatMap((word) => word.split(/(?<==)|(?==)/));
    const line = ['identity-connector', ...broken].map((word) => `'${word}'`).join(' ');
    const script = `. ./completion.bash; COMP_WORDS=(${line}); COMP_CWORD=${broken.length}; _identity_connector; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return lines(execFileSync('bash', ['--norc', '-c', script], { cwd: folder.path, encoding: 'utf8' }));
  },
  zsh: (words) => zsh(words, 'fpath=($PWD/zsh $fpath)', ''),
  'zsh by source': (words) => zsh(words, '', 'source ./zsh/_identity-connector'),
  fish(words) {
    const script = `source completion.fish; complete -C ${JSON.stringify(`identity-connector ${words.join(' ')}`)}`;
    const out = execFileSync('fish', ['--no-config', '-c', script], { cwd: folder.path, encoding: 'utf8' });
    const offered = lines(out).map((line) => line.split('\t')[0] ?? '');
    // Where nothing begins as what was typed does, fish offers what has it anywhere. Of what follows = it answers all of the word.
    return offered.filter((word) => word.startsWith(words.at(-1) ?? '')).map((word) => word.replace(/^--.*=/, ''));
  },
};

/** A zsh at a terminal of its own, in which the line is typed and completed; each word that it would offer is told before it is drawn. */
function zsh(words: readonly string[], before: string, after: string): readonly string[] {
  folder.write(
    'rc.zsh',
    `PS1=; unsetopt beep
${before}
autoload -Uz compinit; compinit -D -u
${after}
bindkey '^I' complete-word
compprefuncs=(); comppostfuncs=(end-of-words)
end-of-words () { print -r -- END; exit }
compadd () {
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi
  local -a offered
  builtin compadd -A offered "$@"
  (( $#offered )) && print -rl -- "" WORD:\${^offered}
  builtin compadd "$@"
}
`,
  );
  const script = `zmodload zsh/zpty; zpty z zsh -f -i
zpty -w z "source ./rc.zsh; print rea''dy"
while zpty -r z line; do [[ $line == *ready* ]] && break; done
zpty -n -w z "$1"$'\\t'
while zpty -r z line; do print -r -- "$line"; [[ $line == *END* ]] && break; done`;
  const typed = `identity-connector ${words.join(' ')}`;
  const out = execFileSync('zsh', ['-f', '-c', script, 'zsh', typed], { cwd: folder.path, encoding: 'utf8', timeout: 25_000 });
  return [...out.matchAll(/WORD:(.*?)\r*$/gm)].map(([, word = '']) => word);
}

const lines = (text: string) => text.split('\n').filter((line) => line !== '');
const missing = (program: string) => spawnSync(program, ['-c', 'exit 0']).status !== 0;

beforeAll(async () => {
  folder.write('two words.csv', '');
  mkdirSync(join(folder.path, 'zsh'));
  for (const [shell, file] of Object.entries({ bash: 'completion.bash', zsh: 'zsh/_identity-connector', fish: 'completion.fish' }))
    folder.write(file, (await folder.run(['completion', shell])).out);
});

describe.each(Object.entries(shells))('completion of %s', (shell, complete) => {
  const [program = shell] = shell.split(' ');

  test.for([
    ['commands', ['sea'], ['seal', 'search']],
    ['no files where a command is to stand', ['st'], []],
    ['subcommands', ['serve', 'r'], ['rest']],
    ['connectors', ['search', 'm'], ['memory']],
    ['connectors after an option with its value', ['search', '--config', 'store.mjs', 'm'], ['memory']],
    ['a connector that is a file', ['search', 'st'], ['store.mjs']],
    ['connectors only where one can stand', ['search', 'memory', 'm'], []],
    ['no command twice', ['get', 'memory', 'sea'], []],
    ['options of the command', ['search', 'memory', '--pa'], ['--page-size']],
    ['options of a subcommand', ['serve', 'rest', '--tls-k'], ['--tls-key']],
    ['no options of another command', ['get', 'memory', '--pa'], []],
    ['options of the program, after a command too', ['get', 'memory', '--json'], ['--json-errors']],
    ['the values of an option', ['search', 'memory', '--output', 'c'], ['csv']],
    ['those that it has for this command', ['create', 'memory', '--output', 't'], ['text']],
    ['the values of an option after =', ['search', 'memory', '--output=c'], ['csv']],
    ['a file as the value of an option', ['search', 'memory', '--config', 'st'], ['store.mjs']],
    ['a file as an argument', ['import', 'memory', '__ACCOUNT__', 'tw'], ['two words.csv']],
    ['the shells', ['completion', 'f'], ['fish']],
  ] as const)('knows %s', { timeout: 60_000 }, ([, words, expected], { skip }) => {
    skip(missing(program), `there is no ${program} here`);

    expect(
      complete(words)
        .map((word) => word.replaceAll('\\', ''))
        .toSorted(),
    ).toEqual(expected);
  });
});

describe('completion', () => {
  test.each(['bash', 'zsh', 'fish'])('for %s names every command and the built-in connectors', async (shell) => {
    const { code, out } = await folder.run(['completion', shell]);

    expect(code).toBe(0);
    for (const word of ['search', 'import', 'hash-password', 'rest', 'aws', 'memory', 'page-size']) expect(out).toContain(word);
  });

  test('for another shell is refused with those that there are', async () => {
    expect(await folder.run(['completion', 'tcsh'])).toMatchObject({ code: 64, out: '', err: expect.stringContaining('fish') });
  });
});
