/** Shows an intersection as one object type, so that a hover reads like what a user would write. */
export type Simplify<T> = { [K in keyof T]: T[K] } & {};
