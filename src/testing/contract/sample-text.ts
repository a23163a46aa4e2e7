import type { AttributeInfo } from '../../model/attribute.ts';

/** Texts of sample number `n`, the likeliest first: what the schema allows of them is for the caller to find out. Each holds the number. */
export function textCandidates(name: string, { subtype }: Pick<AttributeInfo, 'subtype'>, n: number, odd: boolean): readonly string[] {
  const digits = String(1000 + n);
  switch (subtype) {
    case 'uri':
      return [odd ? `https://example.org/caf%C3%A9/${n}?q=a%20b` : `https://example.org/${n}`];
    case 'ldapDn':
      return [odd ? `cn=Contract\\, ${n},ou=Vertrieb Süd,dc=example,dc=org` : `cn=contract${n},dc=example,dc=org`];
    case 'uuid':
      return [`00000000-0000-4000-a000-${n.toString(16).padStart(12, '0')}`];
    case 'xml':
      return [odd ? `<v a="&quot;">Ünicode &amp; ${n}</v>` : `<v>${n}</v>`];
    case 'json':
      return [odd ? `{"n":${n},"text":"\\"Ünicode\\"","none":null}` : `{"n":${n}}`];
  }
  const mail = `contract.${n}@example.org`;
  const plain = `sample ${n}`;
  // With spaces around, which some systems take off.
  const strange = [` Zoë O'Hara "漢字" ñ 🙂 <&> \\ ${n} `, `Zoë Ñandú ${n}`, `O'Hara-${n}`, `A_${n}`];
  return [
    ...(odd ? strange : []),
    ...(/mail/i.test(name) ? [mail] : []),
    plain,
    `sample${n}`,
    mail,
    `/sample${n}/`,
    digits,
    `https://example.org/${n}`,
  ];
}

/** Names of number `n`, the likeliest first; `tag` keeps the samples of one seed apart from those of another. */
export function nameCandidates(tag: string, n: number, odd: boolean): readonly string[] {
  const strange = [`Contract Zoë 漢字 ${tag} ${n}`, `contract_${tag}.${n}`];
  return [...(odd ? strange : []), `contract-${tag}-${n}`, `contract${tag}x${n}`, `c${tag}x${n}`, `${mail(tag, n)}`, `${n}`];
}

function mail(tag: string, n: number): string {
  return `contract.${tag}.${n}@example.org`;
}
