export { type JavascriptEngine, type JavascriptOptions, javascript } from './javascript.ts';
export type { ScriptLimits } from './script-limits.ts';
