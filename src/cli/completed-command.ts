import type { Argument, Command, Option } from 'commander';
import { builtInConnectors } from '../facade/opening/load-connector.ts';

/** A word that a shell offers, with what it says of it. */
export interface CompletedWord {
  readonly word: string;
  readonly summary: string;
}

/** An option as a shell completes it. */
export interface CompletedOption {
  /** `--output`, and `-o` where there is one. */
  readonly flags: readonly string[];
  readonly summary: string;
  /** Whether what follows it is its value. */
  readonly valued: boolean;
  /** What that may be; a file where there are none. */
  readonly values: readonly string[];
}

/** A command by its words, such as `serve rest`, with what may follow it. */
export interface CompletedCommand {
  readonly path: string;
  /** What may stand first. */
  readonly words: readonly CompletedWord[];
  /** Whether it has arguments that may be files, the first or later ones. */
  readonly files: boolean;
  readonly options: readonly CompletedOption[];
}

/** The program and all its commands. */
export function completedCommands(program: Command): readonly CompletedCommand[] {
  // The options of the program may stand after any command.
  const global = program.options.filter(({ long }) => long !== '--version').map(completedOption);
  const below = (command: Command, trail: readonly string[]): readonly CompletedCommand[] => {
    const [first] = command.registeredArguments;
    const words = command.commands.map((each) => ({ word: each.name(), summary: each.summary() || each.description() }));
    // Others are paths and packages, which a shell completes as files.
    const choices = (first?.argChoices ?? (first?.name() === 'connector' ? builtInConnectors : [])).map((word) => ({ word, summary: '' }));
    const own = {
      path: trail.join(' '),
      words: [...words, ...choices],
      files: command.registeredArguments.some((each) => !each.argChoices),
      options: [...command.options.map(completedOption), ...(trail.length > 0 ? global : []), help],
    };
    return [own, ...command.commands.flatMap((each) => below(each, [...trail, each.name()]))];
  };
  return below(program, []);
}

const help: CompletedOption = { flags: ['--help'], summary: 'what it does, with examples', valued: false, values: [] };

function completedOption({ long, short, description, required, argChoices = [] }: Option): CompletedOption {
  return { flags: [long, short].filter((each) => each !== undefined && each !== null), summary: description, valued: required, values: argChoices };
}

/** The options of any command that are followed by a value: what follows them is no argument. */
export function valuedFlags(commands: readonly CompletedCommand[]): readonly string[] {
  return [...new Set(commands.flatMap(({ options }) => options.filter(({ valued }) => valued).flatMap(({ flags }) => flags)))];
}

/** Lets completion and help tell the few values that an option or an argument has. What is none of them is for the command to refuse. */
export function withChoices<T extends Option | Argument>(given: T, choices: readonly string[]): T {
  given.argChoices = [...choices];
  return given;
}

/** A text as one word of a shell: all three take single quotes. */
export const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
