import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Problem } from '../../model/errors.ts';
import { isObject } from '../../model/value-kind.ts';
import { printable } from '../../model/wording.ts';
import type { ScriptAction } from '../systems/system-definition.ts';

/**
 * Reads the scripts of a file of ours: `{ ID: { "hook": NAME } }`, `{ ID: { "language": "javascript", "text": … } }`, or `file` in place of `text`.
 */
export function scriptsOf(given: unknown, path: string, directory: string, problems: Problem[]): Readonly<Record<string, readonly ScriptAction[]>> {
  if (!isObject(given)) {
    problems.push({ path, message: `must be an object of scripts by their ids (got ${printable(given)})` });
    return {};
  }
  return Object.fromEntries(Object.entries(given).map(([id, script]) => [id, actionsOf(script, `${path}.${id}`, directory, problems)]));
}

function actionsOf(script: unknown, path: string, directory: string, problems: Problem[]): readonly ScriptAction[] {
  const { hook, language = 'javascript', text, file } = (isObject(script) ? script : {}) as Readonly<Record<string, unknown>>;
  if (typeof hook === 'string' && hook !== '') return [{ language: 'hook', text: hook }];
  const source = typeof file === 'string' ? sourceOf(file, `${path}.file`, directory, problems) : text;
  if (typeof source === 'string' && typeof language === 'string') return [{ language, text: source }];
  problems.push({ path, message: 'must be { hook: NAME }, { language, text } or { language, file }' });
  return [];
}

function sourceOf(file: string, path: string, directory: string, problems: Problem[]): string {
  try {
    return readFileSync(resolve(directory, file), 'utf8');
  } catch (error) {
    problems.push({ path, message: `cannot be read from ${file} (${(error as NodeJS.ErrnoException).code})` });
    return '';
  }
}

/**
 * Reads PingIDM's systemActions: `[{ scriptId, actions: [{ systemType, actionType, actionSource | actionFile }] }]`.
 */
export function systemActionsOf(given: unknown, directory: string, problems: Problem[]): Readonly<Record<string, readonly ScriptAction[]>> {
  if (given === undefined) return {};
  if (!Array.isArray(given)) {
    problems.push({ path: 'systemActions', message: `must be a list (got ${printable(given)})` });
    return {};
  }
  return Object.fromEntries(
    given.map((each, index) => [
      String((each as { scriptId?: unknown })?.scriptId ?? ''),
      actionList(each, `systemActions[${index}]`, directory, problems),
    ]),
  );
}

function actionList(given: unknown, path: string, directory: string, problems: Problem[]): readonly ScriptAction[] {
  const { scriptId, actions } = (isObject(given) ? given : {}) as Readonly<Record<string, unknown>>;
  if (typeof scriptId !== 'string' || scriptId === '') problems.push({ path: `${path}.scriptId`, message: 'is missing' });
  if (!Array.isArray(actions)) {
    problems.push({ path: `${path}.actions`, message: 'must be a list' });
    return [];
  }
  return actions.flatMap((each, index) => {
    const at = `${path}.actions[${index}]`;
    const { systemType, actionType, actionSource, actionFile } = (isObject(each) ? each : {}) as Readonly<Record<string, unknown>>;
    const text = typeof actionFile === 'string' ? sourceOf(actionFile, `${at}.actionFile`, directory, problems) : actionSource;
    if (typeof actionType !== 'string' || typeof text !== 'string') {
      problems.push({ path: at, message: 'must have actionType, and actionSource or actionFile' });
      return [];
    }
    if (systemType !== undefined && !isPattern(systemType)) {
      problems.push({ path: `${at}.systemType`, message: `must be a regular expression (got ${printable(systemType)})` });
      return [];
    }
    return [{ systemType: systemType as string | undefined, language: languageOf(actionType), text }];
  });
}

/** PingIDM writes `text/javascript` and `groovy`. */
const languageOf = (type: string) => (/javascript/i.test(type) ? 'javascript' : type);

function isPattern(text: unknown): boolean {
  if (typeof text !== 'string') return false;
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
