import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../package/packed-package.ts';
import { markdownFiles } from './code-blocks.ts';

/** GitHub's anchor of a heading: lower case, punctuation gone, spaces to hyphens. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

test('every link within the documentation leads somewhere', () => {
  const broken = [...markdownFiles(root), 'CHANGELOG.md', 'SECURITY.md'].flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8').replaceAll(/```[\s\S]*?```/g, '');
    return [...text.matchAll(/\]\((?!https?:|mailto:)([^)\s]*)\)/g)].flatMap(([, link = '']) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? join(root, file) : join(root, dirname(file), path);
      if (!existsSync(target)) return [`${file}: ${link}`];
      const anchors = target.endsWith('.md')
        ? [...readFileSync(target, 'utf8').matchAll(/^#+ (.*)$|<a (?:id|name)="([^"]*)"/gm)].map(([, heading, id]) => id ?? anchorOf(heading ?? ''))
        : [];
      return anchor === undefined || anchors.includes(anchor) ? [] : [`${file}: ${link}`];
    });
  });

  expect(broken).toEqual([]);
});
