/** The names of all members, those that a class gives its instances among them. */
export function membersOf(value: object): readonly PropertyKey[] {
  const names = new Set<PropertyKey>();
  // The last of the chain is Object.prototype, of whichever realm, unless there is nothing but the value.
  for (let at: object | null = value; at && (at === value || Object.getPrototypeOf(at) !== null); at = Object.getPrototypeOf(at)) {
    for (const name of Reflect.ownKeys(at)) if (name !== 'constructor') names.add(name);
  }
  return [...names];
}
