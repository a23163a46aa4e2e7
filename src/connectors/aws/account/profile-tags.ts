import type { Problem } from '../../../model/errors.ts';
import { tagText } from '../attribute-patterns.ts';
import type { UserSetting } from '../settings/user-setting.ts';
import { type ProfileName, profileNames } from './profile-attributes.ts';
import type { WireTag } from './tags.ts';

/** The settings that say how a profile is kept. */
type ProfileSetting = Pick<UserSetting, 'profileTags' | 'profileOfTag' | 'splitLongTags'>;

/** Values of profile attributes; null clears one. */
export type Profile = { readonly [N in ProfileName]?: string | null };

/** AWS: Tag, Value. */
const LONGEST_VALUE = 256;

const plainText = new RegExp(`^${tagText}*$`, 'u');

const encodable = new RegExp(`${tagText}`, 'u');

/** What an encoded value begins with; a plain value that begins so is encoded. */
const ENCODED = '=:';

/** The tags of a user, told apart: those that hold its profile, and the others. */
export interface TagsApart {
  readonly profile: { readonly [N in ProfileName]?: string };
  /** The tags that hold profile attributes, by attribute. */
  readonly owned: ReadonlyMap<ProfileName, readonly WireTag[]>;
  readonly others: readonly WireTag[];
}

/**
 * Tells the tags that hold a user's profile from the others, and reads the profile.
 *
 * A value that was cut is put together from `KEY`, `KEY:2`, `KEY:3` as far as they follow each other, whatever `splitLongTags` says now.
 */
export function tagsApart(tags: readonly WireTag[], setting: ProfileSetting): TagsApart {
  const owned = new Map<ProfileName, (WireTag & { readonly piece: number })[]>();
  const others: WireTag[] = [];
  for (const tag of tags) {
    const place = profilePlace(tag.Key, setting);
    if (!place) others.push(tag);
    else owned.set(place.name, [...(owned.get(place.name) ?? []), { ...tag, piece: place.piece }]);
  }
  const profile: { -readonly [N in ProfileName]?: string } = {};
  for (const [name, pieces] of owned) {
    pieces.sort((a, b) => a.piece - b.piece);
    const joined = pieces.filter(({ piece }, index) => piece === index + 1).map(({ Value }) => Value);
    if (joined.length > 0) profile[name] = decoded(joined.join(''));
  }
  return { profile, owned: new Map([...owned].map(([name, all]) => [name, all.map(({ Key, Value }) => ({ Key, Value }))])), others };
}

/** The profile attribute that a tag holds; undefined for any other tag. */
export function profileOfTag(key: string, setting: ProfileSetting): ProfileName | undefined {
  return profilePlace(key, setting)?.name;
}

function profilePlace(key: string, { profileOfTag }: ProfileSetting): { readonly name: ProfileName; readonly piece: number } | undefined {
  const lower = key.toLowerCase();
  const whole = profileOfTag.get(lower);
  if (whole) return { name: whole, piece: 1 };
  const [, base = '', number = ''] = /^(.+):([2-9]|[1-9]\d)$/.exec(lower) ?? [];
  const name = profileOfTag.get(base);
  return name && { name, piece: Number(number) };
}

/** The tags that hold the given values. */
export function profileTags(values: Profile, setting: ProfileSetting): WireTag[] {
  return profileNames.flatMap((name) => {
    const value = values[name];
    return typeof value === 'string' ? tagsOfValue(setting.profileTags.get(name) ?? name, value) : [];
  });
}

function tagsOfValue(key: string, value: string): WireTag[] {
  const text = holdable(value) ? value : encoded(value);
  const pieces: string[] = [];
  let piece = '';
  // By character, so that none is cut in two.
  for (const character of text) {
    if (piece.length + character.length > LONGEST_VALUE) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece].map((Value, index) => ({ Key: index === 0 ? key : `${key}:${index + 1}`, Value }));
}

/**
 * Finds the profile values that a tag cannot hold.
 *
 * @param path  Where: `''` of a create, `replace.` of an update.
 */
export function profileProblems(values: Profile, setting: ProfileSetting, path = ''): Problem[] {
  if (setting.splitLongTags) return [];
  return profileNames.flatMap((name) => {
    const value = values[name];
    if (typeof value !== 'string') return [];
    const wrong: string[] = [];
    if (value.length > LONGEST_VALUE) wrong.push(`has ${value.length} characters, and the tag that it is kept in holds ${LONGEST_VALUE}`);
    if (!holdable(value)) {
      const bad = [...value].find((character) => !encodable.test(character));
      wrong.push(
        bad === undefined
          ? `begins with ${value.startsWith(ENCODED) ? `"${ENCODED}", which marks encoded values` : '"aws:", which AWS keeps for itself'}`
          : `has ${JSON.stringify(bad)}, which the tag that it is kept in cannot hold (letters, digits, spaces and _.:/=+-@)`,
      );
    }
    return wrong.map((message) => ({ path: path + name, message: `${message}; set splitLongTags to have it cut and encoded` }));
  });
}

function holdable(value: string): boolean {
  return plainText.test(value) && !value.startsWith(ENCODED) && !/^aws:/i.test(value);
}

/** With `=XX` for the bytes of characters that a tag cannot hold, and of "=" itself. RFC 2045, 6.7 (quoted-printable). */
function encoded(value: string): string {
  const bytes = new TextEncoder();
  const text = [...value].map((character) => {
    if (character !== '=' && encodable.test(character)) return character;
    return [...bytes.encode(character)].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
  });
  return ENCODED + text.join('');
}

function decoded(value: string): string {
  if (!value.startsWith(ENCODED)) return value;
  const text = value.slice(ENCODED.length);
  try {
    return text.replace(/(?:=[0-9A-F]{2})+/g, (run) =>
      new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(run.slice(1).split('='), (byte) => Number.parseInt(byte, 16))),
    );
  } catch {
    // Not written here: it stands as it is.
    return value;
  }
}
